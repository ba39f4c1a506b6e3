package dev.lacre.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The header lines of a recorded delivery, as they came over the wire: repeated ones kept apart.
 */
final class HeaderLines {

  /** A name, checked, and a value without the white space around it. */
  record Line(String name, String value) {}

  private static final String WHAT = "headers file";
  private static final int LONGEST = 1_048_576;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private HeaderLines() {}

  /** Reads lines {@code Name: value} that end in LF or CRLF; blank ones count for nothing. */
  static List<Line> read(String file, Terminal terminal) {
    // Byte for byte, as servers read header lines.
    String text =
        new String(Inputs.read(WHAT, file, LONGEST, terminal), StandardCharsets.ISO_8859_1);
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!content.isBlank()) {
        lines.add(line(content, file, number));
      }
    }
    return lines;
  }

  private static Line line(String content, String file, int number) {
    int colon = content.indexOf(':');
    if (colon < 0 || !TOKEN.matcher(content.substring(0, colon)).matches()) {
      throw Failure.setUp(
          "Line "
              + number
              + " of the "
              + WHAT
              + " '"
              + file
              + "' "
              + (colon < 0 ? "has no colon" : "does not begin with a header's name")
              + "; each line is 'Name: value', and no request line stands before them.");
    }
    return new Line(content.substring(0, colon), trimmed(content, colon + 1));
  }

  private static String trimmed(String content, int start) {
    int from = start;
    int to = content.length();
    while (from < to && isBlank(content.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(content.charAt(to - 1))) {
      to--;
    }
    return content.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
