package dev.lacre.vectors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one test, and why. Immutable.
 *
 * @param id the test's stable id
 * @param section the heading under which reports show it
 * @param title what is tested, in one sentence
 * @param rule the rule it rests on
 * @param outcome what became of it
 * @param expected what had to be
 * @param actual what was, or null if the test was not run
 * @param likelyBug the mistake that would explain it, or null if none is known
 * @param note why it was skipped, is tolerated or broke, or null
 * @param manner what is odd in how a right decision was given (status, headers, body), or null
 * @param took how long the subject took
 */
public record CaseResult(
    String id,
    String section,
    String title,
    Rule rule,
    Outcome outcome,
    String expected,
    @Nullable String actual,
    @Nullable Bug likelyBug,
    @Nullable String note,
    @Nullable String manner,
    Duration took) {

  /**
   * Returns the same result with another likely bug.
   *
   * @param bug the mistake that would explain it, or null if none is known
   * @return a new result
   */
  public CaseResult blamedOn(@Nullable Bug bug) {
    return new CaseResult(
        id, section, title, rule, outcome, expected, actual, bug, note, manner, took);
  }
}
