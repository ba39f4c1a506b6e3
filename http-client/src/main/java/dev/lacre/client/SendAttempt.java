package dev.lacre.client;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one attempt to deliver a webhook. Holds nothing of the body, the signature, the
 * secret or the answer's body. Immutable.
 *
 * @param number from 1
 * @param outcome what it means
 * @param status the HTTP status, or nothing if there was no answer
 * @param fault what broke, if there was no answer and it is known: the simple class name of the
 *     exception it began with, such as {@code UnresolvedAddressException}; for people and meters,
 *     as the names are the HTTP client's and may change
 * @param duration from its begin to the end of its answer
 * @param nextDelay how long the sender now waits before the next attempt, or nothing if this was
 *     the last
 */
public record SendAttempt(
    int number,
    Outcome outcome,
    OptionalInt status,
    Optional<String> fault,
    Duration duration,
    Optional<Duration> nextDelay) {

  /** What an attempt means for the delivery. */
  public enum Outcome {
    /** The receiver has it. */
    ACKNOWLEDGED(false),
    /** An answer that another attempt would not change: most of 4xx, a redirect, an odd success. */
    REFUSED(false),
    /** An answer that asks for another attempt: 408, 425, 429, and 5xx but for 501 and 505. */
    UNAVAILABLE(true),
    /**
     * An acknowledgement whose body is not proven to be the receiver's, although that was asked
     * for: unsigned, wrongly signed, too long, or cut off.
     */
    NOT_PROVEN(true),
    /** No answer within the time of one attempt. The receiver may have the webhook all the same. */
    TIMED_OUT(true),
    /**
     * No connection, or one that broke before an answer. The receiver may have the webhook all the
     * same.
     */
    UNREACHABLE(true);

    private final boolean retryable;
    private final String code;

    Outcome(boolean retryable) {
      this.retryable = retryable;
      this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Tells whether another attempt may end better.
     *
     * @return true if the policy decides, false if the delivery is over
     */
    public boolean isRetryable() {
      return retryable;
    }

    /**
     * Returns the stable name for logs, metrics and JSON.
     *
     * @return the kebab-case name, for example {@code timed-out}
     */
    public String code() {
      return code;
    }
  }
}
