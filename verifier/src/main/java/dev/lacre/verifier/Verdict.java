package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the verifier found: a webhook that is genuine and may enter, or the reason it may not. */
public sealed interface Verdict {

  /**
   * Returns the verified webhook, or throws.
   *
   * @return the webhook, if it was accepted
   * @throws WebhookRejectedException if it was refused
   */
  VerifiedWebhook orElseThrow();

  /**
   * A webhook that is genuine and may enter.
   *
   * @param webhook what is known of it now
   */
  record Accepted(VerifiedWebhook webhook) implements Verdict {
    @Override
    public VerifiedWebhook orElseThrow() {
      return webhook;
    }
  }

  /**
   * A webhook that was refused. Immutable; what it tells about the sender is what the request
   * claims, and is not proven.
   */
  final class Rejected implements Verdict {

    private final RejectionReason reason;
    private final @Nullable AppId appId;
    private final @Nullable MerchantId merchantId;
    private final @Nullable IpAddress address;
    private final @Nullable RuntimeException cause;

    Rejected(
        RejectionReason reason,
        @Nullable AppId appId,
        @Nullable MerchantId merchantId,
        @Nullable IpAddress address,
        @Nullable RuntimeException cause) {
      this.reason = reason;
      this.appId = appId;
      this.merchantId = merchantId;
      this.address = address;
      this.cause = cause;
    }

    /**
     * Returns why it was refused.
     *
     * @return the reason
     */
    public RejectionReason reason() {
      return reason;
    }

    /**
     * Returns the application that the request names, if it names one in good form.
     *
     * @return an application's id, not proven
     */
    public Optional<AppId> claimedAppId() {
      return Optional.ofNullable(appId);
    }

    /**
     * Returns the merchant that the request names, if it names one in good form.
     *
     * @return a merchant's id, not proven
     */
    public Optional<MerchantId> claimedMerchantId() {
      return Optional.ofNullable(merchantId);
    }

    /**
     * Returns the client's address, if it is known.
     *
     * @return the address
     */
    public Optional<IpAddress> address() {
      return Optional.ofNullable(address);
    }

    /**
     * Returns the failure of the receiver's own parts behind a refusal, for the receiver's log.
     *
     * @return what the credential directory or a caller authenticator threw, or nothing
     */
    public Optional<RuntimeException> cause() {
      return Optional.ofNullable(cause);
    }

    @Override
    public VerifiedWebhook orElseThrow() {
      throw new WebhookRejectedException(reason);
    }

    /** Returns the reason's code. */
    @Override
    public String toString() {
      return "Rejected[" + reason.code() + "]";
    }
  }
}
