package dev.lacre.verifier.internal;

import java.io.ByteArrayOutputStream;

/**
 * Percent-decoding as the laxest readers do it: malformed escapes stay as they are, overlong UTF-8
 * and full-width forms are read as the ASCII that they stand for. Stateless.
 */
final class LaxDecoder {

  private LaxDecoder() {}

  /**
   * Returns the text after one round of decoding.
   *
   * @param text any text
   * @param dropMalformed whether octets that are not UTF-8 are left out, or read as ISO-8859-1
   * @param onTheWire whether characters up to U+00FF are octets, as in a text not decoded before
   */
  static String decode(String text, boolean dropMalformed, boolean onTheWire) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int octet = c == '%' ? RequestPath.escapedOctet(text, i) : -1;
      int unit = c == '%' ? escapedUnit(text, i) : -1;
      if (octet >= 0) {
        octets.write(octet);
        i += 2;
      } else if (unit >= 0) {
        writeUnit((char) unit, octets);
        i += 5;
      } else if (c < 0x80 || onTheWire && c <= 0xFF) {
        octets.write(c);
      } else {
        writeUnit(c, octets);
      }
    }
    return readUtf8(octets.toByteArray(), dropMalformed);
  }

  /** The UTF-16 unit of an escape like {@code %u002f}, or -1. */
  private static int escapedUnit(String text, int percent) {
    if (percent + 5 >= text.length() || (text.charAt(percent + 1) | 0x20) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = percent + 2; i < percent + 6; i++) {
      int digit = RequestPath.hexDigit(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static void writeUnit(char unit, ByteArrayOutputStream octets) {
    octets.write(0xE0 | unit >> 12);
    octets.write(0x80 | unit >> 6 & 0x3F);
    octets.write(0x80 | unit & 0x3F);
  }

  /** Reads UTF-8 as the laxest decoders do; a stray octet is dropped, or read as ISO-8859-1. */
  private static String readUtf8(byte[] octets, boolean dropMalformed) {
    StringBuilder text = new StringBuilder(octets.length);
    for (int i = 0; i < octets.length; i++) {
      int lead = octets[i] & 0xFF;
      int ones = Integer.numberOfLeadingZeros(~(lead << 24));
      int following = ones >= 2 && ones <= 6 ? ones - 1 : 0;
      int codePoint = following == 0 ? lead : lead & 0x3F >> following;
      int read = 0;
      while (read < following && i + read + 1 < octets.length && octets[i + read + 1] < -0x40) {
        read++;
        codePoint = codePoint << 6 | octets[i + read] & 0x3F;
      }
      if (lead < 0x80 || following > 0 && read == following) {
        append(codePoint, text);
        i += following;
      } else if (!dropMalformed) {
        text.append((char) lead);
      }
    }
    return text.toString();
  }

  private static void append(int codePoint, StringBuilder text) {
    if (codePoint >= 0xFF01 && codePoint <= 0xFF5E) {
      text.append((char) (codePoint - 0xFEE0));
    } else {
      text.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD);
    }
  }
}
