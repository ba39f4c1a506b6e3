package dev.lacre.client;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A token that could not be fetched, for those who decide when to try again. */
final class TokenFetchException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final transient CredentialUnavailableException told;
  private final Duration retryAfter;
  private final boolean grantIsDead;

  private TokenFetchException(
      String message, @Nullable Throwable cause, Duration retryAfter, boolean grantIsDead) {
    super(message, null, false, false);
    this.told = new CredentialUnavailableException(message, cause);
    this.retryAfter = retryAfter;
    this.grantIsDead = grantIsDead;
  }

  /** An endpoint that could not be reached, or whose answer is none. */
  static TokenFetchException of(String message, @Nullable Throwable cause) {
    return new TokenFetchException(message, cause, Duration.ZERO, false);
  }

  /**
   * An endpoint that said no.
   *
   * @param grantIsDead whether it said that what was granted is over
   */
  static TokenFetchException refused(String message, Duration retryAfter, boolean grantIsDead) {
    return new TokenFetchException(message, null, retryAfter, grantIsDead);
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
