package dev.lacre.signer.internal;

/** The text of a secret that the platform decoded before we saw it. */
public final class SecretText {

  private SecretText() {}

  /**
   * Returns the value of an environment variable, unless it was garbled: the JDK puts U+FFFD for
   * each byte that has no meaning in the locale of the process.
   *
   * @throws IllegalArgumentException if it was; the message does not show the value
   */
  public static String readable(String value) {
    if (value.indexOf('\uFFFD') >= 0) {
      throw new IllegalArgumentException(
          "The secret has bytes that the locale of this process cannot read, so its key would be"
              + " another one; run under a UTF-8 locale, such as LC_ALL=C.UTF-8, or use a file.");
    }
    return value;
  }
}
