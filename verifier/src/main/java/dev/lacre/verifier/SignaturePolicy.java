package dev.lacre.verifier;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.ContentTemplate;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.SignerAccess;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a signature is held against. Immutable and thread-safe.
 *
 * @param decoy a random key, for the work that an unknown sender must cost too
 */
record SignaturePolicy(
    SignatureScheme scheme,
    ContentTemplate content,
    @Nullable String timestampHeader,
    CredentialDirectory directory,
    Clock clock,
    HmacKey decoy) {

  private static final int DECOY_LENGTH = 32;

  static SignaturePolicy of(SignatureScheme scheme, CredentialDirectory directory, Clock clock) {
    byte[] random = new byte[DECOY_LENGTH];
    new SecureRandom().nextBytes(random);
    HmacKey decoy = SignerAccess.key(Secret.ofBytes(random), scheme.algorithm());
    return new SignaturePolicy(
        scheme,
        SignerAccess.content(scheme),
        scheme.timestampHeader().orElse(null),
        directory,
        clock,
        decoy);
  }
}
