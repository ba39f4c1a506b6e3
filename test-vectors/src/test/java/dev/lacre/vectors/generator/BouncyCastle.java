package dev.lacre.vectors.generator;

import dev.lacre.vectors.internal.HashEngine;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** Hashes and MACs of Bouncy Castle's own engine, no provider of the platform in between. */
final class BouncyCastle implements HashEngine {

  @Override
  public byte[] hmac(String hash, byte[] key, byte[] data) {
    HMac mac = new HMac(digest(hash));
    mac.init(new KeyParameter(key));
    mac.update(data, 0, data.length);
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }

  @Override
  public byte[] hash(String hash, byte[] data) {
    ExtendedDigest digest = digest(hash);
    digest.update(data, 0, data.length);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }

  private static ExtendedDigest digest(String name) {
    return switch (name) {
      case "MD5" -> new MD5Digest();
      case "SHA-1" -> new SHA1Digest();
      case "SHA-256" -> new SHA256Digest();
      case "SHA-512" -> new SHA512Digest();
      default -> throw new IllegalArgumentException("no hash " + name);
    };
  }
}
