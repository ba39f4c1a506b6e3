package dev.lacre.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * That no token could be had, and how long nobody asks for one again. Immutable.
 *
 * <p>One second after the first failure, doubled by each further one up to a minute, less a random
 * part of up to a half, so that many processes do not ask in step; longer if the token endpoint
 * said so.
 *
 * @param cause why
 * @param count how many failures there were in a row
 * @param until when the next request may be made
 */
record TokenFailure(CredentialUnavailableException cause, int count, Instant until) {

  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** The longest that a token endpoint may put us off. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  /**
   * Returns a failure.
   *
   * @param count 1 for the first
   * @param retryAfter what the token endpoint asked for, or zero
   */
  static TokenFailure of(
      CredentialUnavailableException cause, int count, Duration retryAfter, Instant now) {
    int doublings = Math.min(count - 1, 30);
    long longest =
        Math.min(
            LONGEST_PAUSE.toMillis(), Math.multiplyExact(FIRST_PAUSE.toMillis(), 1L << doublings));
    Duration pause =
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    Duration asked =
        retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
    return new TokenFailure(cause, count, now.plus(asked.compareTo(pause) > 0 ? asked : pause));
  }

  /** Returns whether nobody is to ask yet; a clock that was set back ends the pause. */
  boolean isInForce(Instant now) {
    return now.isBefore(until) && until.isBefore(now.plus(LONGEST_RETRY_AFTER).plusSeconds(1));
  }
}
