package dev.lacre.signer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads hexadecimal of one letter case and no other, eight digits at a time: the digits of a
 * signature are as good as random, so a branch on each would be guessed wrong half of the time.
 * Immutable and thread-safe.
 */
final class HexDecoder {

  static final HexDecoder LOWER = new HexDecoder('a');
  static final HexDecoder UPPER = new HexDecoder('A');

  private static final int DIGITS = 8;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** One in each of eight bytes. */
  private static final long EACH = 0x0101010101010101L;

  private static final long HIGH_HALVES = 0xF0F0F0F0F0F0F0F0L;

  /** What makes a letter of a value from 10 on, above the character that would follow '9'. */
  private final long lettersAbove;

  private HexDecoder(char letterA) {
    this.lettersAbove = (long) letterA - '0' - 10;
  }

  /**
   * Returns the bytes that the text from {@code from} on stands for, or null if it holds anything
   * but digits.
   *
   * @param text of a length that leaves a multiple of eight digits
   */
  byte @Nullable [] decode(String text, int from) {
    // What is not Latin-1 becomes a question mark, which is no digit either; two that make one
    // character become one.
    byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1);
    if (digits.length != text.length()) {
      return null;
    }
    byte[] bytes = new byte[(digits.length - from) / 2];
    long wrong = 0;
    for (int at = 0; at < bytes.length; at += DIGITS / 2) {
      long eight = (long) EIGHT_BYTES.get(digits, from + 2 * at);
      // The low four bits of '0' to '9' are their value; those of a letter are 9 below it.
      long values = (eight & 0x0F * EACH) + ((eight >>> 6) & EACH) * 9;
      // Right are only values up to 15, and the digits that they would be written with.
      long letters = ((values + (0x80 - 10) * EACH) >>> 7) & EACH;
      wrong |= (eight ^ (values + '0' * EACH + letters * lettersAbove)) | (values & HIGH_HALVES);
      long pairs = (values | (values >>> 4)) & 0x00FF00FF00FF00FFL;
      long halves = (pairs | (pairs >>> 8)) & 0x0000FFFF0000FFFFL;
      FOUR_BYTES.set(bytes, at, (int) (halves | (halves >>> 16)));
    }
    return wrong == 0 ? bytes : null;
  }
}
