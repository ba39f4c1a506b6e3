package dev.lacre.client;

import java.io.Serial;
import java.time.Duration;

/**
 * A token that could not be fetched, for those who decide when to try again. It has no cause, for a
 * cause may quote what the other side wrote.
 */
final class TokenFetchException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CredentialUnavailableException told;
  private final Duration retryAfter;
  private final boolean grantIsDead;

  private TokenFetchException(String message, Duration retryAfter, boolean grantIsDead) {
    super(message, null, false, false);
    this.told = new CredentialUnavailableException(message);
    this.retryAfter = retryAfter;
    this.grantIsDead = grantIsDead;
  }

  /** An endpoint that could not be reached, or whose answer is none. */
  static TokenFetchException of(String message) {
    return new TokenFetchException(message, Duration.ZERO, false);
  }

  /**
   * An endpoint that said no.
   *
   * @param grantIsDead whether it said that what was granted is over
   */
  static TokenFetchException refused(String message, Duration retryAfter, boolean grantIsDead) {
    return new TokenFetchException(message, retryAfter, grantIsDead);
  }

  /** Returns what callers are told. */
  CredentialUnavailableException told() {
    return told;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  boolean grantIsDead() {
    return grantIsDead;
  }
}
