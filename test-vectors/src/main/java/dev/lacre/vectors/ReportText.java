package dev.lacre.vectors;

import java.util.Locale;

/**
 * What a subject says, made fit to be shown: it may hold anything, and neither a terminal nor an
 * XML parser shall stumble over it. Stateless and thread-safe.
 */
final class ReportText {

  private ReportText() {}

  /** Returns one line without anything that a terminal obeys or hides. */
  static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints().forEach(c -> append(c, safe));
    return safe.toString();
  }

  /** Appends the character, or its number where it cannot be shown as it is. */
  static void append(int c, StringBuilder to) {
    if (isHarmless(c)) {
      to.appendCodePoint(c);
    } else {
      to.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\u{%x}" : "\\u%04x", c));
    }
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      // Ends of lines, escapes, text directions, halves of pairs, and what XML cannot carry.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> c != 0xFFFE && c != 0xFFFF;
    };
  }
}
