package dev.lacre.cli;

import org.jspecify.annotations.Nullable;

/** One delivery of the demonstration: what is sent, what must come of it, and why that matters. */
final class DemoDelivery {

  private final String sent;
  private final Result must;
  private final String why;
  private final byte[] request;
  private final byte @Nullable [] echo;
  private final boolean remembered;

  private DemoDelivery(
      String sent,
      Result must,
      String why,
      byte[] request,
      byte @Nullable [] echo,
      boolean remembered) {
    this.sent = sent;
    this.must = must;
    this.why = why;
    this.request = request;
    this.echo = echo;
    this.remembered = remembered;
  }

  /**
   * What came of a delivery, or must.
   *
   * @param status the HTTP status that the sender gets, or 0 if none
   * @param verdict the verdict in words, as {@code accepted, key} or a refusal's reason
   */
  record Result(int status, String verdict) {

    /** Not a concern of the filter. */
    static final String NO_ROUTE = "not a route";

    /** Acknowledged without the application. */
    static final String DUPLICATE = "duplicate";

    @Override
    public String toString() {
      return status == 0 ? verdict : status + " " + verdict;
    }
  }

  /** Returns a delivery that is answered with no particular body. */
  static DemoDelivery of(String sent, byte[] request, int status, String verdict, String why) {
    return new DemoDelivery(sent, new Result(status, verdict), why, request, null, false);
  }

  /** Returns the same delivery, which must be answered with this body. */
  DemoDelivery givenBack(byte[] body) {
    return new DemoDelivery(sent, must, why, request, body, remembered);
  }

  /** Returns the same delivery with another expectation. */
  DemoDelivery mustBe(int status, String verdict) {
    return new DemoDelivery(sent, new Result(status, verdict), why, request, echo, remembered);
  }

  /** Returns the same delivery, sent to the receiver with a ledger. */
  DemoDelivery remembered() {
    return new DemoDelivery(sent, must, why, request, echo, true);
  }

  String sent() {
    return sent;
  }

  Result must() {
    return must;
  }

  String why() {
    return why;
  }

  byte[] request() {
    return request;
  }

  byte @Nullable [] echo() {
    return echo;
  }

  /** Tells whether it is for the receiver with a ledger. */
  boolean isRemembered() {
    return remembered;
  }
}
