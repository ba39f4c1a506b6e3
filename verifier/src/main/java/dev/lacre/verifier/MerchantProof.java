package dev.lacre.verifier;

import java.util.Locale;
import java.util.Optional;

/**
 * How well a genuine webhook proves which merchant it speaks for, weakest first.
 *
 * <p>A correct signature proves the holder of the secret. Where one secret serves every merchant of
 * an application, and no signed field names the merchant, whoever captured one delivery can send
 * the same bytes under another merchant's header: the signature is still correct.
 */
public enum MerchantProof {
  /** Only a header that the signature does not cover names the merchant. */
  ASSERTED,

  /** Something that the signature covers names the merchant: a field of the body, for example. */
  SIGNED_FIELD,

  /** The secret, or other credential, that verified the webhook is this merchant's alone. */
  KEY;

  /**
   * Returns the name in configuration and in JSON.
   *
   * @return {@code asserted}, {@code signed-field} or {@code key}
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Tells whether this proof is at least as strong as a demanded one.
   *
   * @param demanded the weakest proof that will do
   * @return true if this will do
   */
  public boolean satisfies(MerchantProof demanded) {
    return compareTo(demanded) >= 0;
  }

  /**
   * Returns the proof with this code.
   *
   * @param code as {@link #code} returns it
   * @return the proof, or nothing if there is none of that code
   */
  public static Optional<MerchantProof> ofCode(String code) {
    for (MerchantProof proof : values()) {
      if (proof.code().equals(code)) {
        return Optional.of(proof);
      }
    }
    return Optional.empty();
  }
}
