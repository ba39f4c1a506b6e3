package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.signed;
import static dev.lacre.verifier.Delivery.utf8;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureEncoding;
import dev.lacre.signer.SignatureScheme;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in the three headers, and what may not. */
class SignatureShapeTest {

  private static final String GOOD = genuine().signature();

  private static void assertMalformed(String signature) {
    genuine()
        .header(SIGNATURE, signature)
        .refusedBy(verifier(), RejectionReason.SIGNATURE_MALFORMED);
  }

  @Test
  void publishedVectors_areAccepted() {
    Secret secret = Secret.ofShortBytesInsecurely(utf8("dummysecret"));
    String members =
        "\"code\":\"PLC\"@\"createdAt\":\"2023-02-20T18:19:03.20162269Z\"@\"fullCode\":\"PLACED\"@"
            + "\"id\":\"a38ba215-f949-4b2c-982a-0582a9d0c10e\"@"
            + "\"merchantId\":\"cad65e8f-6fc6-438a-b159-e64a902a6b9a\"@"
            + "\"orderId\":\"2c97e104-35ed-4c18-85d7-854a40b6b9e3\"";
    byte[] compact = utf8("{" + members.replace("@", ",") + "}");
    MerchantId merchant = MerchantId.of("cad65e8f-6fc6-438a-b159-e64a902a6b9a");
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                Delivery.SCHEME,
                CredentialDirectory.of(
                    List.of(Credentials.forMerchant(APP, merchant, List.of(secret)))),
                WebhookOperation.ORDERING_CHANNEL)
            .store(StoreRule.builder().pointer("/merchantId").build())
            .build();
    genuine(compact)
        .header(MERCHANT_ID, merchant.value())
        .header(SIGNATURE, "6f9ed23a7b505a3b6907c5f6eb2ad1b056fbf35a643d365a9a072ed7aabca153")
        .acceptedBy(verifier);
    genuine(utf8("{ " + members.replace("@", ", ") + " }"))
        .header(MERCHANT_ID, merchant.value())
        .header(SIGNATURE, "cf7e092c9148a48f5ee5f12b947f46b331eac6bf0745e1e1d0f3df722e219df3")
        .acceptedBy(verifier);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s ", " %s", "\t%s", "%s\t", " \t \t%s\t\t  "})
  void blanksAndTabsAroundIt_areNoPartOfIt(String around) {
    genuine().header(SIGNATURE, around.formatted(GOOD)).acceptedBy(verifier());
    genuine().header(APP_ID, around.formatted(APP.value())).acceptedBy(verifier());
    genuine().header(MERCHANT_ID, around.formatted(STORE.value())).acceptedBy(verifier());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\u000B", "\f", "\u00A0", "\u2003", "\u0085", "\u0000", "\u001F"})
  void otherWhiteSpaceAroundIt_isMalformed(String space) {
    assertMalformed(GOOD + space);
    assertMalformed(space + GOOD);
    for (String header : new String[] {APP_ID, MERCHANT_ID}) {
      String value = header.equals(APP_ID) ? APP.value() : STORE.value();
      genuine()
          .header(header, value + space)
          .refusedBy(verifier(), RejectionReason.HEADER_MALFORMED);
    }
  }

  @Test
  void upperCase_isMalformed() {
    assertMalformed(GOOD.toUpperCase(Locale.ROOT));
    int letter = GOOD.replaceFirst("[a-f].*", "").length();
    assertMalformed(
        GOOD.substring(0, letter)
            + Character.toUpperCase(GOOD.charAt(letter))
            + GOOD.substring(letter + 1));
  }

  @Test
  void prefixedQuotedOrListed_isMalformed() {
    assertMalformed("sha256=" + GOOD);
    assertMalformed("hmac-sha256 " + GOOD);
    assertMalformed("0x" + GOOD);
    assertMalformed("\"" + GOOD + "\"");
    assertMalformed(GOOD + "," + GOOD);
    assertMalformed(GOOD + ", " + "0".repeat(64));
    assertMalformed("0".repeat(64) + " " + GOOD);
    assertMalformed(GOOD + ";");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 62, 63})
  void cutShort_isMalformed(int length) {
    assertMalformed(GOOD.substring(0, length));
    assertMalformed(GOOD.substring(64 - length));
  }

  @Test
  void tooLong_isMalformed() {
    assertMalformed(GOOD + "0");
    assertMalformed("0" + GOOD);
    assertMalformed(GOOD + GOOD);
    assertMalformed("0".repeat(65_536));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "g", "G", "/", ":", "`", "@", "-", "é", "\u0661", "\uFF11", "\u0000"})
  void oneCharacterThatIsNoDigit_isMalformed(String character) {
    assertMalformed(GOOD.substring(0, 31) + character + GOOD.substring(32));
    assertMalformed(character + GOOD.substring(1));
    assertMalformed(GOOD.substring(0, 63) + character);
  }

  @Test
  void otherEncodingsOfTheRightBytes_areMalformed() {
    byte[] mac = HexFormat.of().parseHex(GOOD);
    assertMalformed(java.util.Base64.getEncoder().encodeToString(mac));
    assertMalformed(java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
  }

  @ParameterizedTest
  @ValueSource(strings = {APP_ID, MERCHANT_ID, SIGNATURE})
  void header_missingOrEmpty_isMissing(String name) {
    genuine().header(name).refusedBy(verifier(), RejectionReason.HEADER_MISSING);
    genuine().header(name, "").refusedBy(verifier(), RejectionReason.HEADER_MISSING);
    genuine().header(name, " ").refusedBy(verifier(), RejectionReason.HEADER_MISSING);
    genuine().header(name, "\t \t").refusedBy(verifier(), RejectionReason.HEADER_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {APP_ID, MERCHANT_ID, SIGNATURE})
  void header_thatStandsTwice_isRepeated_whateverTheLinesAre(String name) {
    String good = name.equals(APP_ID) ? APP.value() : name.equals(SIGNATURE) ? GOOD : "store-123";
    for (String[] lines :
        new String[][] {{good, good}, {good, "x"}, {"x", good}, {good, ""}, {"", good}, {"", ""}}) {
      genuine().header(name, lines).refusedBy(verifier(), RejectionReason.HEADER_REPEATED);
    }
    genuine()
        .header(name.toLowerCase(Locale.ROOT), good)
        .refusedBy(verifier(), RejectionReason.HEADER_REPEATED);
  }

  @Test
  void headerNames_matchInAnyCase() {
    genuine()
        .header(SIGNATURE)
        .header("x-APP-signature", GOOD)
        .header(APP_ID)
        .header("x-app-id", APP.value())
        .header(MERCHANT_ID)
        .header("X-APP-MERCHANTID", STORE.value())
        .acceptedBy(verifier());
  }

  @ParameterizedTest
  @ValueSource(strings = {APP_ID, MERCHANT_ID})
  void id_thatCannotBeOne_isMalformed(String name) {
    for (String bad :
        new String[] {
          "x".repeat(129),
          "x".repeat(100_000),
          "a b",
          "a\tb",
          "é",
          "caf\u00E9",
          "\uD83D\uDE00",
          "a\u0000",
          "a\u007F",
          "a\nb"
        }) {
      Verdict.Rejected rejected =
          genuine().header(name, bad).refusedBy(verifier(), RejectionReason.HEADER_MALFORMED);
      assertEquals(name.equals(MERCHANT_ID), rejected.claimedAppId().isPresent());
      assertEquals(name.equals(APP_ID), rejected.claimedMerchantId().isPresent());
    }
  }

  @Test
  void id_ofOneTo128VisibleCharacters_isLookedUp() {
    genuine().header(APP_ID, "x".repeat(128)).refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
    genuine().header(APP_ID, "!").refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
    genuine()
        .header(MERCHANT_ID, "~".repeat(128))
        .refusedBy(verifier(), RejectionReason.MERCHANT_NOT_AUTHORISED);
  }

  @Test
  void refusalForAHeader_stillTellsWhomTheRequestNames() {
    Verdict.Rejected rejected =
        genuine().header(SIGNATURE).refusedBy(verifier(), RejectionReason.HEADER_MISSING);
    assertEquals(APP, rejected.claimedAppId().orElseThrow());
    assertEquals(STORE, rejected.claimedMerchantId().orElseThrow());
    assertEquals("203.0.113.7", rejected.address().orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({"HEX_UPPER, ''", "BASE64, v1=", "BASE64_URL, sha256="})
  void otherScheme_takesItsOwnShapeAndNoOther(SignatureEncoding encoding, String prefix) {
    SignatureScheme scheme =
        SignatureScheme.named("other")
            .appIdHeader(APP_ID)
            .merchantIdHeader(MERCHANT_ID)
            .signatureHeader(SIGNATURE)
            .encoding(encoding)
            .prefix(prefix)
            .build();
    WebhookVerifier verifier =
        WebhookVerifier.builder(scheme, Delivery.directory(), WebhookOperation.V1_NEW_EVENT)
            .build();
    Delivery delivery = signed(scheme, APP, STORE, SECRET, EVENT);
    String good = delivery.signature();
    delivery.acceptedBy(verifier);
    delivery
        .header(SIGNATURE, good.substring(prefix.length()) + (prefix.isEmpty() ? " " + good : ""))
        .refusedBy(verifier, RejectionReason.SIGNATURE_MALFORMED);
    delivery.header(SIGNATURE, GOOD).refusedBy(verifier, RejectionReason.SIGNATURE_MALFORMED);
    delivery
        .header(SIGNATURE, prefix)
        .refusedBy(
            verifier,
            prefix.isEmpty()
                ? RejectionReason.HEADER_MISSING
                : RejectionReason.SIGNATURE_MALFORMED);
  }

  @Test
  void emptyBody_isRefusedThoughItsSignatureIsRight() {
    genuine(new byte[0]).refusedBy(verifier(), RejectionReason.BODY_EMPTY);
    genuine(new byte[1]).acceptedBy(verifier());
    genuine(new byte[0])
        .header(SIGNATURE, "0".repeat(64))
        .refusedBy(verifier(), RejectionReason.BODY_EMPTY);
    genuine(new byte[0])
        .header(SIGNATURE, "0".repeat(63))
        .refusedBy(verifier(), RejectionReason.SIGNATURE_MALFORMED);
  }
}
