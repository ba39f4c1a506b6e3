package dev.lacre.client;

import java.time.Duration;
import java.time.Instant;

/**
 * An access token and how long it serves. Its time is counted from before it was asked for, so that
 * the two sides' clocks need not agree. Immutable.
 *
 * <p>It is due to be renewed a margin before it expires: a tenth of its lifetime, at most a minute.
 * In the second half of that margin it is no longer used at all, for a call takes time to arrive.
 */
final class AccessToken {

  /** However long a token is said to live, it is renewed within a day. */
  static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  private final String value;
  private final Instant askedAt;
  private final Instant dueAt;
  private final Instant uselessAt;

  private AccessToken(String value, Instant askedAt, Instant dueAt, Instant uselessAt) {
    this.value = value;
    this.askedAt = askedAt;
    this.dueAt = dueAt;
    this.uselessAt = uselessAt;
  }

  /**
   * Returns a token.
   *
   * @param lifetime above zero
   * @param askedAt when it was asked for
   */
  static AccessToken of(String value, Duration lifetime, Instant askedAt) {
    Duration bounded = lifetime.compareTo(LONGEST_LIFETIME) > 0 ? LONGEST_LIFETIME : lifetime;
    Duration tenth = bounded.dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) > 0 ? LONGEST_MARGIN : tenth;
    Instant expiresAt = askedAt.plus(bounded);
    return new AccessToken(
        value, askedAt, expiresAt.minus(margin), expiresAt.minus(margin.dividedBy(2)));
  }

  String value() {
    return value;
  }

  /** Returns whether nothing need be done about it; a clock that was set back is no proof of it. */
  boolean isFresh(Instant now) {
    return now.isBefore(dueAt) && !now.isBefore(askedAt.minus(CLOCK_TOLERANCE));
  }

  /** Returns whether a call may still carry it. */
  boolean isUsable(Instant now) {
    return now.isBefore(uselessAt);
  }

  @Override
  public String toString() {
    return "AccessToken[redacted, due " + dueAt + "]";
  }
}
