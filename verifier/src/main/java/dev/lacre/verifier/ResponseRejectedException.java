package dev.lacre.verifier;

/** Thrown by {@link ResponseVerdict#orElseThrow} for a response that is not proven genuine. */
public final class ResponseRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why the response is not proven genuine. */
  private final RejectionReason reason;

  ResponseRejectedException(RejectionReason reason) {
    super("The response is not proven genuine: " + reason.code());
    this.reason = reason;
  }

  /**
   * Returns why the response is not proven genuine.
   *
   * @return the reason
   */
  public RejectionReason reason() {
    return reason;
  }
}
