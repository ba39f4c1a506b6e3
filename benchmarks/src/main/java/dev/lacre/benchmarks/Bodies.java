package dev.lacre.benchmarks;

import java.util.Random;

/** Bodies of a given length. */
final class Bodies {

  private Bodies() {}

  /**
   * Returns lower-case letters: the same bytes for every peer. Libraries that take text get the
   * kind of text that is quickest to turn into bytes.
   */
  static byte[] ascii(int length) {
    Random random = new Random(length);
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) ('a' + random.nextInt(26));
    }
    return body;
  }
}
