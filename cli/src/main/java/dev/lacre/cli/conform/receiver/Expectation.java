package dev.lacre.cli.conform.receiver;

/** What a receiver has to do with the deliveries of one case. */
enum Expectation {
  /** Let it in. */
  ACCEPTED("accepted (2xx)"),
  /** Keep it out. */
  REFUSED("refused (401 or 403)"),
  /** Take the signature for right; the body may still not do. */
  GENUINE("accepted (2xx), or refused for its body (400, 415 or 422)"),
  /** Keep it out, be it by closing the connection. */
  REFUSED_OR_CLOSED("refused (4xx), or the connection closed"),
  /** Keep it out, and better not by closing the connection. */
  BETTER_NOT_CLOSED("refused (4xx); closing the connection is tolerated"),
  /** Better kept out. */
  BETTER_REFUSED("refused (4xx); accepted is tolerated"),
  /** Acknowledge what came before. */
  ACKNOWLEDGED("acknowledged once more (2xx)"),
  /** Refuse all in one and the same way. */
  ALIKE("refused in one way: same status, headers and body");

  private final String text;

  Expectation(String text) {
    this.text = text;
  }

  /** Tells whether a right receiver lets such deliveries in. */
  boolean isPositive() {
    return this == ACCEPTED || this == GENUINE || this == ACKNOWLEDGED;
  }

  /** Returns it in words. */
  @Override
  public String toString() {
    return text;
  }
}
