package dev.lacre.signer.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), which every Java platform has. */
public final class Sha256 {

  private Sha256() {}

  /** Returns a digest to be fed. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(
          "No installed security provider has SHA-256; every Java platform must have it.", missing);
    }
  }

  /** Returns the digest of these bytes. */
  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }

  /** Returns the digest of these bytes in lower-case hex. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }

  /** Returns the digest of what remains in a buffer, which is left as it is, in lower-case hex. */
  public static String hex(ByteBuffer bytes) {
    MessageDigest digest = begin();
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }
}
