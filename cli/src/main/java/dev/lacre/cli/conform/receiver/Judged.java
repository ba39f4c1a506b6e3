package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import org.jspecify.annotations.Nullable;

/**
 * A case that was run, or not. Immutable.
 *
 * @param decisive the answer that settled it, or null if nothing was sent
 */
record Judged(LiveCase test, CaseResult result, @Nullable LiveAnswer decisive) {

  /** Tells whether something was let in that had to stay out. */
  boolean isWronglyAccepted() {
    return !test.expected().isPositive()
        && result.outcome().isFault()
        && decisive != null
        && decisive.isAccepted();
  }

  /** Tells whether something genuine was kept out. */
  boolean isWronglyRefused() {
    return test.expected().isPositive()
        && result.outcome().isFault()
        && decisive != null
        && decisive.isClientError();
  }

  Judged blamedOn(@Nullable Bug bug) {
    CaseResult r = result;
    return new Judged(
        test,
        new CaseResult(
            r.id(),
            r.section(),
            r.title(),
            r.rule(),
            r.outcome(),
            r.expected(),
            r.actual(),
            bug,
            r.note(),
            r.manner(),
            r.took()),
        decisive);
  }
}
