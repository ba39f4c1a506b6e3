package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The event's id, read from the signed body for a ledger, and the claim that is made of it. */
class EventIdTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static VerifiedWebhook verified(WebhookVerifier verifier, String body) {
    return verifier
        .verify(
            Delivery.signed(Delivery.APP, Delivery.STORE, Delivery.SECRET, Delivery.utf8(body))
                .build())
        .orElseThrow();
  }

  private static WebhookVerifier reading(WebhookOperation operation) {
    return Delivery.verifier(operation).build().readingEventId();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          v1/newEvent         | {"eventId":"evt-001"}             | evt-001
          v2/orderEvent       | {"x":[1,{"eventId":"no"}],"eventId":"e\\u0076t"} | evt
          v2/accountEvent     | {"eventId":"~!#"}                 | ~!#
          v2/customerEvent    | {"id":"c-1"}                      | c-1
          v2/customerEvent    | {"eventId":"c-1"}                 |
          v2/loyaltyEvent     | {"id":"l-1"}                      | l-1
          v1/confirmationCode | {"id":"l-1","eventId":"e"}        |
          ordering-channel    | {"id":"l-1","eventId":"e"}        |
          v1/newEvent         | {"eventId":7}                     |
          v1/newEvent         | {"eventId":null}                  |
          v1/newEvent         | {"eventId":""}                    |
          v1/newEvent         | {"eventId":"a b"}                 |
          v1/newEvent         | {"eventId":"é"}                   |
          v1/newEvent         | {"data":{"eventId":"evt-001"}}    |
          v1/newEvent         | []                                |
          """)
  void id_isReadWhereTheOperationHasOne(String operation, String body, String id) {
    WebhookVerifier verifier = reading(WebhookOperation.named(operation).orElseThrow());
    VerifiedWebhook webhook = verified(verifier, body);
    assertEquals(Optional.ofNullable(id), webhook.eventId());
    DeliveryClaim claim = DeliveryClaim.of(webhook, LEASE);
    assertEquals(
        id == null ? "sha256 " + claim.bodySha256() : id, claim.id().eventId(), "the claim's id");
    assertEquals(id == null, claim.id().isOfBody());
  }

  @Test
  void id_of128Characters_isTheLongest() {
    WebhookVerifier verifier = reading(WebhookOperation.V1_NEW_EVENT);
    String longest = "x".repeat(128);
    assertEquals(
        Optional.of(longest), verified(verifier, "{\"eventId\":\"" + longest + "\"}").eventId());
    assertEquals(
        Optional.empty(), verified(verifier, "{\"eventId\":\"" + longest + "y\"}").eventId());
  }

  @Test
  void verifierThatIsNotToldTo_readsNoId_andTakesAnyBody() {
    VerifiedWebhook webhook = verified(Delivery.verifier(), "{\"eventId\":\"evt-001\"");
    assertEquals(Optional.empty(), webhook.eventId());
  }

  @Test
  void merchantAndId_areReadTogether() {
    WebhookVerifier verifier =
        Delivery.verifier(WebhookOperation.V2_ORDER_EVENT)
            .store(StoreRule.builder().pointer("/store").build())
            .build()
            .readingEventId();
    VerifiedWebhook webhook = verified(verifier, "{\"eventId\":\"e-1\",\"store\":\"store-123\"}");
    assertEquals(Optional.of("e-1"), webhook.eventId());
    assertEquals(MerchantProof.SIGNED_FIELD, webhook.merchantProof());
  }

  @Test
  void claim_namesOwnerOperationMerchantAndDigest_andATokenOfItsOwn() {
    VerifiedWebhook webhook =
        verified(reading(WebhookOperation.V1_NEW_EVENT), "{\"eventId\":\"evt-001\"}");
    DeliveryClaim claim = DeliveryClaim.of(webhook, LEASE);
    assertEquals(new DeliveryId(webhook.owner(), "v1/newEvent", "evt-001"), claim.id());
    assertEquals(Delivery.STORE, claim.merchantId());
    // printf '{"eventId":"evt-001"}' | sha256sum
    assertEquals(
        "2b9d63b096158641ded48e4b0ea531d38ab26e7f397dfc113070a3d2288cad0b", claim.bodySha256());
    assertSame(LEASE, claim.lease());
    assertEquals(false, claim.token().equals(DeliveryClaim.of(webhook, LEASE).token()));
  }

  @Test
  void deliveryIds_areEqual_onlyIfAllPartsAre() {
    DeliveryId id = new DeliveryId("owner", "operation", "event");
    DeliveryId same = new DeliveryId("owner", "operation", "event");
    assertEquals(id, same);
    assertEquals(id.hashCode(), same.hashCode());
    assertNotEquals(id, new DeliveryId("other", "operation", "event"));
    assertNotEquals(id, new DeliveryId("owner", "other", "event"));
    assertNotEquals(id, new DeliveryId("owner", "operation", "other"));
    assertEquals(0, id.compareTo(same));
    assertNotEquals(0, id.compareTo(new DeliveryId("other", "operation", "event")));
    assertNotEquals(0, id.compareTo(new DeliveryId("owner", "other", "event")));
    assertNotEquals(0, id.compareTo(new DeliveryId("owner", "operation", "other")));
  }

  @Test
  void tokens_areNeverTwiceTheSame_andFitTheirColumn() {
    VerifiedWebhook webhook =
        verified(reading(WebhookOperation.V1_NEW_EVENT), "{\"eventId\":\"evt-001\"}");
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String token = DeliveryClaim.of(webhook, LEASE).token();
      assertTrue(token.matches("[0-9a-z]{1,19}-[0-9a-z]{1,13}"), token);
      tokens.add(token);
    }
    assertEquals(1000, tokens.size());
  }
}
