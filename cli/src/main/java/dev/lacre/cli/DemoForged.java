package dev.lacre.cli;

import dev.lacre.signer.SignedHeaders;
import dev.lacre.vectors.Payloads;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a forger sends without the secret. */
final class DemoForged {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final String ORDERS_OF_STORE_9 = "/stores/store-9/orders";
  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] NOTHING = {};
  private static final String MISMATCH = "signature-mismatch";
  private static final String MALFORMED = "signature-malformed";

  private final DemoSetup setup;

  DemoForged(DemoSetup setup) {
    this.setup = setup;
  }

  /** Adds the deliveries under their headings. */
  void addTo(Map<String, List<DemoDelivery>> all) {
    all.put("Forged signatures stay out", forged());
  }

  private List<DemoDelivery> forged() {
    byte[] tampered = EVENT.clone();
    tampered[tampered.length - 3] ^= 1;
    SignedHeaders genuine = setup.sign(DemoKey.ORDERING, "store-123", EVENT);
    return List.of(
        DemoDelivery.of(
            "one bit of the body changed",
            new DemoRequest(NEW_EVENT, genuine).body(tampered),
            403,
            MISMATCH,
            "The signature covers every byte."),
        DemoDelivery.of(
            "signed with a wrong secret",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING_FORGED, "store-123", EVENT),
            403,
            MISMATCH,
            "Only the holder of the secret can sign. Open Delivery v1 declares 403 here."),
        DemoDelivery.of(
            "the same to an ordering channel",
            setup.delivery(ORDERS_OF_STORE_9, DemoKey.STORE_9_FORGED, "store-9", EVENT),
            401,
            MISMATCH,
            "Each operation refuses as its own specification says: here it is 401."),
        DemoDelivery.of(
            "no signature",
            new DemoRequest(NEW_EVENT, genuine).withoutSignature().body(EVENT),
            403,
            "header-missing",
            "A missing signature is a refusal, never a skipped check."),
        DemoDelivery.of(
            "two signatures, one of them right",
            new DemoRequest(NEW_EVENT, genuine).secondSignature("0".repeat(64)).body(EVENT),
            403,
            "header-repeated",
            "Two readers could take different ones; a header that counts stands once."),
        DemoDelivery.of(
            "signature in upper case",
            new DemoRequest(NEW_EVENT, genuine)
                .signature(genuine.signature().toUpperCase(Locale.ROOT))
                .body(EVENT),
            403,
            MALFORMED,
            "One form is specified. Nothing is guessed, and no encodings are tried in turn."),
        DemoDelivery.of(
            "signature cut short",
            new DemoRequest(NEW_EVENT, genuine)
                .signature(genuine.signature().substring(0, 8))
                .body(EVENT),
            403,
            MALFORMED,
            "Whoever compares only what is given can be satisfied with a few digits."),
        DemoDelivery.of(
            "unknown application",
            setup.delivery(NEW_EVENT, DemoKey.STRANGER, "store-123", EVENT),
            403,
            "unknown-sender",
            "Answered like a wrong signature and after the same work: nobody learns who is known."),
        DemoDelivery.of(
            "empty body, rightly signed",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", NOTHING),
            403,
            "body-empty",
            "The signature of nothing is the same for ever: seen once, it could be sent always."));
  }
}
