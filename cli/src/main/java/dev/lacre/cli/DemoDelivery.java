package dev.lacre.cli;

import org.jspecify.annotations.Nullable;

/** One delivery of the demonstration: what is sent, what must come of it, and why that matters. */
final class DemoDelivery {

  private final String sent;
  private final Result must;
  private final String why;
  private final byte[] request;
  private final byte @Nullable [] echo;

  private DemoDelivery(
      String sent, Result must, String why, byte[] request, byte @Nullable [] echo) {
    this.sent = sent;
    this.must = must;
    this.why = why;
    this.request = request;
    this.echo = echo;
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

    @Override
    public String toString() {
      return status == 0 ? verdict : status + " " + verdict;
    }
  }

  /** Returns a delivery that is answered with no particular body. */
  static DemoDelivery of(String sent, byte[] request, int status, String verdict, String why) {
    return new DemoDelivery(sent, new Result(status, verdict), why, request, null);
  }

  /** Returns the same delivery, which must be answered with this body. */
  DemoDelivery givenBack(byte[] body) {
    return new DemoDelivery(sent, must, why, request, body);
  }

  /** Returns the same delivery with another expectation. */
  DemoDelivery mustBe(int status, String verdict) {
    return new DemoDelivery(sent, new Result(status, verdict), why, request, echo);
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
}
