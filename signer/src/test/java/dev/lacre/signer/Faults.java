package dev.lacre.signer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.function.Executable;

/** What the tests ask of a refusal. */
final class Faults {

  private static final int PIECE = 6;

  private Faults() {}

  /** Returns the message of the {@link IllegalArgumentException} that the action must throw. */
  static String refused(Executable action) {
    return message(assertThrows(IllegalArgumentException.class, action));
  }

  /** Returns the message of the {@link IllegalStateException} that the action must throw. */
  static String outOfOrder(Executable action) {
    return message(assertThrows(IllegalStateException.class, action));
  }

  private static String message(Throwable fault) {
    String message = fault.getMessage();
    assertNotNull(message);
    return message;
  }

  /**
   * Fails if the fault, a cause or a suppressed one shows six characters of the secret in a row.
   */
  static void assertTellsNothingOf(String secret, Throwable fault) {
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(fault);
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      assertShowsNothingOf(secret, next.toString());
      open.addAll(List.of(next.getSuppressed()));
      Throwable cause = next.getCause();
      if (cause != null) {
        open.add(cause);
      }
    }
  }

  /** Fails if the text holds six characters of the secret in a row, in any letter case. */
  static void assertShowsNothingOf(String secret, String text) {
    String shown = text.toLowerCase(Locale.ROOT);
    String hidden = secret.toLowerCase(Locale.ROOT);
    for (int i = 0; i + PIECE <= hidden.length(); i++) {
      String piece = hidden.substring(i, i + PIECE);
      assertFalse(shown.contains(piece), () -> "'" + piece + "' stands in: " + text);
    }
  }
}
