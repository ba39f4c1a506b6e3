package dev.lacre.client;

import static dev.lacre.signer.internal.BuilderOptions.once;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery that was not acknowledged is tried again: after a random time from nothing up to
 * a bound that doubles with each attempt (exponential back-off with full jitter, so that senders
 * that failed together do not come back together), and never before a {@code Retry-After} is over.
 *
 * <p>Two limits end a delivery, whichever comes first: the number of attempts, and a deadline over
 * all of them, waiting included. A wait that would end beyond the deadline is not begun. Immutable
 * and thread-safe.
 */
public final class RetryPolicy {

  private static final RetryPolicy STANDARD = builder().build();
  private static final RetryPolicy NONE = builder().maxAttempts(1).build();

  private final int maxAttempts;
  private final Duration initialDelay;
  private final Duration maxDelay;
  private final Duration attemptTimeout;
  private final Duration deadline;

  private RetryPolicy(Builder builder) {
    this.maxAttempts = builder.maxAttempts == null ? 6 : builder.maxAttempts;
    this.initialDelay = orElse(builder.initialDelay, Duration.ofSeconds(1));
    this.maxDelay = orElse(builder.maxDelay, Duration.ofSeconds(30));
    this.attemptTimeout = orElse(builder.attemptTimeout, Duration.ofSeconds(10));
    this.deadline = orElse(builder.deadline, Duration.ofMinutes(2));
    if (maxDelay.compareTo(initialDelay) < 0) {
      throw new IllegalArgumentException(
          "The longest delay "
              + maxDelay
              + " is shorter than the initial one, "
              + initialDelay
              + "; make it at least as long.");
    }
  }

  private static Duration orElse(@Nullable Duration set, Duration otherwise) {
    return set == null ? otherwise : set;
  }

  /**
   * Returns the policy that a sender has unless told otherwise: 6 attempts of at most 10 seconds
   * each, delays up to 1, 2, 4, 8 and 16 seconds, 2 minutes in all.
   *
   * @return the policy
   */
  public static RetryPolicy standard() {
    return STANDARD;
  }

  /**
   * Returns the policy of a single attempt, for who keeps an outbox and tries again from there.
   *
   * @return the policy
   */
  public static RetryPolicy none() {
    return NONE;
  }

  /**
   * Returns a builder; what is not set is as in {@link #standard}.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how long an attempt that begins now may take, or nothing more than zero. */
  Duration timeout(Duration elapsed) {
    Duration left = deadline.minus(elapsed);
    return left.compareTo(attemptTimeout) < 0 ? left : attemptTimeout;
  }

  /**
   * Returns how long to wait before the next attempt, or nothing if there is to be none.
   *
   * @param attempts how many there were
   * @param elapsed since the first began
   * @param retryAfter what the receiver asked for, if it did
   */
  Optional<Duration> delay(
      int attempts, Duration elapsed, Optional<Duration> retryAfter, RandomGenerator random) {
    if (attempts >= maxAttempts) {
      return Optional.empty();
    }
    long bound = bound(attempts).toNanos();
    Duration jitter = Duration.ofNanos(random.nextLong(bound + 1));
    // On top of what was asked for: all who were asked the same would come back together.
    Duration delay = retryAfter.orElse(Duration.ZERO).plus(jitter);
    return elapsed.plus(delay).compareTo(deadline) < 0 ? Optional.of(delay) : Optional.empty();
  }

  /** Returns the longest delay behind so many attempts, without a {@code Retry-After}. */
  Duration bound(int attempts) {
    Duration bound = initialDelay;
    for (int i = 1; i < attempts && bound.compareTo(maxDelay) < 0; i++) {
      bound = bound.multipliedBy(2);
    }
    return bound.compareTo(maxDelay) > 0 ? maxDelay : bound;
  }

  /** Returns the limits. */
  @Override
  public String toString() {
    return "RetryPolicy["
        + maxAttempts
        + " attempts of "
        + attemptTimeout
        + ", delays up to "
        + initialDelay
        + " and then up to "
        + maxDelay
        + ", deadline "
        + deadline
        + "]";
  }

  /** A policy in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    /** So that nanoseconds never overflow. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private @Nullable Integer maxAttempts;
    private @Nullable Duration initialDelay;
    private @Nullable Duration maxDelay;
    private @Nullable Duration attemptTimeout;
    private @Nullable Duration deadline;

    private Builder() {}

    /**
     * Sets the most attempts, the first among them.
     *
     * @param attempts 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxAttempts(int attempts) {
      if (attempts < 1) {
        throw new IllegalArgumentException(
            "There are " + attempts + " attempts at most; allow 1 or more.");
      }
      maxAttempts = once("maxAttempts", maxAttempts, attempts);
      return this;
    }

    /**
     * Sets the longest delay behind the first attempt; it doubles behind each further one.
     *
     * @param delay more than nothing, at most 366 days
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder initialDelay(Duration delay) {
      initialDelay = once("initialDelay", initialDelay, positive("initialDelay", delay));
      return this;
    }

    /**
     * Sets where the doubling ends.
     *
     * @param delay more than nothing, at most 366 days
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder maxDelay(Duration delay) {
      maxDelay = once("maxDelay", maxDelay, positive("maxDelay", delay));
      return this;
    }

    /**
     * Sets how long one attempt may take, from its begin to the end of its answer.
     *
     * @param timeout more than nothing, at most 366 days
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder attemptTimeout(Duration timeout) {
      attemptTimeout = once("attemptTimeout", attemptTimeout, positive("attemptTimeout", timeout));
      return this;
    }

    /**
     * Sets how long a delivery may take in all.
     *
     * @param longest more than nothing, at most 366 days
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder deadline(Duration longest) {
      deadline = once("deadline", deadline, positive("deadline", longest));
      return this;
    }

    /**
     * Returns the policy.
     *
     * @return the policy
     * @throws IllegalArgumentException if the longest delay is shorter than the initial one
     */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }

    private static Duration positive(String option, Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            option + " is " + value + ", but must be above nothing and at most 366 days.");
      }
      return value;
    }
  }
}
