package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.RejectionReason.Kind;
import java.util.Collection;
import java.util.Set;

/** What a {@link CallerAuthenticator} found: who calls, or why that is not proven. */
public sealed interface CallerVerdict {

  /**
   * Returns the verdict that the caller is known.
   *
   * @param appId the application that calls
   * @param merchants whom it may speak for; taken from the receiver's own records, never from what
   *     the caller sent
   * @return the verdict
   */
  static CallerVerdict known(AppId appId, Collection<MerchantId> merchants) {
    return new Known(appId, Set.copyOf(merchants));
  }

  /**
   * Returns the verdict that the caller is refused.
   *
   * @param reason why
   * @return the verdict
   * @throws IllegalArgumentException if the reason is of another kind than {@link
   *     Kind#UNAUTHENTICATED}, {@link Kind#FORBIDDEN} and {@link Kind#UNAVAILABLE}
   */
  static CallerVerdict refused(RejectionReason reason) {
    return new Refused(reason);
  }

  /**
   * A caller whose credential is right.
   *
   * @param appId the application that calls
   * @param merchants whom it may speak for
   */
  record Known(AppId appId, Set<MerchantId> merchants) implements CallerVerdict {

    /**
     * Returns the verdict.
     *
     * @param appId the application that calls
     * @param merchants whom it may speak for, copied
     */
    public Known {
      merchants = Set.copyOf(merchants);
    }
  }

  /**
   * A caller whose credential is missing, wrong, or not enough. Where a signature is demanded too,
   * a reason of kind {@link Kind#FORBIDDEN} is told only to those whose signature is right.
   *
   * @param reason why
   */
  record Refused(RejectionReason reason) implements CallerVerdict {

    /**
     * Returns the verdict.
     *
     * @param reason why
     * @throws IllegalArgumentException if a caller's credential is not what the reason is about
     */
    public Refused {
      Kind kind = reason.kind();
      if (kind != Kind.UNAUTHENTICATED && kind != Kind.FORBIDDEN && kind != Kind.UNAVAILABLE) {
        throw new IllegalArgumentException(
            "The reason "
                + reason.code()
                + " is of kind "
                + kind
                + ", which says nothing about a caller; give one of kind UNAUTHENTICATED,"
                + " FORBIDDEN or UNAVAILABLE.");
      }
    }
  }
}
