package dev.lacre.cli;

import dev.lacre.signer.internal.HeaderSyntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The header lines of a recorded delivery, as they came over the wire: repeated ones kept apart.
 */
final class HeaderLines {

  /** A name, checked, and a value without the white space around it. */
  record Line(String name, String value) {}

  private static final String WHAT = "headers file";
  private static final int LONGEST = 1_048_576;

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
    if (colon < 0 || !HeaderSyntax.isToken(content.substring(0, colon))) {
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
    return new Line(
        content.substring(0, colon), HeaderSyntax.trimmed(content.substring(colon + 1)));
  }
}
