package dev.lacre.verifier.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules about a request path as it came over the wire: not decoded, relative to the context,
 * without query.
 *
 * <p>A path is either <em>canonical</em>, so that every container and router reads it alike, or it
 * has <em>folds</em>: the different paths that one or the other may read in it. No function here
 * throws on any text, and each takes time linear in its length. Stateless and thread-safe.
 */
public final class RequestPath {

  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (char c = 0; c < PLAIN.length; c++) {
      PLAIN[c] = isAlphanumeric(c) || "-._~!$&'()*+,=:@".indexOf(c) >= 0;
    }
  }

  private RequestPath() {}

  /**
   * Returns whether the path has exactly one reading, character by character.
   *
   * <p>It starts with a slash and holds only RFC 3986 {@code pchar} (but no semicolon) and slashes;
   * no segment is {@code .} or {@code ..}, none is empty except one at the end; each percent escape
   * is well formed and needed (none of an unreserved character, slash, backslash, semicolon or
   * control character), and all decode to well-formed UTF-8.
   *
   * <p>Upper and lower case remain different, as do a path and the same with a slash or a file
   * extension behind: {@link RouteTable} minds those.
   *
   * @param raw the path as on the wire
   */
  public static boolean isCanonical(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return false;
    }
    boolean beyondAscii = false;
    int segmentStart = 1;
    for (int i = 1; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '/') {
        if (i == segmentStart || isDots(raw, segmentStart, i)) {
          return false;
        }
        segmentStart = i + 1;
      } else if (c == '%') {
        int octet = escapedOctet(raw, i);
        if (octet < 0x20 || octet == 0x7F || isNeverEscaped((char) octet)) {
          return false;
        }
        beyondAscii |= octet > 0x7F;
        i += 2;
      } else if (!isPlain(c)) {
        return false;
      }
    }
    return !isDots(raw, segmentStart, raw.length()) && (!beyondAscii || isCleanUtf8(raw));
  }

  /**
   * Returns the different paths that a sloppy container or router could read in the given one, each
   * once, the likeliest first.
   *
   * <p>All are in lower case, start with a slash and end without one. Escapes are decoded until
   * none is left (five rounds at most), overlong UTF-8 and full-width forms read as the ASCII they
   * stand for, backslashes as slashes; parameters, control characters, empty segments, and blanks
   * and dots at the end of a segment are gone. Where readers differ there is one fold for each
   * habit: dot segments resolved or left standing; the text cut at NUL, {@code #} and {@code ?} or
   * not; scheme and authority dropped; parameters dropped before or after decoding; the file
   * extension kept or dropped.
   *
   * @param raw any text
   * @return an immutable list, never empty; however long the text, at most a few hundred paths
   */
  public static List<String> folds(String raw) {
    List<String> paths = PathReadings.of(raw).paths();
    Set<String> folds = new LinkedHashSet<>(paths);
    for (String path : paths) {
      folds.addAll(PathSegments.withoutExtension(path));
    }
    return List.copyOf(folds);
  }

  /**
   * Returns the decoded segment at an index, or null if the path has none there, or an empty one,
   * or one that is not strictly percent-encoded UTF-8.
   *
   * <p>The answer is what a router sees only if the path {@linkplain #isCanonical is canonical}.
   *
   * @param raw the path as on the wire
   * @param index counted from 0: segment 1 of {@code /stores/store-9/orders} is {@code store-9}
   */
  public static @Nullable String segment(String raw, int index) {
    if (index < 0 || raw.isEmpty() || raw.charAt(0) != '/') {
      return null;
    }
    int start = 1;
    for (int skipped = 0; skipped < index; skipped++) {
      int slash = raw.indexOf('/', start);
      if (slash < 0) {
        return null;
      }
      start = slash + 1;
    }
    int end = raw.indexOf('/', start);
    String segment = decodeStrictly(raw.substring(start, end < 0 ? raw.length() : end));
    return segment == null || segment.isEmpty() ? null : segment;
  }

  /** Returns whether the character stands for itself in a canonical path, slashes aside. */
  static boolean isPlain(char c) {
    return c < 0x80 && PLAIN[c];
  }

  /** Returns the octet that the escape at the index stands for, or -1 if it is malformed. */
  static int escapedOctet(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hexDigit(text.charAt(percent + 1));
    int low = hexDigit(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Returns the value of an ASCII hexadecimal digit, or -1. */
  static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isNeverEscaped(char c) {
    return isAlphanumeric(c) || "-._~/\\;".indexOf(c) >= 0;
  }

  private static boolean isDots(String text, int start, int end) {
    int length = end - start;
    return (length == 1 || length == 2) && text.charAt(start) == '.' && text.charAt(end - 1) == '.';
  }

  private static boolean isCleanUtf8(String raw) {
    String decoded = decodeStrictly(raw);
    return decoded != null && decoded.chars().noneMatch(Character::isISOControl);
  }

  private static @Nullable String decodeStrictly(String text) {
    byte[] octets = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      int octet = text.charAt(i);
      if (octet == '%') {
        octet = escapedOctet(text, i);
        i += 2;
      } else if (octet > 0x7F) {
        return null;
      }
      if (octet < 0) {
        return null;
      }
      octets[length++] = (byte) octet;
    }
    try {
      // A new decoder reports malformed input instead of replacing it.
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(octets, 0, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      return null;
    }
  }
}
