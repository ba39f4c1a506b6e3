package dev.lacre.client;

import java.io.IOException;
import java.io.Serial;

/**
 * A call that was not made, or not made again, for want of a credential: the token endpoint failed
 * or refused, or the source of a key did. Says which and why, and never holds a secret or a token,
 * nor a text that the other side wrote; for that reason it has no cause but one of its own kind.
 */
public final class CredentialUnavailableException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  CredentialUnavailableException(String message) {
    super(message);
  }

  private CredentialUnavailableException(String message, CredentialUnavailableException same) {
    super(message, same);
  }

  /** Returns the same failure for another caller, whose stack trace it then has. */
  CredentialUnavailableException again() {
    return new CredentialUnavailableException(String.valueOf(getMessage()), this);
  }
}
