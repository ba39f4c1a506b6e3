package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Level;
import dev.lacre.vectors.Rule;

/** The rules that live tests rest on, quoted word for word. */
final class LiveRules {

  private static final String OPEN_DELIVERY = "Open Delivery, Authentication";
  private static final String ORDERING_CHANNEL = "Ordering channel, Authentication";
  private static final String WEBHOOKS = "Webhook Authentication";
  private static final String VERIFYING = "Verifying OneTablet Requests";
  private static final String VERIFICATION = "Lacre, docs/verification.md";
  private static final String CONFIGURATION = "Lacre, docs/configuration.md";

  static final Rule VERIFY =
      new Rule(
          OPEN_DELIVERY,
          WEBHOOKS,
          "responsible for verifying the signature on every received webhook",
          Level.MUST);
  static final Rule PAYLOAD =
      new Rule(
          OPEN_DELIVERY,
          WEBHOOKS,
          "a cryptographic signature of the payload derived from the shared client_secret",
          Level.MUST);
  static final Rule KNOWN =
      new Rule(
          OPEN_DELIVERY,
          WEBHOOKS,
          "to confirm the request originates from a known and authorized Ordering Application",
          Level.MUST);
  static final Rule IDENTITY =
      new Rule(
          OPEN_DELIVERY,
          WEBHOOKS,
          "the request MUST carry signed identity information",
          Level.MUST);
  static final Rule PER_MERCHANT =
      new Rule(
          OPEN_DELIVERY,
          "Model 1 — Client Credentials per Merchant",
          "MUST provide one client_id and client_secret for each individual merchant it works with",
          Level.MUST);
  static final Rule AUTHORISED =
      new Rule(
          OPEN_DELIVERY,
          "Model 2 — Client Credentials per Application",
          "Merchant access is determined separately through authorization rules",
          Level.MUST);
  static final Rule STORE =
      new Rule(
          ORDERING_CHANNEL,
          VERIFYING,
          "Confirming the store ID matches your account",
          Level.SHOULD);
  static final Rule SOURCE_ADDRESS =
      new Rule(
          ORDERING_CHANNEL,
          VERIFYING,
          "Validating source IP against OneTablet's IP allowlist",
          Level.SHOULD);
  static final Rule ROTATION =
      new Rule(
          ORDERING_CHANNEL,
          "Security Best Practices",
          "Rotate credentials periodically",
          Level.SHOULD);
  static final Rule RETRY =
      new Rule(
          ORDERING_CHANNEL,
          "Security Best Practices",
          "Implement retry logic for authentication errors",
          Level.SHOULD);

  static final Rule HMAC =
      new Rule("RFC 2104", "section 2", "H(K XOR opad, H(K XOR ipad, text))", Level.MUST);
  static final Rule FIELD_NAMES =
      new Rule("RFC 9110", "section 5.1", "Field names are case-insensitive", Level.MUST);
  static final Rule FIELD_SPACE =
      new Rule(
          "RFC 9110",
          "section 5.5",
          "A field value does not include leading or trailing whitespace.",
          Level.MUST);
  static final Rule CHUNKED =
      new Rule(
          "RFC 9112",
          "section 7.1",
          "A recipient MUST be able to parse and decode the chunked transfer coding.",
          Level.MUST);
  static final Rule INCOMPLETE =
      new Rule(
          "RFC 9112",
          "section 6.3",
          "the recipient MUST consider the message to be incomplete",
          Level.MUST);
  static final Rule JSON_SPACE =
      new Rule(
          "RFC 8259",
          "section 2",
          "Insignificant whitespace is allowed before or after any of the six structural"
              + " characters.",
          Level.MUST);
  static final Rule JSON_ESCAPES =
      new Rule("RFC 8259", "section 7", "Any character may be escaped.", Level.MUST);
  static final Rule JSON_BOM =
      new Rule(
          "RFC 8259",
          "section 8.1",
          "MAY ignore the presence of a byte order mark rather than treating it as an error",
          Level.MAY);
  static final Rule JSON_NAMES =
      new Rule(
          "RFC 8259", "section 4", "The names within an object SHOULD be unique.", Level.SHOULD);
  static final Rule FORWARDED =
      new Rule("RFC 7239", "section 8.1", "cannot be relied upon to be correct", Level.MUST);

  static final Rule ONCE =
      verification("does each identity and signature header stand exactly once, in good form?");
  static final Rule ONE_SIGNATURE =
      verification("does one active secret give this signature for these bytes?");
  static final Rule BODY_STEP = verification("did all of it arrive, in time");
  static final Rule METHOD = verification("is it POST?");
  static final Rule ONE_STORE = verification("do header, body and path name the same store?");
  static final Rule PROOF = verification("is the merchant proven as well as the route demands?");
  static final Rule ONE_DOCUMENT =
      verification("no doubled key at any depth, no second document behind it");
  static final Rule STRING_FIELD =
      verification("The field must be a string and equal, character for character, after aliases.");
  static final Rule ALIKE = verification("get the same bytes in the same time");
  static final Rule EVERY_SECRET = verification("every active secret is tried");

  static final Rule EXACT_IDS =
      configuration("`credentials`", "1 to 128 visible ASCII characters, compared exactly");
  static final Rule ALIASES = configuration("`routes`", "`aliases` (another name → merchant id)");
  static final Rule ALL_AGREE =
      configuration("`routes`", "Every source named must be there, and all must agree");
  static final Rule SOCKET_ADDRESS =
      configuration("`addresses`", "The client's address is the socket's.");
  static final Rule WALK =
      configuration(
          "`addresses`",
          "the header is walked from the right, over all its lines, to the first address that is"
              + " no trusted proxy");
  static final Rule UNREADABLE =
      configuration(
          "`addresses`",
          "Something unreadable where the walk comes to it makes the address unknown, which no"
              + " allowlist allows.");
  static final Rule MAPPED = configuration("`addresses`", "an IPv4-mapped address counts as IPv4");

  private LiveRules() {}

  private static Rule verification(String quote) {
    return new Rule(VERIFICATION, "How a delivery is verified", quote, Level.LIBRARY);
  }

  private static Rule configuration(String section, String quote) {
    return new Rule(CONFIGURATION, section, quote, Level.LIBRARY);
  }
}
