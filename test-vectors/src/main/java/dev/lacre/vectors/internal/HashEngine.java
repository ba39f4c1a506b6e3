package dev.lacre.vectors.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Where hashes and MACs come from, so that the same list of mistakes runs on several engines. */
public interface HashEngine {

  /**
   * Returns the HMAC of the data.
   *
   * @param hash {@code SHA-1}, {@code SHA-256}, {@code SHA-512} or {@code MD5}
   */
  byte[] hmac(String hash, byte[] key, byte[] data);

  /** Returns the hash of the data. */
  byte[] hash(String hash, byte[] data);

  /** Returns the engine of the platform. */
  static HashEngine ofThePlatform() {
    return new HashEngine() {
      @Override
      public byte[] hmac(String hash, byte[] key, byte[] data) {
        try {
          String name = "Hmac" + hash.replace("-", "");
          Mac mac = Mac.getInstance(name);
          // A zero byte is what HMAC itself pads with, and the platform refuses no key at all.
          mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
          return mac.doFinal(data);
        } catch (GeneralSecurityException missing) {
          throw new IllegalStateException("the platform has no HMAC with " + hash, missing);
        }
      }

      @Override
      public byte[] hash(String hash, byte[] data) {
        try {
          return MessageDigest.getInstance(hash).digest(data);
        } catch (GeneralSecurityException missing) {
          throw new IllegalStateException("the platform has no " + hash, missing);
        }
      }
    };
  }
}
