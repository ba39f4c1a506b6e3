package dev.lacre.cli;

import static dev.lacre.cli.conform.receiver.LiveDelivery.APP;
import static dev.lacre.cli.conform.receiver.LiveDelivery.MERCHANT;

import dev.lacre.cli.conform.receiver.LiveDelivery;
import dev.lacre.verifier.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a delivery can have wrong, all else being right, and the reason for which a
 * receiver has to refuse it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
enum SendFault {
  NO_SIGNATURE(
      "no signature header", RejectionReason.HEADER_MISSING, plan -> plan.delivery().signature()),
  NO_APP_ID(
      "no application id", RejectionReason.HEADER_MISSING, plan -> plan.delivery().remove(APP)),
  NO_MERCHANT_ID(
      "no merchant id", RejectionReason.HEADER_MISSING, plan -> plan.delivery().remove(MERCHANT)),
  MALFORMED_MERCHANT_ID(
      "a merchant id with a space in it",
      RejectionReason.HEADER_MALFORMED,
      plan -> plan.delivery().set(MERCHANT, "two words")),
  REPEATED_SIGNATURE(
      "two signature headers, the first right",
      RejectionReason.HEADER_REPEATED,
      plan -> repeated(plan.delivery())),
  REPEATED_MERCHANT_ID(
      "the merchant id twice",
      RejectionReason.HEADER_REPEATED,
      plan -> plan.delivery().set(MERCHANT, plan.speaker().merchant(), plan.speaker().merchant())),
  UPPER_CASE_SIGNATURE(
      "the signature in upper-case hex",
      RejectionReason.SIGNATURE_MALFORMED,
      plan -> signed(plan, right -> right.toUpperCase(Locale.ROOT))),
  SHORT_SIGNATURE(
      "the first half of the signature",
      RejectionReason.SIGNATURE_MALFORMED,
      plan -> signed(plan, right -> right.substring(0, right.length() / 2))),
  PREFIXED_SIGNATURE(
      "sha256= in front of the signature",
      RejectionReason.SIGNATURE_MALFORMED,
      plan -> signed(plan, right -> "sha256=" + right)),
  WRONG_SECRET(
      "signed with a secret that nobody has",
      RejectionReason.SIGNATURE_MISMATCH,
      plan -> plan.delivery(plan.speaker().with(random()), plan.body())),
  CHANGED_BODY(
      "one bit of the body changed behind the signing",
      RejectionReason.SIGNATURE_MISMATCH,
      SendFault::changed),
  UNKNOWN_APP(
      "an application that nobody knows",
      RejectionReason.UNKNOWN_SENDER,
      plan -> plan.delivery().set(APP, UUID.randomUUID().toString())) {
    @Override
    RejectionReason reason(SendPlan plan) {
      return plan.credentials().isEmpty()
          ? super.reason(plan)
          : RejectionReason.CREDENTIALS_DISAGREE;
    }
  },
  UNKNOWN_MERCHANT(
      "a merchant that nobody knows",
      RejectionReason.MERCHANT_NOT_AUTHORISED,
      plan -> plan.delivery().set(MERCHANT, UUID.randomUUID().toString())) {
    @Override
    RejectionReason reason(SendPlan plan) {
      return plan.speaker().ofOneMerchant() ? RejectionReason.UNKNOWN_SENDER : super.reason(plan);
    }
  },
  OTHER_MERCHANT(
      "the header of another merchant of the application",
      RejectionReason.STORE_MISMATCH,
      plan -> plan.delivery().set(MERCHANT, String.valueOf(plan.otherMerchant())),
      SendNeeds::otherMerchant) {
    @Override
    RejectionReason reason(SendPlan plan) {
      if (plan.speaker().ofOneMerchant()) {
        return RejectionReason.SIGNATURE_MISMATCH;
      }
      return plan.isOtherMerchantForbidden()
          ? RejectionReason.MERCHANT_NOT_AUTHORISED
          : super.reason(plan);
    }
  },
  NO_API_KEY(
      "no API key",
      RejectionReason.HEADER_MISSING,
      plan -> plan.credentials().withoutKey(plan.delivery()),
      SendNeeds::apiKey),
  WRONG_API_KEY(
      "an API key that nobody has",
      RejectionReason.UNKNOWN_API_KEY,
      plan -> plan.credentials().withKey(plan.delivery(), randomText()),
      SendNeeds::apiKey),
  NO_TOKEN(
      "no bearer token",
      RejectionReason.HEADER_MISSING,
      plan -> plan.credentials().withoutToken(plan.delivery()),
      SendNeeds::token),
  MALFORMED_TOKEN(
      "a bearer token that is no JWT",
      RejectionReason.TOKEN_MALFORMED,
      plan -> plan.credentials().withToken(plan.delivery(), randomText()),
      SendNeeds::token),
  CHANGED_TOKEN(
      "one character of the token's signature changed",
      RejectionReason.TOKEN_SIGNATURE_MISMATCH,
      plan -> plan.credentials().withChangedToken(plan.delivery()),
      SendNeeds::signedToken),
  EMPTY_BODY(
      "no body, rightly signed",
      RejectionReason.BODY_EMPTY,
      plan -> plan.delivery(plan.speaker(), new byte[0])),
  LARGE_BODY(
      "one byte more than the route takes, rightly signed",
      RejectionReason.BODY_TOO_LARGE,
      plan -> plan.delivery(plan.speaker(), blank(plan.maxBodyBytes() + 1)),
      SendNeeds::limit),
  CUT_BODY(
      "the last byte of the body not sent",
      RejectionReason.BODY_INCOMPLETE,
      plan -> plan.delivery().cutTo(plan.body().length - 1)),
  MALFORMED_BODY(
      "JSON that ends too early, rightly signed",
      RejectionReason.BODY_MALFORMED,
      plan -> plan.delivery(plan.speaker(), "{\"cut\":".getBytes(StandardCharsets.US_ASCII)),
      SendNeeds::readBody),
  MULTIPART(
      "a body that is declared as multipart",
      RejectionReason.MEDIA_TYPE_UNSUPPORTED,
      plan -> plan.delivery().set("Content-Type", "multipart/form-data; boundary=lacre")),
  WRONG_METHOD(
      "PUT instead of POST",
      RejectionReason.METHOD_NOT_ALLOWED,
      plan -> plan.delivery().bare("PUT")),
  ODD_PATH(
      "a second slash in front of the path",
      RejectionReason.PATH_NOT_CANONICAL,
      plan -> plan.delivery().target("/" + plan.address().target())),
  WRONG_ADDRESS(
      "a forwarded address that is not on the allowlist",
      RejectionReason.ADDRESS_NOT_ALLOWED,
      plan -> plan.delivery().set(plan.forwardedHeader(), String.valueOf(plan.refusedAddress())),
      SendNeeds::address),
  SWAPPED_MERCHANT(
      "sent again in the name of another merchant",
      RejectionReason.MERCHANT_SWAPPED,
      plan -> plan.delivery().set(MERCHANT, String.valueOf(plan.otherMerchant())),
      SendNeeds::swap),
  REUSED_EVENT_ID(
      "sent again with a space behind the body",
      RejectionReason.EVENT_ID_REUSED,
      plan -> plan.delivery(plan.speaker(), longer(plan.body())),
      SendNeeds::eventId);

  private final String title;
  private final RejectionReason reason;
  private final Function<SendPlan, LiveDelivery> delivery;
  private final Function<SendPlan, @Nullable String> impossible;
  private final String code;

  SendFault(String title, RejectionReason reason, Function<SendPlan, LiveDelivery> delivery) {
    this(title, reason, delivery, plan -> null);
  }

  SendFault(
      String title,
      RejectionReason reason,
      Function<SendPlan, LiveDelivery> delivery,
      Function<SendPlan, @Nullable String> impossible) {
    this.title = title;
    this.reason = reason;
    this.delivery = delivery;
    this.impossible = impossible;
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the fault of this name, or null. */
  static @Nullable SendFault named(String code) {
    return Arrays.stream(values())
        .filter(fault -> fault.code.equals(code))
        .findFirst()
        .orElse(null);
  }

  /** Returns the name on the command line. */
  String code() {
    return code;
  }

  /** Returns what is wrong, in a few words. */
  String title() {
    return title;
  }

  /** Returns the reason that most deliveries with it are refused for. */
  RejectionReason usualReason() {
    return reason;
  }

  /** Returns the reason that this delivery has to be refused for. */
  RejectionReason reason(SendPlan plan) {
    return reason;
  }

  /** Returns why nothing could be refused here, or null if it can. */
  @Nullable String impossible(SendPlan plan) {
    return impossible.apply(plan);
  }

  /** Returns the genuine delivery that has to come first, or null. */
  @Nullable LiveDelivery before(SendPlan plan) {
    return this == SWAPPED_MERCHANT || this == REUSED_EVENT_ID ? plan.delivery() : null;
  }

  /** Returns the delivery with this fault and no other. */
  LiveDelivery of(SendPlan plan) {
    return delivery.apply(plan);
  }

  /** Signs with a value made from the right signature. */
  private static LiveDelivery signed(SendPlan plan, UnaryOperator<String> made) {
    LiveDelivery delivery = plan.delivery();
    return delivery.signature(made.apply(delivery.right()));
  }

  private static LiveDelivery repeated(LiveDelivery delivery) {
    String right = delivery.right();
    return delivery.signature(right, "0".repeat(right.length()));
  }

  private static LiveDelivery changed(SendPlan plan) {
    byte[] other = plan.body().clone();
    other[other.length / 2] ^= 1;
    LiveDelivery delivery = plan.delivery();
    return delivery.signature(delivery.right()).body(other);
  }

  private static byte[] blank(int length) {
    byte[] blank = new byte[length];
    Arrays.fill(blank, (byte) ' ');
    return blank;
  }

  private static byte[] longer(byte[] body) {
    byte[] longer = Arrays.copyOf(body, body.length + 1);
    longer[body.length] = ' ';
    return longer;
  }

  private static byte[] random() {
    return randomText().getBytes(StandardCharsets.US_ASCII);
  }

  private static String randomText() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns a line for each fault, for people. */
  static String[] table() {
    return Arrays.stream(values())
        .map(
            fault ->
                String.format(
                    Locale.ROOT, "  %-22s %-24s %s", fault.code, fault.reason.code(), fault.title))
        .toArray(String[]::new);
  }
}
