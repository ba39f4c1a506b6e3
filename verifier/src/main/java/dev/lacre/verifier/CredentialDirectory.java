package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.util.Collection;
import java.util.Optional;

/**
 * Where the verifier finds the credentials of a sender. Implementations must be thread-safe.
 *
 * <p>Only the named pair is looked up; secrets of others are never tried. It is asked for every
 * request: put a {@link CachedDirectory} in front of one that is slow.
 */
@FunctionalInterface
public interface CredentialDirectory {

  /**
   * Returns the credentials of a sender. In the application model: the application's, whether or
   * not the merchant is authorised. In the merchant model: that merchant's, or nothing if the
   * merchant is unknown.
   *
   * @param appId the application that the webhook names; not proven
   * @param merchantId the merchant that the webhook names; not proven
   * @return the credentials, or nothing if the sender is unknown
   * @throws RuntimeException if the directory cannot tell; the webhook is then refused with {@link
   *     RejectionReason#CREDENTIALS_UNAVAILABLE}, so that the sender tries again
   */
  Optional<Credentials> find(AppId appId, MerchantId merchantId);

  /**
   * Returns the most secrets that any one sender here has. A refused signature costs as many MACs,
   * whoever the sender is, so that the time of an answer does not tell known senders from unknown.
   *
   * @return 1 to {@link Credentials#MAX_SECRETS}; 2 unless overridden, for a rotation
   */
  default int mostSecrets() {
    return 2;
  }

  /**
   * Returns a directory of these credentials, held in memory.
   *
   * @param credentials of all senders
   * @return an immutable directory
   * @throws IllegalArgumentException if an application stands twice or in both models, or if one
   *     secret belongs to two owners: then a signature could not tell them apart
   */
  static CredentialDirectory of(Collection<Credentials> credentials) {
    return InMemoryDirectory.of(credentials);
  }
}
