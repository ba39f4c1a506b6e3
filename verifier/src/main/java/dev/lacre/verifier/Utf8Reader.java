package dev.lacre.verifier;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The characters of an array of UTF-8, decoded straight into the caller's buffer: {@code
 * InputStreamReader} would allocate eight kilobytes for each body, however small. What is not UTF-8
 * is a {@link java.nio.charset.CharacterCodingException}, and never replaced. Not thread-safe.
 */
final class Utf8Reader extends Reader {

  /** One character of the text may be two of the buffer. */
  private static final int LEAST_ROOM = 2;

  private final ByteBuffer bytes;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  Utf8Reader(byte[] bytes, int offset, int length) {
    this.bytes = ByteBuffer.wrap(bytes, offset, length);
  }

  /**
   * Reads as many characters as there is room for.
   *
   * @throws IllegalArgumentException if there is room for less than two
   */
  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length < LEAST_ROOM) {
      throw new IllegalArgumentException("The room must be for " + LEAST_ROOM + " or more.");
    }
    CharBuffer room = CharBuffer.wrap(to, offset, length);
    CoderResult result = decoder.decode(bytes, room, true);
    if (result.isError()) {
      result.throwException();
    }
    int count = room.position() - offset;
    return count == 0 ? -1 : count;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }
}
