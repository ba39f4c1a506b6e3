package dev.lacre.vectors.generator;

import dev.lacre.vectors.Level;

/** The rules that tests rest on. Quotations are short and exact. */
enum Rules {
  SIGNED(
      "Open Delivery, Authentication",
      "Webhook Authentication",
      "a cryptographic signature of the payload derived from the shared client_secret",
      Level.MUST),
  VERIFIED(
      "Open Delivery, Authentication",
      "Webhook Authentication",
      "The Software Service is responsible for verifying the signature on every received webhook",
      Level.MUST),
  IDENTITY(
      "Open Delivery, Authentication",
      "Webhook Authentication",
      "the request MUST carry signed identity information",
      Level.MUST),
  KNOWN_SENDER(
      "Open Delivery, Authentication",
      "Webhook Authentication",
      "to confirm the request originates from a known and authorized Ordering Application",
      Level.MUST),
  MERCHANT_KEY(
      "Open Delivery, Authentication",
      "Model 1 \u2014 Client Credentials per Merchant",
      "A separate client_id/client_secret pair is issued for each merchant.",
      Level.MUST),
  MERCHANT_AUTHORISED(
      "Open Delivery, Authentication",
      "Model 2 \u2014 Client Credentials per Application",
      "Merchant access is determined separately through authorization rules",
      Level.MUST),
  MERCHANT_IN_BODY(
      "Open Delivery, Authentication",
      "Common Requirements",
      "Event and request payloads MUST preserve merchant identification",
      Level.MUST),
  STORE(
      "Ordering channel, Authentication",
      "Verifying OneTablet Requests",
      "Confirming the store ID matches your account",
      Level.SHOULD),
  ADDRESS(
      "Ordering channel, Authentication",
      "Verifying OneTablet Requests",
      "Validating source IP against OneTablet's IP allowlist",
      Level.SHOULD),
  ROTATION(
      "Ordering channel, Authentication",
      "Security Best Practices",
      "Rotate credentials periodically",
      Level.SHOULD),
  LONG_KEY(
      "RFC 2104",
      "section 2",
      "Applications that use keys longer than B bytes will first hash the key using H",
      Level.MUST),
  FIELD_NAME("RFC 9110", "section 5.1", "Field names are case-insensitive", Level.MUST),
  FIELD_SPACE(
      "RFC 9110",
      "section 5.5",
      "A field value does not include leading or trailing whitespace.",
      Level.MUST),
  FIELD_ONCE(
      "RFC 9110",
      "section 5.3",
      "a sender MUST NOT generate multiple field lines with the same name in a message",
      Level.MUST),
  JSON_UTF_8(
      "RFC 8259",
      "section 8.1",
      "JSON text exchanged between systems that are not part of a closed ecosystem MUST be encoded"
          + " using UTF-8",
      Level.MUST),
  MAPPED(
      "RFC 4291",
      "section 2.5.5.2",
      "used to represent the addresses of IPv4 nodes as IPv6 addresses",
      Level.MUST),
  WRITTEN_FORMS(
      "RFC 5952",
      "section 1",
      "A single IPv6 address can be text represented in many ways.",
      Level.MUST),
  LOWER_HEX("The signature is 64 lower-case hexadecimal digits and nothing else."),
  EMPTY_BODY("An empty body is refused, for its MAC is the same for ever."),
  EXACT_IDS("Ids are opaque visible-ASCII strings and are compared exactly."),
  STRICT_JSON("When a rule needs a field, the body is one strict JSON document."),
  EVERY_SOURCE("Every source that names the store must be there, and all must agree."),
  ALIASES("An alias stands for the store that the receiver's configuration names."),
  PROOF("A route may demand that the merchant is proven by a signed field or by the key."),
  PEER("The client is the peer of the connection, unless the peer is a trusted proxy."),
  RIGHT_MOST("A forwarding header is walked from the right to the first hop that is no proxy."),
  LITERALS("An address is a strict literal: no name, no short form, no other base."),
  DELIVERED_AGAIN("A delivery that comes again is acknowledged again."),
  SWAP("One signed body under another merchant can only be noticed by remembering."),
  NO_EVENT_ID("A delivery without an event id is as genuine as any other.");

  private final String document;
  private final String section;
  private final String quote;
  private final Level level;

  Rules(String document, String section, String quote, Level level) {
    this.document = document;
    this.section = section;
    this.quote = quote;
    this.level = level;
  }

  /** Our own opinion, where the specifications are silent. */
  Rules(String quote) {
    this("Lacre, docs/conformance.md", "Where the specifications are silent", quote, Level.LIBRARY);
  }

  String document() {
    return document;
  }

  String section() {
    return section;
  }

  String quote() {
    return quote;
  }

  Level level() {
    return level;
  }
}
