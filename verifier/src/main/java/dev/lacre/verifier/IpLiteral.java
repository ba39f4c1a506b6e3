package dev.lacre.verifier;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one parser of IP address text. It reads literals only: no name is ever looked up, and none of
 * the short, octal or hexadecimal IPv4 forms of {@code inet_aton} is an address.
 *
 * <p>The result goes to a {@link Sink} instead of into an object, so that a caller who needs only
 * the bits allocates nothing.
 */
final class IpLiteral {
  /** What {@link #parseV4} returns for text that is not an IPv4 address. */
  private static final long MALFORMED = -1;

  private static final int SHOWN_CHARS = 64;

  /** The value of each character as a hexadecimal digit, or -1. */
  private static final byte[] HEX_DIGITS = hexDigits();

  private IpLiteral() {}

  /** What is made of an address, from its bits. */
  interface Sink<R> {
    /** Takes an IPv4 address: 32 bits, unsigned. */
    R v4(long bits);

    /** Takes an IPv6 address that is not an IPv4-mapped one. */
    R v6(long high, long low);
  }

  /**
   * Returns what the sink makes of the address in {@code s[from, to)}, or null when that text is
   * not an address. An IPv4-mapped IPv6 address arrives at the sink as IPv4.
   */
  static <R> @Nullable R parse(String s, int from, int to, Sink<R> sink) {
    long v4 = parseV4(s, from, to);
    return v4 == MALFORMED ? parseV6(s, from, to, sink) : sink.v4(v4);
  }

  /** Returns the 32 bits of a dotted quad, or {@link #MALFORMED}. */
  private static long parseV4(String s, int from, int to) {
    long bits = 0;
    int at = from;
    for (int octets = 1; ; octets++) {
      int start = at;
      int value = 0;
      while (at < to && at - start < 3 && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
        value = value * 10 + (s.charAt(at++) - '0');
      }
      boolean leadingZero = at - start > 1 && s.charAt(start) == '0';
      if (at == start || leadingZero || value > 255) {
        return MALFORMED;
      }
      bits = bits << 8 | value;
      if (octets == 4) {
        return at == to ? bits : MALFORMED;
      }
      if (at == to || s.charAt(at++) != '.') {
        return MALFORMED;
      }
    }
  }

  /** Reads the text forms of RFC 4291, section 2.2: eight groups, "::" and a dotted-quad tail. */
  private static <R> @Nullable R parseV6(String s, int from, int to, Sink<R> sink) {
    long high = 0; // the groups since the start, or since "::"
    long low = 0;
    long headHigh = 0; // the groups before "::"
    long headLow = 0;
    int headGroups = -1; // not negative once "::" was seen
    int groups = 0;
    int at = from;
    if (to - at >= 2 && s.charAt(at) == ':' && s.charAt(at + 1) == ':') {
      headGroups = 0;
      at += 2;
    }
    while (at < to) {
      int start = at;
      int value = 0;
      while (at < to && at - start < 4) {
        int digit = hexDigit(s.charAt(at));
        if (digit < 0) {
          break;
        }
        value = value << 4 | digit;
        at++;
      }
      if (at == start) {
        return null;
      }
      if (at < to && s.charAt(at) == '.') {
        long tail = parseV4(s, start, to);
        if (tail == MALFORMED) {
          return null;
        }
        high = high << 32 | low >>> 32;
        low = low << 32 | tail;
        groups += 2;
        at = to;
      } else {
        high = high << 16 | low >>> 48;
        low = low << 16 | value;
        groups++;
      }
      if (groups > 8) {
        return null;
      }
      if (at == to) {
        break;
      }
      if (s.charAt(at++) != ':' || at == to) {
        return null;
      }
      if (s.charAt(at) == ':') {
        if (headGroups >= 0) {
          return null;
        }
        at++;
        headGroups = groups;
        headHigh = high;
        headLow = low;
        high = 0;
        low = 0;
      }
    }
    // "::" stands for at least one group of zeros.
    if (headGroups < 0 ? groups != 8 : groups > 7) {
      return null;
    }
    if (headGroups > 0) {
      int shift = 16 * (8 - headGroups); // 16 to 112
      high |= shift >= 64 ? headLow << (shift - 64) : headHigh << shift | headLow >>> (64 - shift);
      low |= shift >= 64 ? 0 : headLow << shift;
    }
    boolean mapped = high == 0 && low >>> 32 == 0xFFFF;
    return mapped ? sink.v4(low & 0xFFFF_FFFFL) : sink.v6(high, low);
  }

  /** By a table: whether a digit or a letter comes next, no processor can foretell. */
  private static int hexDigit(char c) {
    return c < HEX_DIGITS.length ? HEX_DIGITS[c] : -1;
  }

  private static byte[] hexDigits() {
    byte[] digits = new byte['f' + 1];
    Arrays.fill(digits, (byte) -1);
    for (int value = 0; value < 16; value++) {
      char digit = Character.forDigit(value, 16);
      digits[digit] = (byte) value;
      digits[Character.toUpperCase(digit)] = (byte) value;
    }
    return digits;
  }

  /**
   * Returns the value in double quotes, fit for an error message: cut after 64 characters, and
   * everything but printable ASCII escaped.
   */
  static String quoted(String value) {
    StringBuilder out = new StringBuilder().append('"');
    for (int i = 0; i < Math.min(value.length(), SHOWN_CHARS); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(c >> shift & 0xF, 16));
        }
      }
    }
    return out.append(value.length() > SHOWN_CHARS ? "\"... (cut)" : "\"").toString();
  }
}
