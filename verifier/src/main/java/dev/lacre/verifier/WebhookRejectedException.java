package dev.lacre.verifier;

/** Thrown by {@link Verdict#orElseThrow} for a webhook that was refused. Never by the verifier. */
public final class WebhookRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why the webhook was refused. */
  private final RejectionReason reason;

  WebhookRejectedException(RejectionReason reason) {
    super("The webhook was refused: " + reason.code());
    this.reason = reason;
  }

  /**
   * Returns why the webhook was refused.
   *
   * @return the reason
   */
  public RejectionReason reason() {
    return reason;
  }
}
