package dev.lacre.verifier.internal;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.Hmac;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.SignerAccess;

/**
 * One secret, ready to sign or check the bodies of responses under a scheme. A response carries the
 * scheme's signature header and none of its others, so only a scheme that signs none of them fits.
 *
 * <p>Immutable and thread-safe; gives nothing of the secret out.
 */
public final class ResponseKey {

  private final SignatureScheme scheme;
  private final HmacKey key;

  /** Makes the key ready; the scheme must have been checked. */
  public ResponseKey(SignatureScheme scheme, Secret secret) {
    this.scheme = scheme;
    this.key = SignerAccess.key(secret, scheme.algorithm());
  }

  /**
   * Checks that the scheme signs the body and at most constant text.
   *
   * @throws IllegalArgumentException if it signs a header as well
   */
  public static SignatureScheme checked(SignatureScheme scheme) {
    for (String header : scheme.headers()) {
      if (scheme.covers(header)) {
        throw new IllegalArgumentException(
            "The scheme '"
                + scheme.name()
                + "' signs the header '"
                + header
                + "' besides the body, and a response has no such header; sign responses only"
                + " under a scheme that signs the body alone.");
      }
    }
    return scheme;
  }

  /** Returns the name of the header that carries the signature. */
  public String header() {
    return scheme.signatureHeader();
  }

  /** Returns the header's value for a body. */
  public String sign(byte[] bytes, int length) {
    return SignerAccess.encodeSignature(scheme, mac(bytes, length));
  }

  /** Returns the MAC of a body. */
  public byte[] mac(byte[] bytes, int length) {
    Hmac mac = key.start();
    SignerAccess.content(scheme).begin(mac, "", "", null);
    mac.update(bytes, 0, length);
    return mac.finish();
  }

  /** Returns the scheme's name, nothing of the secret. */
  @Override
  public String toString() {
    return "ResponseKey[" + scheme.name() + "]";
  }
}
