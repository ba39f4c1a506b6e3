package dev.lacre.signer.internal;

import dev.lacre.signer.MacAlgorithm;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * The way to what {@link Secret} and {@link SignatureScheme} keep from users: keyed state and the
 * reading of signatures. Filled by those two classes themselves when they are initialised.
 */
public final class SignerAccess {

  /** What a secret lets only the modules of Lacre do. */
  public interface OfSecret {
    /** Returns the secret as a key ready for the algorithm, made once for each secret. */
    HmacKey key(Secret secret, MacAlgorithm algorithm);

    /** Returns what two secrets share only if they make the same MACs; keeps nothing keyed. */
    byte[] fingerprint(Secret secret);

    /** Returns the key material itself, for a tool that must sign wrongly on purpose. */
    byte[] insecureBytes(Secret secret);
  }

  /** What a scheme lets only the modules of Lacre do. */
  public interface OfScheme {
    /** Returns the bytes of the signature in a header's value, or null if it is malformed. */
    byte @Nullable [] decodeSignature(SignatureScheme scheme, String headerValue);

    /** Returns the value of the signature header for a MAC. */
    String encodeSignature(SignatureScheme scheme, byte[] mac);

    /** Returns what is signed. */
    ContentTemplate content(SignatureScheme scheme);
  }

  private static volatile @Nullable OfSecret ofSecret;
  private static volatile @Nullable OfScheme ofScheme;

  private SignerAccess() {}

  /** Called by {@link Secret} when it is initialised. */
  public static void secrets(OfSecret access) {
    ofSecret = access;
  }

  /** Called by {@link SignatureScheme} when it is initialised. */
  public static void schemes(OfScheme access) {
    ofScheme = access;
  }

  /** Returns the secret as a key ready for the algorithm. */
  public static HmacKey key(Secret secret, MacAlgorithm algorithm) {
    return present(ofSecret).key(secret, algorithm);
  }

  /** Returns what two secrets share only if they make the same MACs. */
  public static byte[] fingerprint(Secret secret) {
    return present(ofSecret).fingerprint(secret);
  }

  /** Returns a copy of the key material, for a tool that must sign wrongly on purpose. */
  public static byte[] insecureBytes(Secret secret) {
    return present(ofSecret).insecureBytes(secret);
  }

  /** Returns the bytes of the signature in a header's value, or null if it is malformed. */
  public static byte @Nullable [] decodeSignature(SignatureScheme scheme, String headerValue) {
    return present(ofScheme).decodeSignature(scheme, headerValue);
  }

  /** Returns the value of the signature header for a MAC. */
  public static String encodeSignature(SignatureScheme scheme, byte[] mac) {
    return present(ofScheme).encodeSignature(scheme, mac);
  }

  /** Returns what is signed under the scheme. */
  public static ContentTemplate content(SignatureScheme scheme) {
    return present(ofScheme).content(scheme);
  }

  private static <T> T present(@Nullable T access) {
    if (access == null) {
      throw new IllegalStateException("a secret or a scheme exists before its access is filled");
    }
    return access;
  }
}
