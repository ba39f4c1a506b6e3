package dev.lacre.signer.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a file that holds one secret. */
public final class SecretFile {

  /** The longest that such a file may be. */
  public static final int MAX_LENGTH = 65_536;

  private SecretFile() {}

  /**
   * Returns the bytes of the file without one newline (LF or CRLF) at its end.
   *
   * @throws IllegalArgumentException if it cannot be read, is too large, or begins with a byte
   *     order mark; the message does not name the file
   */
  public static byte[] read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_LENGTH + 1);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "it cannot be read ("
              + unreadable.getClass().getSimpleName()
              + "); name a file that exists and that this process may read.");
    }
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "it is larger than 64 KiB; a secret file holds one secret and nothing else.");
    }
    return content(bytes);
  }

  /**
   * Returns the secret in the bytes of such a file.
   *
   * @throws IllegalArgumentException if they begin with a byte order mark
   */
  public static byte[] content(byte[] bytes) {
    if (ByteOrderMark.begins(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException(
          "it begins with a byte order mark, which would become part of the key; save the file"
              + " without one.");
    }
    return Arrays.copyOf(bytes, withoutNewline(bytes));
  }

  private static int withoutNewline(byte[] bytes) {
    int end = bytes.length;
    if (end == 0 || bytes[end - 1] != '\n') {
      return end;
    }
    return end > 1 && bytes[end - 2] == '\r' ? end - 2 : end - 1;
  }
}
