package dev.lacre.signer.internal;

/** The mark that some editors put in front of UTF-8. */
public final class ByteOrderMark {

  private ByteOrderMark() {}

  /** Tells whether the {@code length} bytes from {@code offset} on begin with the mark. */
  public static boolean begins(byte[] bytes, int offset, int length) {
    return length >= 3
        && bytes[offset] == (byte) 0xEF
        && bytes[offset + 1] == (byte) 0xBB
        && bytes[offset + 2] == (byte) 0xBF;
  }
}
