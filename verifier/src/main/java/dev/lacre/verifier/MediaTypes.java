package dev.lacre.verifier;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rule of which media type a body must have for its fields to be read (RFC 9110, 8.3.1). */
final class MediaTypes {

  private static final Set<String> CHARSETS = Set.of("utf-8", "us-ascii");

  private final String line;
  private int at;

  private MediaTypes(String line) {
    this.line = line;
  }

  /**
   * Returns whether a body is to be read as JSON in UTF-8.
   *
   * <p>It is if no media type is given, or exactly one: {@code application/json}, {@code text/json}
   * or {@code application/*+json}, without {@code charset} or with one of {@code utf-8} and {@code
   * us-ascii}. A malformed line is not JSON. Takes time linear in the length of the line.
   *
   * @param contentTypeLines the values of all {@code Content-Type} lines
   */
  static boolean isJson(List<String> contentTypeLines) {
    return contentTypeLines.isEmpty()
        || contentTypeLines.size() == 1 && new MediaTypes(contentTypeLines.get(0)).isJson();
  }

  private boolean isJson() {
    skipSpace();
    String type = token();
    if (!skip('/') || !isJsonType(type, token())) {
      return false;
    }
    boolean charsetSeen = false;
    skipSpace();
    while (at < line.length()) {
      if (!skip(';')) {
        return false;
      }
      skipSpace();
      String name = token();
      if (!name.isEmpty()) {
        String value = skip('=') ? value() : "";
        boolean charset = name.equals("charset");
        if (value.isEmpty() || charset && (charsetSeen || !CHARSETS.contains(value))) {
          return false;
        }
        charsetSeen |= charset;
        skipSpace();
      }
    }
    return true;
  }

  private static boolean isJsonType(String type, String subtype) {
    boolean application = type.equals("application");
    return (application || type.equals("text")) && subtype.equals("json")
        || application && subtype.endsWith("+json") && subtype.length() > "+json".length();
  }

  /** Reads a token in lower case, empty if none is here. */
  private String token() {
    int start = at;
    while (at < line.length() && HeaderSyntax.isTokenChar(line.charAt(at))) {
      at++;
    }
    return line.substring(start, at).toLowerCase(Locale.ROOT);
  }

  /** Reads the value of a parameter in lower case, empty if it is malformed. */
  private String value() {
    if (!skip('"')) {
      return token();
    }
    StringBuilder value = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        // An empty string is no value that matters, but well formed.
        return value.isEmpty() ? "\"\"" : value.toString().toLowerCase(Locale.ROOT);
      }
      if (c == '\\' && at < line.length()) {
        c = line.charAt(at++);
      }
      if (c < ' ' && c != '\t' || c == 0x7F) {
        return "";
      }
      value.append(c);
    }
    return "";
  }

  private boolean skip(char expected) {
    boolean found = at < line.length() && line.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private void skipSpace() {
    while (skip(' ') || skip('\t')) {
      // go on
    }
  }
}
