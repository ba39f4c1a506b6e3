package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Is a token genuine, in time and meant for us, and whose is it. Thread-safe. */
interface JwtCheck {

  /**
   * What was found.
   *
   * @param fault why the token is refused; of no meaning if there is an application
   * @param appId the application that the token names, or null if the token is refused
   * @param scopes what the token grants
   */
  record Result(RejectionReason fault, @Nullable AppId appId, Set<String> scopes) {

    static Result refused(RejectionReason fault) {
      return new Result(fault, null, Set.of());
    }

    static Result of(AppId appId, Set<String> scopes) {
      return new Result(RejectionReason.UNKNOWN_SENDER, appId, scopes);
    }
  }

  /**
   * Judges a token.
   *
   * @throws RuntimeException if the keys cannot be had
   */
  Result check(String token);
}
