package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.OWN_SECRET;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cheap before dear, and nothing parsed before it is proven. */
class StepOrderTest {

  private static final int MAX_BODY = 100;

  /** What may be wrong with one delivery, in the order in which the steps look at it. */
  private enum Fault {
    ADDRESS_NOT_ALLOWED,
    HEADER_MISSING,
    HEADER_REPEATED,
    HEADER_MALFORMED,
    BODY_TOO_LARGE,
    CREDENTIALS_UNAVAILABLE,
    SIGNATURE_MALFORMED,
    UNKNOWN_SENDER,
    SIGNATURE_MISMATCH,
    MEDIA_TYPE_UNSUPPORTED,
    BODY_MALFORMED,
    MERCHANT_NOT_AUTHORISED,
    STORE_MISMATCH,
    MERCHANT_PROOF_TOO_WEAK
  }

  private static final WebhookVerifier STRICT =
      WebhookVerifier.builder(
              Delivery.SCHEME,
              (app, merchant) -> {
                if (app.value().equals("down")) {
                  throw new IllegalStateException("the directory is down");
                }
                return Delivery.directory().find(app, merchant);
              },
              WebhookOperation.V1_NEW_LOGISTIC_EVENT)
          .allowlist(AddressAllowlist.of(List.of("203.0.113.0/24")))
          .maxBodyBytes(MAX_BODY)
          .store(StoreRule.builder().header("X-Store").pointer("/merchant/id").build())
          .merchantProof(MerchantProof.KEY)
          .build();

  @Test
  void everyCombinationOfFaults_isRefusedForTheFirstOfThem() throws IOException {
    int combinations = 1 << Fault.values().length;
    for (int bits = 0; bits < combinations; bits++) {
      Set<Fault> faults = EnumSet.noneOf(Fault.class);
      int rest = bits;
      for (Fault fault : Fault.values()) {
        if ((rest & 1) == 1) {
          faults.add(fault);
        }
        rest >>= 1;
      }
      String expected =
          faults.isEmpty()
              ? "accepted"
              : RejectionReason.valueOf(faults.iterator().next().name()).code();
      Delivery delivery = deliveryWith(faults);
      assertEquals(expected, Delivery.outcome(delivery.to(STRICT)), faults::toString);
      assertEquals(expected, Delivery.outcome(streamed(delivery)), faults::toString);
    }
  }

  private static Delivery deliveryWith(Set<Fault> faults) {
    AppId app = MERCHANTS_APP;
    MerchantId merchant = OWN_STORE;
    Secret secret = OWN_SECRET;
    if (faults.contains(Fault.CREDENTIALS_UNAVAILABLE)) {
      app = AppId.of("down");
    } else if (faults.contains(Fault.UNKNOWN_SENDER)) {
      merchant = MerchantId.of("store-0");
    } else if (faults.contains(Fault.MERCHANT_NOT_AUTHORISED)) {
      app = APP;
      secret = SECRET;
      merchant = MerchantId.of("store-0");
    } else if (faults.contains(Fault.MERCHANT_PROOF_TOO_WEAK)) {
      app = APP;
      secret = SECRET;
      merchant = STORE;
    }
    String body =
        "{\"merchant\":{\"id\":\""
            + merchant.value()
            + "\"}"
            + " ".repeat(faults.contains(Fault.BODY_TOO_LARGE) ? MAX_BODY : 0)
            + (faults.contains(Fault.BODY_MALFORMED) ? "" : "}");
    Delivery delivery = Delivery.signed(app, merchant, secret, utf8(body));
    delivery.header(
        "X-Store", faults.contains(Fault.STORE_MISMATCH) ? "store-7" : merchant.value());
    if (faults.contains(Fault.ADDRESS_NOT_ALLOWED)) {
      delivery.peer("192.0.2.1");
    }
    if (faults.contains(Fault.HEADER_MISSING)) {
      delivery.header(APP_ID);
    }
    if (faults.contains(Fault.HEADER_MALFORMED)) {
      delivery.header(MERCHANT_ID, "a store");
    }
    if (faults.contains(Fault.HEADER_REPEATED)) {
      delivery.header(MERCHANT_ID, merchant.value(), merchant.value());
    }
    if (faults.contains(Fault.SIGNATURE_MISMATCH)) {
      delivery.header(SIGNATURE, "0".repeat(64));
    }
    if (faults.contains(Fault.SIGNATURE_MALFORMED)) {
      delivery.header(SIGNATURE, "sha256=" + "0".repeat(64));
    }
    if (faults.contains(Fault.MEDIA_TYPE_UNSUPPORTED)) {
      delivery.header("Content-Type", "text/plain");
    }
    return delivery;
  }

  private static Verdict streamed(Delivery delivery) throws IOException {
    byte[] body = delivery.body();
    Verification verification = STRICT.begin(delivery.declared(body.length).build());
    var stream = new ByteArrayInputStream(body);
    int count = 0;
    while (count >= 0) {
      count = verification.readFrom(stream);
    }
    return verification.finish();
  }

  @Test
  void wrongAddressOrHeaders_theDirectoryIsNotEvenAsked() {
    List<String> asked = new ArrayList<>();
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                Delivery.SCHEME,
                (app, merchant) -> {
                  asked.add(app.value() + " " + merchant.value());
                  return Delivery.directory().find(app, merchant);
                },
                WebhookOperation.V1_NEW_EVENT)
            .allowlist(AddressAllowlist.of(List.of("203.0.113.7")))
            .maxBodyBytes(EVENT.length)
            .build();

    genuine().peer("203.0.113.8").refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    genuine().peer(null).refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    genuine().header(SIGNATURE).refusedBy(verifier, RejectionReason.HEADER_MISSING);
    genuine().header(APP_ID, "a", "a").refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    genuine().header(APP_ID, "a b").refusedBy(verifier, RejectionReason.HEADER_MALFORMED);
    genuine(new byte[EVENT.length + 1]).refusedBy(verifier, RejectionReason.BODY_TOO_LARGE);
    assertEquals(List.of(), asked);

    genuine().acceptedBy(verifier);
    assertEquals(List.of(APP.value() + " " + STORE.value()), asked);
  }

  @Test
  void malformedJsonUnderAWrongSignature_isASignatureMismatch() {
    WebhookVerifier verifier = Delivery.verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT).build();
    for (String body : new String[] {"{", "\u0000", "{\"merchant\":{\"id\":\"store-456\"}}"}) {
      genuine().body(utf8(body)).refusedBy(verifier, RejectionReason.SIGNATURE_MISMATCH);
    }
    genuine(utf8("{")).refusedBy(verifier, RejectionReason.BODY_MALFORMED);
  }

  @Test
  void begin_alreadyRefused_readsNothingOfTheBody() throws IOException {
    Verification verification =
        Delivery.verifier().begin(genuine().header(SIGNATURE).declared(EVENT.length).build());
    var stream = new ByteArrayInputStream(EVENT);

    assertEquals(-1, verification.readFrom(stream));
    assertEquals(EVENT.length, stream.available());
    assertEquals(0, verification.bodyLength());
    assertTrue(verification.refusal().isPresent());
    assertEquals("header-missing", Delivery.outcome(verification.finish()));
  }

  @Test
  void begin_declaredTooLong_isRefusedBeforeAnythingIsRead() {
    WebhookVerifier verifier =
        Delivery.verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(10).build();
    assertEquals(
        RejectionReason.BODY_TOO_LARGE,
        verifier.begin(genuine().declared(11).build()).refusal().orElseThrow().reason());
    assertTrue(verifier.begin(genuine().declared(10).build()).refusal().isEmpty());
    assertEquals(
        RejectionReason.BODY_TOO_LARGE,
        verifier
            .begin(genuine().declared(Long.MAX_VALUE).build())
            .refusal()
            .orElseThrow()
            .reason());
  }
}
