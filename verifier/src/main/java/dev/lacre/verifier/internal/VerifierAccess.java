package dev.lacre.verifier.internal;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.Verification;
import dev.lacre.verifier.WebhookVerifier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to what {@link WebhookVerifier} and {@link Verification} keep from users: the wire format
 * and the key for the response. Filled by those two classes themselves when they are initialised.
 */
public final class VerifierAccess {

  private static volatile @Nullable Function<WebhookVerifier, SignatureScheme> ofVerifier;
  private static volatile @Nullable Function<Verification, ResponseKey> ofVerification;

  private VerifierAccess() {}

  /** Called by {@link WebhookVerifier} when it is initialised. */
  public static void verifiers(Function<WebhookVerifier, SignatureScheme> access) {
    ofVerifier = access;
  }

  /** Called by {@link Verification} when it is initialised. */
  public static void verifications(Function<Verification, ResponseKey> access) {
    ofVerification = access;
  }

  /** Returns the wire format that a verifier reads. */
  public static SignatureScheme scheme(WebhookVerifier verifier) {
    return present(ofVerifier).apply(verifier);
  }

  /**
   * Returns the key that signs the response: the very secret that made the request's signature.
   *
   * @throws IllegalStateException if the request is not accepted, or not yet
   */
  public static ResponseKey responseKey(Verification verification) {
    return present(ofVerification).apply(verification);
  }

  private static <A, B> Function<A, B> present(@Nullable Function<A, B> access) {
    if (access == null) {
      throw new IllegalStateException("a verifier exists before its access is filled");
    }
    return access;
  }
}
