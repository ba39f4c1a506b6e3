package dev.lacre.signer.internal;

/** The one rule for identifiers that travel in headers. */
public final class OpaqueId {

  private static final int MAX_LENGTH = 128;

  private OpaqueId() {}

  /** Tells whether the value is 1 to 128 visible ASCII characters. */
  public static boolean isValid(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      // One comparison: what lies below wraps round to above.
      if ((char) (value.charAt(i) - 0x21) > 0x7E - 0x21) {
        return false;
      }
    }
    return true;
  }

  /** Throws {@link IllegalArgumentException} if the value is no valid identifier. */
  public static void check(String what, String value) {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "The "
              + what
              + " '"
              + Printable.of(value)
              + "' is not 1 to "
              + MAX_LENGTH
              + " visible ASCII characters (no blank, no control); use the identifier exactly as"
              + " the other side issued it.");
    }
  }
}
