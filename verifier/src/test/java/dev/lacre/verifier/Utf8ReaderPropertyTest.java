package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The reader gives what the platform's strict decoder gives, whatever the room. */
class Utf8ReaderPropertyTest {

  /** The characters, or what kind of fault was thrown. */
  private static String read(byte[] bytes, int offset, int length, int room) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Utf8Reader reader = new Utf8Reader(bytes, offset, length)) {
      char[] to = new char[room + 3];
      for (int count = reader.read(to, 2, room); count >= 0; count = reader.read(to, 2, room)) {
        all.append(to, 2, count);
      }
      assertEquals(-1, reader.read(to, 2, room), "stays at the end");
      return all.toString();
    } catch (CharacterCodingException notUtf8) {
      return "not UTF-8";
    }
  }

  private static String expected(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return "not UTF-8";
    }
  }

  @Property
  void anyText_isReadAsItIs(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 2, max = 40) int room,
      @ForAll @IntRange(max = 5) int offset)
      throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] within = new byte[offset + utf8.length + 4];
    Arrays.fill(within, (byte) 0xFF);
    System.arraycopy(utf8, 0, within, offset, utf8.length);
    assertEquals(expected(utf8), read(within, offset, utf8.length, room));
  }

  @Property
  void anyBytes_areReadOrRefusedAsByThePlatform(
      @ForAll("almostTexts") byte[] bytes, @ForAll @IntRange(min = 2, max = 40) int room)
      throws IOException {
    assertEquals(expected(bytes), read(bytes, 0, bytes.length, room));
  }

  @Example
  void lessRoomThanASurrogatePairNeeds_isAFaultOfTheCaller() {
    Utf8Reader reader = new Utf8Reader(new byte[] {'a'}, 0, 1);
    assertThrows(IllegalArgumentException.class, () -> reader.read(new char[9], 0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.read(new char[2], 1, 2));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(1, Character.MAX_CODE_POINT)
        .filter(point -> point < 0xD800 || point > 0xDFFF)
        .list()
        .ofMaxSize(60)
        .map(
            points ->
                points.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  /** Text of which one byte, somewhere, may be another or missing. */
  @Provide
  Arbitrary<byte[]> almostTexts() {
    return texts()
        .flatMap(
            text -> {
              byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
              return Arbitraries.integers()
                  .between(0, Math.max(0, utf8.length - 1))
                  .flatMap(
                      at ->
                          Arbitraries.integers()
                              .between(-1, 255)
                              .map(other -> spoilt(utf8, at, other)));
            });
  }

  private static byte[] spoilt(byte[] utf8, int at, int other) {
    if (other < 0) {
      return Arrays.copyOf(utf8, at);
    }
    byte[] spoilt = utf8.clone();
    if (spoilt.length > 0) {
      spoilt[at] = (byte) other;
    }
    return spoilt;
  }
}
