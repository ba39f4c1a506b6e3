package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What one answer is worth. Immutable.
 *
 * @param actual what happened
 * @param bug the mistake that would explain a fault, or null
 * @param manner what is odd in how a right decision was given, or null
 */
record Judgement(
    Outcome outcome,
    String actual,
    @Nullable Bug bug,
    @Nullable String note,
    @Nullable String manner) {

  static Judgement pass(LiveAnswer answer) {
    return new Judgement(Outcome.PASS, answer.describe(), null, null, null);
  }

  static Judgement fail(LiveAnswer answer, @Nullable Bug bug, @Nullable String note) {
    return new Judgement(Outcome.FAIL, answer.describe(), bug, note, null);
  }

  /** Tells whether this is worse than the other. */
  boolean isWorseThan(Judgement other) {
    return severity() > other.severity()
        || severity() == other.severity() && manner != null && other.manner == null;
  }

  private int severity() {
    return switch (outcome) {
      case PASS, SKIPPED -> 0;
      case NON_STRICT -> 1;
      case FAIL -> 2;
      case ERROR -> 3;
    };
  }
}
