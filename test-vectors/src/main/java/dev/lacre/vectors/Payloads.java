package dev.lacre.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Real-shaped bodies of every webhook operation, as exact bytes. The name tells the operation and
 * the event; those that begin with {@code bytes-} are one event in several byte forms, and {@code
 * bytes-latin1-INVALID-utf8.json} is deliberately not UTF-8.
 *
 * <p>Read them as bytes: text would change some of them. Stateless and thread-safe.
 */
public final class Payloads {

  private static final List<String> NAMES =
      new String(resource("payloads.txt"), StandardCharsets.US_ASCII).lines().toList();

  private Payloads() {}

  /**
   * Returns the names of all payloads.
   *
   * @return an immutable list, sorted
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the exact bytes of a payload.
   *
   * @param name one of {@link #names}
   * @return a new array
   * @throws IllegalArgumentException if there is no payload of that name
   */
  public static byte[] bytes(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "There is no payload '" + name + "'; Payloads.names() lists all of them.");
    }
    return resource("payloads/" + name);
  }

  private static byte[] resource(String path) {
    try (@Nullable InputStream in = Payloads.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(
            "The resource '" + path + "' is not in the jar beside " + Payloads.class + ".");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
