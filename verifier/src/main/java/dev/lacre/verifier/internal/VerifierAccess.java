package dev.lacre.verifier.internal;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.Verification;
import dev.lacre.verifier.WebhookVerifier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to what {@link WebhookVerifier} and {@link Verification} keep from users: the wire
 * format, what is demanded, and the key for the response. Filled by those two classes themselves
 * when they are initialised.
 */
public final class VerifierAccess {

  /**
   * What a verifier demands of every request.
   *
   * @param scheme the signature's wire format, or null if no signature is demanded
   * @param models what the directory holds, or null if it does not tell; empty without a signature
   * @param tokenScopes the scopes that a bearer token must carry, or null if no token is demanded
   * @param apiKey whether an API key is demanded
   * @param merchantProof the weakest proof of the merchant that will do
   */
  public record Demands(
      @Nullable SignatureScheme scheme,
      @Nullable Models models,
      @Nullable List<String> tokenScopes,
      boolean apiKey,
      MerchantProof merchantProof) {}

  /**
   * The models of the credentials in a directory.
   *
   * @param perApplication whether one secret serves all merchants of some application
   * @param perMerchant whether some merchant has a secret of its own
   */
  public record Models(boolean perApplication, boolean perMerchant) {}

  private static volatile @Nullable Function<WebhookVerifier, SignatureScheme> ofVerifier;
  private static volatile @Nullable Function<WebhookVerifier, Demands> ofDemands;
  private static volatile @Nullable Function<Verification, ResponseKey> ofVerification;

  private VerifierAccess() {}

  /** Called by {@link WebhookVerifier} when it is initialised. */
  public static void verifiers(
      Function<WebhookVerifier, SignatureScheme> scheme,
      Function<WebhookVerifier, Demands> demands) {
    ofVerifier = scheme;
    ofDemands = demands;
  }

  /** Called by {@link Verification} when it is initialised. */
  public static void verifications(Function<Verification, ResponseKey> access) {
    ofVerification = access;
  }

  /** Returns the wire format that a verifier reads. */
  public static SignatureScheme scheme(WebhookVerifier verifier) {
    return present(ofVerifier).apply(verifier);
  }

  /** Returns what a verifier demands of every request. */
  public static Demands demands(WebhookVerifier verifier) {
    return present(ofDemands).apply(verifier);
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
