package dev.lacre.signer.internal;

/** What header fields are made of, by RFC 9110. */
public final class HeaderSyntax {

  private static final String MARKS = "!#$%&'*+-.^_`|~";

  private HeaderSyntax() {}

  /**
   * Tells whether the text is a token of <a
   * href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, section 5.6.2</a>.
   */
  public static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(HeaderSyntax::isTokenChar);
  }

  /** Tells whether the character may stand in a token. */
  public static boolean isTokenChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c > 0 && MARKS.indexOf(c) >= 0);
  }

  /** Tells whether the character is optional white space (section 5.6.3). */
  public static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Returns the text without the optional white space around it (section 5.5). */
  public static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    if (to > 0 && !isBlank(text.charAt(0)) && !isBlank(text.charAt(to - 1))) {
      return text;
    }
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
