package dev.lacre.signer.internal;

/** How an offending value is shown in an error message: one line, ASCII, bounded. */
public final class Printable {

  private static final int MAX_LENGTH = 64;

  private Printable() {}

  /**
   * Returns the value with everything but visible ASCII and blanks escaped, cut at 64 characters.
   */
  public static String of(String value) {
    StringBuilder out = new StringBuilder();
    int length = Math.min(value.length(), MAX_LENGTH);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x20 && c <= 0x7E) {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 0xF, 16));
        }
      }
    }
    return value.length() > MAX_LENGTH ? out.append("...").toString() : out.toString();
  }
}
