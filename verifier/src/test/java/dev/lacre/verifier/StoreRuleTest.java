package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.OWN_SECRET;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.signed;
import static dev.lacre.verifier.Delivery.utf8;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.SignatureScheme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header, body field and path name one and the same store, and what that proves. */
class StoreRuleTest {

  private static final byte[] LOGISTIC_EVENT =
      utf8("{\"merchant\":{\"name\":\"Padaria\",\"id\":\"store-123\"},\"type\":\"DELIVERED\"}");

  private static WebhookVerifier channel(StoreRule rule) {
    return verifier(WebhookOperation.ORDERING_CHANNEL).store(rule).build();
  }

  private static StoreRule pointer(String pointer) {
    return StoreRule.builder().pointer(pointer).build();
  }

  private static byte[] naming(String store) {
    return utf8("{\"storeId\":\"" + store + "\"}");
  }

  @ParameterizedTest
  @EnumSource(names = {"ASSERTED", "SIGNED_FIELD"})
  void operationsOwnField_thatNamesTheMerchant_provesIt(MerchantProof demanded) {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT).merchantProof(demanded).build();
    assertSame(
        MerchantProof.SIGNED_FIELD, genuine(LOGISTIC_EVENT).acceptedBy(verifier).merchantProof());
    genuine(LOGISTIC_EVENT)
        .header(MERCHANT_ID, SISTER.value())
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void operationsOwnField_isNoProofByKey() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT).merchantProof(MerchantProof.KEY).build();
    genuine(LOGISTIC_EVENT).refusedBy(verifier, RejectionReason.MERCHANT_PROOF_TOO_WEAK);
  }

  @Test
  void operationsOwnField_isCheckedForAMerchantsOwnSecretToo() {
    WebhookVerifier verifier = verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT).build();
    signed(MERCHANTS_APP, OWN_STORE, OWN_SECRET, LOGISTIC_EVENT)
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    assertSame(
        MerchantProof.KEY,
        signed(MERCHANTS_APP, OWN_STORE, OWN_SECRET, utf8("{\"merchant\":{\"id\":\"store-9\"}}"))
            .acceptedBy(verifier)
            .merchantProof());
  }

  @Test
  void rulesField_thatNamesTheMerchant_provesIt() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.ORDERING_CHANNEL)
            .store(pointer("/storeId"))
            .merchantProof(MerchantProof.SIGNED_FIELD)
            .build();
    VerifiedWebhook webhook = genuine(naming("store-123")).acceptedBy(verifier);
    assertSame(MerchantProof.SIGNED_FIELD, webhook.merchantProof());
    assertEquals(STORE, webhook.merchantId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"storeId\":\"store-456\"}",
        "{\"storeId\":\"Store-123\"}",
        "{\"storeId\":\"store-123 \"}",
        "{\"storeId\":\"store-123\\u0000\"}",
        "{\"storeId\":\"\"}",
        "{\"storeId\":null}",
        "{\"storeId\":true}",
        "{\"storeId\":123}",
        "{\"storeId\":[\"store-123\"]}",
        "{\"storeId\":{\"id\":\"store-123\"}}",
        "{\"STOREID\":\"store-123\"}",
        "{\"inner\":{\"storeId\":\"store-123\"}}",
        "{}",
        "[]",
        "\"store-123\"",
        "null"
      })
  void rulesField_thatIsMissingOfAnotherTypeOrDifferent_isAMismatch(String body) {
    genuine(utf8(body)).refusedBy(channel(pointer("/storeId")), RejectionReason.STORE_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"storeId\":\"store-123\",\"storeId\":\"store-456\"}",
        "{\"storeId\":\"store-456\",\"storeId\":\"store-123\"}",
        "{\"storeId\":\"store-123\", oops",
        "{\"storeId\":\"store-123\"} {}",
        "{\"storeId\":\"store-123\"} x",
        "\uFEFF{\"storeId\":\"store-123\"}",
        "{'storeId':'store-123'}",
        "{\"storeId\":\"store-123\",}",
        "/* x */ {\"storeId\":\"store-123\"}",
        "storeId=store-123",
        " "
      })
  void genuineBodyThatIsNotOneStrictJsonDocument_isMalformed(String body) {
    genuine(utf8(body)).refusedBy(channel(pointer("/storeId")), RejectionReason.BODY_MALFORMED);
    genuine(utf8(body)).acceptedBy(channel(StoreRule.builder().header(MERCHANT_ID).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "", "application/xml"})
  void mediaTypeThatIsNotJson_whereAFieldIsNeeded_isUnsupported(String mediaType) {
    Delivery delivery = genuine(naming("store-123")).header("Content-Type", mediaType);
    delivery.refusedBy(channel(pointer("/storeId")), RejectionReason.MEDIA_TYPE_UNSUPPORTED);
    delivery.acceptedBy(Delivery.verifier());
    delivery
        .header("Content-Type", "application/json; charset=utf-8")
        .acceptedBy(channel(pointer("/storeId")));
    delivery
        .header("Content-Type", "application/json", "application/json")
        .refusedBy(channel(pointer("/storeId")), RejectionReason.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void schemeThatCoversTheMerchantHeader_provesTheMerchant() {
    SignatureScheme covering =
        SignatureScheme.named("covering")
            .appIdHeader("Acme-App")
            .merchantIdHeader("Acme-Store")
            .signatureHeader("Acme-Signature")
            .signedContent("{merchant-id}.{body}")
            .build();
    WebhookVerifier verifier =
        WebhookVerifier.builder(covering, Delivery.directory(), WebhookOperation.V1_NEW_EVENT)
            .merchantProof(MerchantProof.SIGNED_FIELD)
            .build();
    assertSame(
        MerchantProof.SIGNED_FIELD,
        signed(covering, APP, STORE, SECRET, Delivery.EVENT).acceptedBy(verifier).merchantProof());
    signed(covering, APP, STORE, SECRET, Delivery.EVENT)
        .header("Acme-Store", SISTER.value())
        .refusedBy(verifier, RejectionReason.SIGNATURE_MISMATCH);
    // Otherwise "store.1" and "{...}" would be signed alike as "store" and "1.{...}".
    signed(covering, APP, STORE, SECRET, Delivery.EVENT)
        .header("Acme-Store", "store.123")
        .refusedBy(verifier, RejectionReason.HEADER_MALFORMED);
  }

  @Test
  void schemeThatCoversTheApplicationHeaderOnly_leavesTheMerchantAsserted() {
    SignatureScheme covering =
        SignatureScheme.named("covering")
            .appIdHeader("Acme-App")
            .merchantIdHeader("Acme-Store")
            .signatureHeader("Acme-Signature")
            .signedContent("{app-id}.{body}")
            .build();
    WebhookVerifier verifier =
        WebhookVerifier.builder(covering, Delivery.directory(), WebhookOperation.V1_NEW_EVENT)
            .build();
    assertSame(
        MerchantProof.ASSERTED,
        signed(covering, APP, STORE, SECRET, Delivery.EVENT).acceptedBy(verifier).merchantProof());
    signed(covering, APP, STORE, SECRET, Delivery.EVENT)
        .header("Acme-App", "a.b")
        .refusedBy(verifier, RejectionReason.HEADER_MALFORMED);
  }

  @Test
  void storeHeader_mustAgree_andProvesNothing() {
    WebhookVerifier verifier = channel(StoreRule.builder().header("X-Store").build());
    assertSame(
        MerchantProof.ASSERTED,
        genuine().header("X-Store", "store-123").acceptedBy(verifier).merchantProof());
    assertSame(
        MerchantProof.ASSERTED,
        genuine().header("x-store", " store-123\t").acceptedBy(verifier).merchantProof());
    for (String other : new String[] {"store-456", "STORE-123", "store-123,store-123", "é"}) {
      genuine().header("X-Store", other).refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    }
  }

  @Test
  void storeHeader_missingEmptyOrRepeated_isRefusedAsAHeader() {
    WebhookVerifier verifier = channel(StoreRule.builder().header("X-Store").build());
    genuine().refusedBy(verifier, RejectionReason.HEADER_MISSING);
    genuine().header("X-Store", "").refusedBy(verifier, RejectionReason.HEADER_MISSING);
    genuine().header("X-Store", " \t").refusedBy(verifier, RejectionReason.HEADER_MISSING);
    genuine()
        .header("X-Store", "store-123", "store-123")
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    genuine()
        .header("X-Store", "store-123", "")
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
  }

  @Test
  void wrongStoreUnderAWrongSignature_isASignatureMismatch() {
    WebhookVerifier verifier = channel(StoreRule.builder().header("X-Store").build());
    genuine()
        .header("X-Store", "store-456")
        .header(SIGNATURE, "0".repeat(64))
        .refusedBy(verifier, RejectionReason.SIGNATURE_MISMATCH);
  }

  @Test
  void pathSegment_mustAgree_andProvesNothing() {
    WebhookVerifier verifier = channel(StoreRule.builder().pathSegment(1).build());
    for (String path :
        new String[] {"/stores/store-123", "/stores/store-123/orders", "/x/store-123/"}) {
      assertSame(
          MerchantProof.ASSERTED, genuine().path(path).acceptedBy(verifier).merchantProof(), path);
    }
    for (String path :
        new String[] {
          "/stores/store-456",
          "/stores/STORE-123",
          "/stores/store-123;x=y",
          "/stores/store-123%2Forders",
          "/stores/store-123%20",
          "/stores/%",
          "/stores//store-123",
          "/stores/",
          "/stores",
          "/",
          "",
          "store-123/store-123",
          "/stores/é",
          "/stores/../store-123"
        }) {
      genuine().path(path).refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    }
  }

  @Test
  void pathSegment_isPercentDecodedBeforeItIsCompared() {
    CredentialDirectory directory =
        CredentialDirectory.of(
            List.of(
                Credentials.forApplication(
                    APP, List.of(SECRET), List.of(dev.lacre.signer.MerchantId.of("50%+")))));
    WebhookVerifier verifier =
        WebhookVerifier.builder(Delivery.SCHEME, directory, WebhookOperation.ORDERING_CHANNEL)
            .store(StoreRule.builder().pathSegment(0).build())
            .build();
    Delivery delivery = genuine().header(MERCHANT_ID, "50%+");
    delivery.path("/50%25+").acceptedBy(verifier);
    delivery.path("/50%25%2B").acceptedBy(verifier);
    delivery.path("/50%2525+").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery.path("/50%+").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void allThreeSources_mustAllAgree() {
    WebhookVerifier verifier =
        channel(StoreRule.builder().header("X-Store").pointer("/storeId").pathSegment(1).build());
    String[] stores = {"store-123", "store-456"};
    for (String merchant : stores) {
      for (String header : stores) {
        for (String field : stores) {
          for (String segment : stores) {
            boolean agree =
                header.equals(merchant) && field.equals(merchant) && segment.equals(merchant);
            Verdict verdict =
                genuine(naming(field))
                    .header(MERCHANT_ID, merchant)
                    .header("X-Store", header)
                    .path("/stores/" + segment)
                    .to(verifier);
            assertEquals(
                agree ? "accepted" : "store-mismatch",
                Delivery.outcome(verdict),
                () -> String.join(" ", merchant, header, field, segment));
          }
        }
      }
    }
  }

  @Test
  void aliases_holdInEverySource_andStandForOneStoreOnly() {
    Map<String, String> aliases = Map.of("padaria", "store-123", "store-456", "store-123");
    WebhookVerifier header =
        channel(StoreRule.builder().header("X-Store").aliases(aliases).build());
    genuine().header("X-Store", "padaria").acceptedBy(header);
    genuine().header("X-Store", "store-123").acceptedBy(header);
    genuine()
        .header("X-Store", "padaria")
        .header(MERCHANT_ID, SISTER.value())
        .refusedBy(header, RejectionReason.STORE_MISMATCH);
    genuine().header("X-Store", "Padaria").refusedBy(header, RejectionReason.STORE_MISMATCH);
    // An alias is what a source may hold, never what the merchant header may hold.
    genuine()
        .header("X-Store", "padaria")
        .header(MERCHANT_ID, "padaria")
        .refusedBy(header, RejectionReason.MERCHANT_NOT_AUTHORISED);
    // A store's name that is an alias of another one is that other one's.
    genuine()
        .header("X-Store", "store-456")
        .header(MERCHANT_ID, SISTER.value())
        .refusedBy(header, RejectionReason.STORE_MISMATCH);

    genuine(naming("padaria"))
        .acceptedBy(channel(StoreRule.builder().pointer("/storeId").aliases(aliases).build()));
    genuine()
        .path("/padaria")
        .acceptedBy(channel(StoreRule.builder().pathSegment(0).aliases(aliases).build()));
  }

  @Test
  void aliases_changedAfterwards_stayAsTheyWere() {
    Map<String, String> aliases = new HashMap<>(Map.of("padaria", "store-123"));
    StoreRule rule = StoreRule.builder().header("X-Store").aliases(aliases).build();
    aliases.put("other", "store-123");
    genuine().header("X-Store", "other").refusedBy(channel(rule), RejectionReason.STORE_MISMATCH);
    genuine().header("X-Store", "padaria").acceptedBy(channel(rule));
  }

  @Test
  void rulesField_standsInPlaceOfTheOperations() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT).store(pointer("/storeId")).build();
    genuine(naming("store-123")).acceptedBy(verifier);
    genuine(LOGISTIC_EVENT).refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void ruleWithoutField_leavesTheOperationsInForce() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT)
            .store(StoreRule.builder().header("X-Store").build())
            .build();
    genuine(LOGISTIC_EVENT).header("X-Store", "store-123").acceptedBy(verifier);
    genuine(LOGISTIC_EVENT)
        .header("X-Store", "store-456")
        .header(MERCHANT_ID, SISTER.value())
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "merchant/id", "#/merchant/id", "$.merchant.id", "/a~", "/a~2", " /a"})
  void pointerThatIsNone_isRefusedWhenBuilt(String pointer) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> StoreRule.builder().pointer(pointer))
                .getMessage());
    assertTrue(message.contains("'" + pointer + "'"), message);
    assertTrue(message.contains("RFC 6901"), message);
  }

  @Test
  void pointerWithEscapes_readsThatField() {
    WebhookVerifier verifier = channel(pointer("/a~1b/m~0n/0"));
    genuine(utf8("{\"a/b\":{\"m~n\":[\"store-123\"]}}")).acceptedBy(verifier);
    genuine(utf8("{\"a~1b\":{\"m~0n\":[\"store-123\"]}}"))
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "X Store", "X-Store:", "X-Störe", "X-Store\n"})
  void headerThatIsNoHeadersName_isRefusedWhenBuilt(String header) {
    assertThrows(IllegalArgumentException.class, () -> StoreRule.builder().header(header));
  }

  @Test
  void negativeSegmentOrNoSourceAtAll_isRefusedWhenBuilt() {
    assertThrows(IllegalArgumentException.class, () -> StoreRule.builder().pathSegment(-1));
    assertThrows(IllegalStateException.class, () -> StoreRule.builder().build());
    assertThrows(
        IllegalStateException.class,
        () -> StoreRule.builder().aliases(Map.of("a", "store-123")).build());
  }

  @Test
  void none_namesNoSource_andARuleNamesItsOwn() {
    assertTrue(StoreRule.none().header().isEmpty());
    assertTrue(StoreRule.none().pointer().isEmpty());
    assertTrue(StoreRule.none().pathSegment().isEmpty());
    StoreRule rule = StoreRule.builder().header("X-Store").pointer("/a/b").pathSegment(0).build();
    assertEquals("X-Store", rule.header().orElseThrow());
    assertEquals("/a/b", rule.pointer().orElseThrow());
    assertEquals(0, rule.pathSegment().orElseThrow());
    assertEquals("StoreRule[header=X-Store, pointer=/a/b, pathSegment=0, 0 aliases]", rule + "");
  }
}
