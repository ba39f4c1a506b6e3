package dev.lacre.signer;

import dev.lacre.signer.internal.Printable;

/** The one rule for identifiers that travel in headers. */
final class OpaqueId {

  private static final int MAX_LENGTH = 128;

  private OpaqueId() {}

  static boolean isValid(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x21 || c > 0x7E) {
        return false;
      }
    }
    return true;
  }

  static void check(String what, String value) {
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
