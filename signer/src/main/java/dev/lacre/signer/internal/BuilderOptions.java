package dev.lacre.signer.internal;

import org.jspecify.annotations.Nullable;

/** What the builders of all modules do with an option. */
public final class BuilderOptions {

  private BuilderOptions() {}

  /**
   * Returns the new value of an option that may be set once.
   *
   * @throws IllegalStateException if it was set before
   */
  public static <T> T once(String option, @Nullable T before, T now) {
    if (before != null) {
      throw new IllegalStateException(option + " is set already; set it once.");
    }
    return now;
  }
}
