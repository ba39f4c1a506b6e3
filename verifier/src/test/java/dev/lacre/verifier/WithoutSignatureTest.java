package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Routes that demand no signature: whose request it is, for whom, and what is not proven. */
class WithoutSignatureTest {

  private static final String KEY = "key-of-the-application-7f3a";
  private static final String ONE_KEY = "key-of-a-client-with-one-store";
  private static final AppId ONE = AppId.of("client-of-one-store");
  private static final WebhookOperation CHANNEL = WebhookOperation.ORDERING_CHANNEL;

  private static final ApiKeys KEYS =
      ApiKeys.builder()
          .client(APP, List.of(Secret.ofUtf8(KEY)), List.of(STORE, SISTER))
          .client(ONE, List.of(Secret.ofUtf8(ONE_KEY)), List.of(STORE))
          .build();

  private static WebhookVerifier.Builder verifier(StoreRule.Builder rule) {
    return WebhookVerifier.withoutSignature(KEYS, CHANNEL).store(rule.build());
  }

  private static Delivery delivery(String body) {
    return Delivery.genuine(utf8(body))
        .header(APP_ID)
        .header(MERCHANT_ID)
        .header(Delivery.SIGNATURE)
        .header("X-API-KEY", KEY);
  }

  @Test
  void store_isTakenFromTheHeader() {
    WebhookVerifier verifier = verifier(StoreRule.builder().header("X-Store")).build();
    VerifiedWebhook webhook =
        delivery("any body").header("X-Store", "store-456").acceptedBy(verifier);
    assertEquals(APP, webhook.appId());
    assertEquals(SISTER, webhook.merchantId());
    assertEquals(MerchantProof.ASSERTED, webhook.merchantProof());
    assertFalse(webhook.isSigned());
    assertEquals(-1, webhook.secretPosition());
    assertArrayEquals(utf8("any body"), webhook.body());
    delivery("x").refusedBy(verifier, RejectionReason.HEADER_MISSING);
    delivery("x")
        .header("X-Store", "store-456", "store-123")
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    delivery("x")
        .header("X-Store", "store-9")
        .refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
    delivery("x").header("X-Store", "a b").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void store_isTakenFromThePath() {
    WebhookVerifier verifier = verifier(StoreRule.builder().pathSegment(1)).build();
    assertEquals(STORE, delivery("").path("/stores/store-123/x").acceptedBy(verifier).merchantId());
    assertEquals(STORE, delivery("").path("/stores/store%2D123").acceptedBy(verifier).merchantId());
    delivery("")
        .path("/stores/store-9")
        .refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
    delivery("").path("/stores").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery("").path("/stores/").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void store_isTakenFromTheBody_whichThenMustBeStrictJson() {
    WebhookVerifier verifier = verifier(StoreRule.builder().pointer("/store")).build();
    VerifiedWebhook webhook = delivery("{\"store\":\"store-123\"}").acceptedBy(verifier);
    assertEquals(STORE, webhook.merchantId());
    assertEquals(MerchantProof.ASSERTED, webhook.merchantProof());
    delivery("{\"store\":\"store-123\",\"store\":\"store-456\"}")
        .refusedBy(verifier, RejectionReason.BODY_MALFORMED);
    delivery("").refusedBy(verifier, RejectionReason.BODY_MALFORMED);
    delivery("{}").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery("{\"store\":7}").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery("{\"store\":\"store-9\"}")
        .refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
    delivery("{\"store\":\"store-123\"}")
        .header("Content-Type", "text/plain")
        .refusedBy(verifier, RejectionReason.MEDIA_TYPE_UNSUPPORTED);
  }

  @Test
  void fieldOfTheOperation_isEnough() {
    WebhookVerifier verifier =
        WebhookVerifier.withoutSignature(KEYS, WebhookOperation.V1_NEW_LOGISTIC_EVENT).build();
    assertEquals(
        STORE, delivery("{\"merchant\":{\"id\":\"store-123\"}}").acceptedBy(verifier).merchantId());
  }

  @Test
  void allSources_mustNameTheSameStore() {
    WebhookVerifier verifier =
        verifier(StoreRule.builder().header("X-Store").pointer("/store").pathSegment(1)).build();
    String body = "{\"store\":\"store-123\"}";
    Delivery good = delivery(body).header("X-Store", "store-123").path("/stores/store-123");
    good.acceptedBy(verifier);
    good.header(MERCHANT_ID, "store-123").acceptedBy(verifier);
    good.header(MERCHANT_ID, "store-456").refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    good.header(MERCHANT_ID)
        .header("X-Store", "store-456")
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery(body)
        .header("X-Store", "store-123")
        .path("/stores/store-456")
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
    delivery("{\"store\":\"store-456\"}")
        .header("X-Store", "store-123")
        .path("/stores/store-123")
        .refusedBy(verifier, RejectionReason.STORE_MISMATCH);
  }

  @Test
  void identityHeaders_mayBeAbsent_butNeitherOddNorContradict() {
    WebhookVerifier verifier = verifier(StoreRule.builder().header("X-Store")).build();
    Delivery good = delivery("x").header("X-Store", "store-123");
    good.header(APP_ID, APP.value()).header(MERCHANT_ID, "store-123").acceptedBy(verifier);
    good.header(APP_ID, ONE.value()).refusedBy(verifier, RejectionReason.CREDENTIALS_DISAGREE);
    good.header(APP_ID, APP.value(), APP.value())
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    good.header(APP_ID, "").refusedBy(verifier, RejectionReason.HEADER_MISSING);
    good.header(APP_ID)
        .header(MERCHANT_ID, "store-123", "store-123")
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    good.header(MERCHANT_ID, "a b").refusedBy(verifier, RejectionReason.HEADER_MALFORMED);
  }

  @Test
  void merchantHeaderItself_canBeTheSource_andHasAliases() {
    WebhookVerifier verifier =
        verifier(
                StoreRule.builder()
                    .header("x-app-merchantid")
                    .aliases(Map.of("alias", "store-456")))
            .build();
    assertEquals(
        STORE, delivery("x").header(MERCHANT_ID, "store-123").acceptedBy(verifier).merchantId());
    assertEquals(
        SISTER, delivery("x").header(MERCHANT_ID, "alias").acceptedBy(verifier).merchantId());
    delivery("x").refusedBy(verifier, RejectionReason.HEADER_MISSING);
  }

  @Test
  void credential_isJudgedBeforeTheStoreIsLookedAt() {
    WebhookVerifier verifier = verifier(StoreRule.builder().header("X-Store")).build();
    delivery("x").header("X-API-KEY", "wrong").refusedBy(verifier, RejectionReason.UNKNOWN_API_KEY);
    Verification begun = verifier.begin(delivery("x").header("X-API-KEY", "wrong").build());
    assertTrue(begun.refusal().isPresent());
    assertTrue(begun.refusal().get().claimedMerchantId().isEmpty());
  }

  @Test
  void credentialOfOneMerchant_provesIt() {
    WebhookVerifier strict =
        verifier(StoreRule.builder().header("X-Store")).merchantProof(MerchantProof.KEY).build();
    VerifiedWebhook webhook =
        delivery("x")
            .header("X-API-KEY", ONE_KEY)
            .header("X-Store", "store-123")
            .acceptedBy(strict);
    assertEquals(MerchantProof.KEY, webhook.merchantProof());
    delivery("x")
        .header("X-Store", "store-123")
        .refusedBy(strict, RejectionReason.MERCHANT_PROOF_TOO_WEAK);
    WebhookVerifier field =
        verifier(StoreRule.builder().pointer("/store"))
            .merchantProof(MerchantProof.SIGNED_FIELD)
            .build();
    delivery("{\"store\":\"store-123\"}").refusedBy(field, RejectionReason.MERCHANT_PROOF_TOO_WEAK);
  }

  @Test
  void emptyBody_isTaken_andOtherBoundsHold() {
    WebhookVerifier verifier = verifier(StoreRule.builder().pathSegment(1)).maxBodyBytes(4).build();
    Delivery good = delivery("").path("/stores/store-123");
    assertEquals(0, good.acceptedBy(verifier).bodyLength());
    good.body(utf8("1234")).acceptedBy(verifier);
    good.body(utf8("12345")).refusedBy(verifier, RejectionReason.BODY_TOO_LARGE);
    good.body(utf8("123")).declared(4).refusedBy(verifier, RejectionReason.BODY_INCOMPLETE);
  }

  @Test
  void owner_isOfOneMerchant_andNeverAnOwnerOfSecrets() {
    WebhookVerifier verifier = verifier(StoreRule.builder().pathSegment(1)).build();
    String owner = delivery("").path("/stores/store-123").acceptedBy(verifier).owner();
    assertEquals(owner, delivery("x").path("/stores/store-123").acceptedBy(verifier).owner());
    assertNotEquals(owner, delivery("").path("/stores/store-456").acceptedBy(verifier).owner());
    assertNotEquals(
        owner,
        delivery("x")
            .header("X-API-KEY", ONE_KEY)
            .path("/stores/store-123")
            .acceptedBy(verifier)
            .owner());
    assertTrue(owner.startsWith(APP.value() + " "), owner);
    // Ids have no blanks, so an owner of secrets has at most one.
    assertEquals(5, owner.split(" ", -1).length);
    assertThrows(IllegalArgumentException.class, () -> MerchantId.of("without signature"));
  }

  @Test
  void routeWithoutAnySourceOfTheMerchant_isAFault() {
    IllegalStateException fault =
        assertThrows(
            IllegalStateException.class,
            () -> WebhookVerifier.withoutSignature(KEYS, CHANNEL).build());
    assertTrue(fault.toString().contains("X-App-MerchantId"), fault::toString);
  }

  @Test
  void verifier_saysThatThereIsNoSignature() {
    String text = verifier(StoreRule.builder().pathSegment(1)).build().toString();
    assertTrue(text.contains("no signature"), text);
    assertFalse(text.contains(KEY), text);
  }
}
