package dev.lacre.signer.internal;

/** The one rule for names of headers. */
public final class HeaderName {

  private static final String MARKS = "!#$%&'*+-.^_`|~";

  private HeaderName() {}

  /**
   * Tells whether the text is a token of <a
   * href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, section 5.6.2</a>.
   */
  public static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(HeaderName::isTokenChar);
  }

  /** Tells whether the character may stand in a token. */
  public static boolean isTokenChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c > 0 && MARKS.indexOf(c) >= 0);
  }
}
