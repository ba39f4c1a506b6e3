package dev.lacre.verifier;

/** What a {@link ResponseVerifier} found: a body that is genuine, or the reason it is not. */
public sealed interface ResponseVerdict {

  /**
   * Returns the verified response, or throws.
   *
   * @return the response, if its body is genuine
   * @throws ResponseRejectedException if it is not
   */
  VerifiedResponse orElseThrow();

  /**
   * A response whose body is genuine.
   *
   * @param response what is known of it now
   */
  record Accepted(VerifiedResponse response) implements ResponseVerdict {
    @Override
    public VerifiedResponse orElseThrow() {
      return response;
    }
  }

  /**
   * A response whose body is not proven genuine.
   *
   * @param reason {@code header-missing}, {@code header-repeated}, {@code signature-malformed} or
   *     {@code signature-mismatch}
   */
  record Rejected(RejectionReason reason) implements ResponseVerdict {
    @Override
    public VerifiedResponse orElseThrow() {
      throw new ResponseRejectedException(reason);
    }

    /** Returns the reason's code. */
    @Override
    public String toString() {
      return "Rejected[" + reason.code() + "]";
    }
  }
}
