package dev.lacre.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What is told of an exception: its class, for its words may be the other side's. */
final class Faults {

  private static final int DEEPEST = 20;

  private Faults() {}

  /** Returns what a future failed with, without the wrapping that futures add. */
  static Throwable within(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapped && cause != null ? cause : failure;
  }

  /** Returns the simple class name of what a future failed with. */
  static String name(Throwable failure) {
    return within(failure).getClass().getSimpleName();
  }

  /** Returns the simple class name of where it began. */
  static String rootName(Throwable failure) {
    Throwable root = failure;
    Throwable cause = root.getCause();
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      root = cause;
      cause = root.getCause();
    }
    return root.getClass().getSimpleName();
  }
}
