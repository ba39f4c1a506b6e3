package dev.lacre.signer;

/**
 * The keyed hash functions that a {@link SignatureScheme} may use: HMAC as <a
 * href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a> defines it, over a SHA-2 function.
 */
public enum MacAlgorithm {
  /** HMAC with SHA-256: 32 bytes. What Open Delivery uses. */
  HMAC_SHA256("HmacSHA256", "SHA-256", 32, 64),

  /** HMAC with SHA-512: 64 bytes. */
  HMAC_SHA512("HmacSHA512", "SHA-512", 64, 128);

  private final String macName;
  private final String digestName;
  private final int macLength;
  private final int blockLength;

  MacAlgorithm(String macName, String digestName, int macLength, int blockLength) {
    this.macName = macName;
    this.digestName = digestName;
    this.macLength = macLength;
    this.blockLength = blockLength;
  }

  /**
   * Returns the standard name of the MAC in the Java Cryptography Architecture.
   *
   * @return the name, for example {@code HmacSHA256}
   */
  public String macName() {
    return macName;
  }

  /**
   * Returns the standard name of the hash function under the MAC.
   *
   * @return the name, for example {@code SHA-256}
   */
  public String digestName() {
    return digestName;
  }

  /**
   * Returns the length of a MAC.
   *
   * @return the length in bytes
   */
  public int macLength() {
    return macLength;
  }

  /**
   * Returns the block length of the hash function; a longer key is hashed before use.
   *
   * @return the length in bytes
   */
  public int blockLength() {
    return blockLength;
  }
}
