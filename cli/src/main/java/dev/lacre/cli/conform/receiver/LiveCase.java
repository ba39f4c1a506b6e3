package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One test of a live receiver: deliveries, and what has to become of them. Immutable.
 *
 * @param bug the mistake that would explain a wrong decision, or null
 * @param form the byte form that is tested, or null
 * @param statuses refusals that are as good as those the operation declares
 * @param before deliveries that must be accepted first
 * @param attempts deliveries that are judged, all alike
 * @param skipped why nothing is sent, or null
 */
record LiveCase(
    String id,
    String section,
    String title,
    Rule rule,
    Expectation expected,
    @Nullable Bug bug,
    @Nullable BodyForm form,
    Set<Integer> statuses,
    List<Supplier<LiveDelivery>> before,
    List<Supplier<LiveDelivery>> attempts,
    @Nullable String skipped) {

  /** Returns the part of the id before the slash. */
  String group() {
    return id.substring(0, id.indexOf('/'));
  }

  /** Returns the id without the route. */
  String word() {
    return id.substring(0, id.indexOf('@'));
  }

  CaseResult result(
      Outcome outcome,
      @Nullable String actual,
      @Nullable Bug blamed,
      @Nullable String note,
      @Nullable String manner,
      Duration took) {
    return new CaseResult(
        id, section, title, rule, outcome, expected.toString(), actual, blamed, note, manner, took);
  }

  CaseResult skippedFor(String reason) {
    return result(Outcome.SKIPPED, null, null, reason, null, Duration.ZERO);
  }

  /** Returns the id, a tab and the title. */
  @Override
  public String toString() {
    return id + "\t" + title;
  }
}
