package dev.lacre.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Eight digits at a time give what one at a time gives. */
class HexDecoderPropertyTest {

  private static byte @Nullable [] oneAtATime(String text, int from, String digits) {
    byte[] bytes = new byte[(text.length() - from) / 2];
    for (int i = from; i < text.length(); i++) {
      int value = digits.indexOf(text.charAt(i));
      if (value < 0) {
        return null;
      }
      int at = (i - from) / 2;
      bytes[at] = (byte) (bytes[at] << 4 | value);
    }
    return bytes;
  }

  private static void assertSame(String text, int from) {
    assertArrayEquals(
        oneAtATime(text, from, "0123456789abcdef"), HexDecoder.LOWER.decode(text, from));
    assertArrayEquals(
        oneAtATime(text, from, "0123456789ABCDEF"), HexDecoder.UPPER.decode(text, from));
  }

  @Test
  void decode_everyCharacterAtEveryPlace_isReadOneAtATime() {
    for (int at = 0; at < 16; at++) {
      for (char c = 0; c < 0x0180; c++) {
        StringBuilder text = new StringBuilder("0123456789abcdef");
        text.setCharAt(at, c);
        assertSame(text.toString(), 0);
        assertSame(text.toString().toUpperCase(Locale.ROOT), 0);
      }
    }
  }

  @Property(tries = 2000)
  void decode_anyBytes_comeBackBehindAnyPrefix(
      @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(max = 9) int prefix) {
    String before = "=".repeat(prefix);
    assertArrayEquals(
        bytes, HexDecoder.LOWER.decode(before + HexFormat.of().formatHex(bytes), prefix));
    assertArrayEquals(
        bytes,
        HexDecoder.UPPER.decode(before + HexFormat.of().withUpperCase().formatHex(bytes), prefix));
  }

  @Property(tries = 5000)
  void decode_digitsWithStrangersAmongThem_areReadOneAtATime(
      @ForAll @Size(16) byte[] bytes,
      @ForAll @IntRange(max = 31) int place,
      @ForAll @IntRange(max = 31) int other,
      @ForAll @CharRange(from = '!', to = '\u0FFF') char stranger) {
    char[] text = HexFormat.of().formatHex(bytes).toCharArray();
    text[place] = stranger;
    text[other] = (char) (stranger & 0xFF);
    assertSame(new String(text), 0);
    Arrays.fill(text, stranger);
    assertSame(new String(text), 8);
    text[place & ~1] = Character.highSurrogate(0x1F511);
    text[place | 1] = Character.lowSurrogate(0x1F511);
    assertSame(new String(text), 0);
  }

  @Test
  void decode_noDigits_isNoBytes() {
    assertEquals(0, Objects.requireNonNull(HexDecoder.LOWER.decode("", 0)).length);
  }
}
