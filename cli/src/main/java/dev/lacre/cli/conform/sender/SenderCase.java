package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Level;
import dev.lacre.vectors.Rule;

/** What is asked of each delivery. */
enum SenderCase {
  HTTP(
      "http",
      "it is one whole HTTP/1.1 request",
      new Rule(
          "RFC 9112",
          "2.1",
          "An HTTP/1.1 message consists of a start-line followed by a CRLF",
          Level.MUST),
      "a request that every server reads alike"),
  METHOD("method", "it is sent with POST", verification("is it POST?"), "POST"),
  ROUTE(
      "route",
      "it goes to a path of the configuration",
      verification("is it written exactly as a route?"),
      "a path written exactly as a route"),
  HEADERS_ONCE(
      "headers-once",
      "each identity and signature header stands exactly once",
      verification("does each identity and signature header stand exactly once, in good form?"),
      "one X-App-Id, one X-App-MerchantId and one X-App-Signature"),
  APP_ID(
      "app-id",
      "it names an application that the receiver knows",
      webhooks("the identity of the application"),
      "the appId of a sender in the configuration"),
  MERCHANT_ID(
      "merchant-id",
      "it names a merchant that the application is authorised for",
      webhooks("the merchant involved"),
      "a merchant of that application"),
  BODY(
      "body",
      "it has a body that every parser reads alike",
      new Rule(
          "Lacre, docs/verification.md",
          "JSON, when a rule needs it",
          "UTF-8 without byte order mark and one whole JSON document",
          Level.LIBRARY),
      "one JSON document in UTF-8"),
  SIGNATURE(
      "signature",
      "it is signed with a secret of its sender",
      webhooks("a cryptographic signature of the payload derived from the shared client_secret"),
      "the HMAC-SHA256 of the body as it was sent, in lower-case hex, with a secret of the sender"),
  MEDIA_TYPE(
      "media-type",
      "it says that the body is JSON",
      new Rule(
          "Lacre, docs/verification.md",
          "JSON, when a rule needs it",
          "`Content-Type` must be absent or JSON, with no other charset than UTF-8.",
          Level.LIBRARY),
      "Content-Type: application/json"),
  USER_AGENT(
      "user-agent",
      "it says which program sends it",
      requestHeaders("User-Agent | Your application identifier | Recommended", Level.SHOULD),
      "a User-Agent"),
  EVENT_ID(
      "event-id",
      "its event id stands for this event alone",
      new Rule(
          "Lacre, docs/conformance.md",
          "Where the specifications are silent",
          "An event is known by its id, also when it is delivered again.",
          Level.LIBRARY),
      "an id of its own, or the same bytes again for the same merchant"),
  MERCHANT_IN_BODY(
      "merchant-in-body",
      "the body names the merchant of the header",
      verification("do header, body and path name the same store?"),
      "the merchant of X-App-MerchantId in the body as well"),
  STORE(
      "store",
      "every place that names the store names the merchant of the header",
      verification("do header, body and path name the same store?"),
      "the merchant of X-App-MerchantId, or an alias, in each of them");

  private final String word;
  private final String title;
  private final String document;
  private final String section;
  private final String quote;
  private final Level level;
  private final String expected;

  SenderCase(String word, String title, Rule rule, String expected) {
    this.word = word;
    this.title = title;
    this.document = rule.document();
    this.section = rule.section();
    this.quote = rule.quote();
    this.level = rule.level();
    this.expected = expected;
  }

  private static Rule verification(String quote) {
    return new Rule(
        "Lacre, docs/verification.md", "How a delivery is verified", quote, Level.LIBRARY);
  }

  private static Rule webhooks(String quote) {
    return new Rule("Open Delivery, Authentication", "Webhook Authentication", quote, Level.MUST);
  }

  /** Returns a rule of the ordering channel, the only one with a table of request headers. */
  static Rule requestHeaders(String quote, Level level) {
    return new Rule("Ordering channel, Authentication", "Request Headers", quote, level);
  }

  /** Returns the id of this question about a delivery, counted from 1. */
  String id(int delivery) {
    return "delivery-" + delivery + "/" + word;
  }

  String title() {
    return title;
  }

  Rule rule() {
    return new Rule(document, section, quote, level);
  }

  String expected() {
    return expected;
  }
}
