package dev.lacre.vectors;

/** What became of one test. */
public enum Outcome {
  /** As it must be. */
  PASS,
  /** Not as it must be. */
  FAIL,
  /** Tolerated, but refused by the strict profile. */
  NON_STRICT,
  /** Not run, for a reason that is told. Never a pass. */
  SKIPPED,
  /** No answer to judge: the subject, or the way to it, broke. Counts as a failure. */
  ERROR;

  /**
   * Tells whether the test shows a fault of the subject.
   *
   * @return true for {@link #FAIL} and {@link #ERROR}
   */
  public boolean isFault() {
    return this == FAIL || this == ERROR;
  }
}
