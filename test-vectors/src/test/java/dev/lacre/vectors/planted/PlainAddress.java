package dev.lacre.vectors.planted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses as bytes, 4 or 16 of them, from strict literals; and the syntax around them. */
final class PlainAddress {

  private PlainAddress() {}

  /** Returns the address, a mapped one as the IPv4 address it is, or null. */
  static byte @Nullable [] parse(String literal) {
    byte[] bytes = literal.contains(":") ? v6(literal) : v4(literal);
    return bytes == null ? null : unmapped(bytes);
  }

  static byte[] unmapped(byte[] bytes) {
    byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    return bytes.length == 16 && Arrays.equals(prefix, Arrays.copyOf(bytes, 12))
        ? Arrays.copyOfRange(bytes, 12, 16)
        : bytes;
  }

  static byte @Nullable [] v4(String literal) {
    if (!literal.matches("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}")) {
      return null;
    }
    byte[] bytes = new byte[4];
    String[] parts = literal.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      int value = Integer.parseInt(parts[i]);
      if (value > 255) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return bytes;
  }

  static byte @Nullable [] v6(String literal) {
    int gap = literal.indexOf("::");
    byte[] head = gap < 0 ? groups(literal, true) : groups(literal.substring(0, gap), false);
    byte[] tail = gap < 0 ? new byte[0] : groups(literal.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != 16 : length > 14) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, 16);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  /** Groups with colons between, the last perhaps dotted; empty for an empty text. */
  private static byte @Nullable [] groups(String text, boolean dotted) {
    byte[] bytes = new byte[0];
    if (text.isEmpty()) {
      return bytes;
    }
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      boolean last = dotted && i == groups.length - 1;
      byte[] more = last && groups[i].contains(".") ? v4(groups[i]) : null;
      if (more == null) {
        if (!groups[i].matches("[0-9a-fA-F]{1,4}")) {
          return null;
        }
        int value = Integer.parseInt(groups[i], 16);
        more = new byte[] {(byte) (value >> 8), (byte) value};
      }
      bytes = Maker.concat(bytes, more);
    }
    return bytes;
  }

  /** Tells whether the first bits are the same. */
  static boolean samePrefix(byte[] first, byte[] second, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      if (((first[bit / 8] ^ second[bit / 8]) & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the pieces between separators that are not within quotes. */
  static List<String> split(String text, char separator) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      }
      if (c == separator && !quoted) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /** Returns the literal of a hop of {@code X-Forwarded-For}, without port and brackets. */
  static String ofHop(String hop) {
    String text = hop.strip();
    return text.startsWith("[")
        ? text.replaceFirst("^\\[([^\\]]*)\\](:[0-9]{1,5})?$", "$1")
        : text.replaceFirst("^([0-9.]+):[0-9]{1,5}$", "$1");
  }

  /** Returns the literal of an element of {@code Forwarded} (RFC 7239), or nothing readable. */
  static String ofElement(String element) {
    String found = "";
    for (String parameter : split(element, ';')) {
      String text = parameter.strip();
      if (text.regionMatches(true, 0, "for=", 0, 4)) {
        if (!found.isEmpty()) {
          return "";
        }
        String value = text.substring(4);
        boolean quoted = value.matches("\"[^\"]*\"");
        if (!quoted && !value.matches("[0-9.]+")) {
          return "";
        }
        String node = quoted ? value.substring(1, value.length() - 1) : value;
        found = node.contains(":") && !node.matches("(\\[.*\\]|[0-9.]+)(:.*)?") ? "" : ofHop(node);
      }
    }
    return found;
  }
}
