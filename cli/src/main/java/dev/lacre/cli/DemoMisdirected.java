package dev.lacre.cli;

import dev.lacre.signer.SignedHeaders;
import dev.lacre.vectors.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is signed by a known sender, and says it is for somebody else. */
final class DemoMisdirected {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final String STRICT_NEW_EVENT = "/strict/newEvent";
  private static final String LOGISTIC_EVENT = "/v1/newLogisticEvent";
  private static final String ORDERS_OF_STORE_9 = "/stores/store-9/orders";
  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] LOGISTICS = Payloads.bytes("newLogisticEvent-ACCEPTED.json");
  private static final byte[] ORDER = Payloads.bytes("v1-newEvent-CONFIRMED.json");
  private static final String ASSERTED = "accepted, asserted";
  private static final String MISMATCH = "signature-mismatch";
  private static final String STORE_MISMATCH = "store-mismatch";

  private final DemoSetup setup;

  DemoMisdirected(DemoSetup setup) {
    this.setup = setup;
  }

  /** Adds the deliveries under their headings. */
  void addTo(Map<String, List<DemoDelivery>> all) {
    all.put("Who is the merchant?", merchants());
    all.put("Which store is it for?", stores());
  }

  private List<DemoDelivery> merchants() {
    SignedHeaders fromStore9 = setup.sign(DemoKey.STORE_9, "store-9", EVENT);
    SignedHeaders fromStore123 = setup.sign(DemoKey.ORDERING, "store-123", EVENT);
    SignedHeaders ofPizzaPlaza = setup.sign(DemoKey.LOGISTICS, DemoSetup.PIZZA_PLAZA, LOGISTICS);
    return List.of(
        DemoDelivery.of(
            "one secret a merchant: another merchant's secret",
            setup.delivery(NEW_EVENT, DemoKey.STORE_10, "store-9", EVENT),
            403,
            MISMATCH,
            "The secret of store-10 signs for store-10 alone."),
        DemoDelivery.of(
            "one secret a merchant: merchant swapped",
            new DemoRequest(NEW_EVENT, fromStore9).merchant("store-10").body(EVENT),
            403,
            MISMATCH,
            "The key is chosen by application and merchant, so the header cannot be changed."),
        DemoDelivery.of(
            "one secret for all: merchant swapped",
            new DemoRequest(NEW_EVENT, fromStore123).merchant("store-456").body(EVENT),
            204,
            ASSERTED,
            "DANGER: the signature covers the body, not the header. 'asserted' says: believe the"
                + " sender, not the merchant."),
        DemoDelivery.of(
            "the same swap, on a route that demands signed-field",
            new DemoRequest(STRICT_NEW_EVENT, fromStore123).merchant("store-456").body(EVENT),
            403,
            "merchant-proof-too-weak",
            "The remedy: \"merchantProof\": \"signed-field\" on the route, for it to refuse what only"
                + " asserts its merchant."),
        DemoDelivery.of(
            "body names the merchant: merchant swapped",
            new DemoRequest(LOGISTIC_EVENT, ofPizzaPlaza).merchant("store-456").body(LOGISTICS),
            403,
            STORE_MISMATCH,
            "A signed field gives the swap away."),
        DemoDelivery.of(
            "genuine, for a merchant not of this application",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-9", EVENT),
            403,
            "merchant-not-authorised",
            "Authentic is not authorised: an application speaks for its own merchants only."));
  }

  private List<DemoDelivery> stores() {
    String twice =
        "{\"merchant\":{\"id\":\""
            + DemoSetup.PIZZA_PLAZA
            + "\"},\"merchant\":{\"id\":\"store-456\"}}";
    byte[] doubled = twice.getBytes(StandardCharsets.US_ASCII);
    byte[] cut = "{\"merchant\":{\"id\":\"store-456\"}".getBytes(StandardCharsets.US_ASCII);
    return List.of(
        DemoDelivery.of(
            "header says store-10, path says store-9",
            setup.delivery(ORDERS_OF_STORE_9, DemoKey.STORE_10, "store-10", ORDER),
            403,
            STORE_MISMATCH,
            "Header, path and body must name one and the same store."),
        DemoDelivery.of(
            "JSON with a doubled key",
            setup.delivery(LOGISTIC_EVENT, DemoKey.LOGISTICS, "store-456", doubled),
            400,
            "body-malformed",
            "Parsers disagree whether the first or the last counts: checked as one store, booked as"
                + " another."),
        DemoDelivery.of(
            "JSON that ends too early",
            setup.delivery(LOGISTIC_EVENT, DemoKey.LOGISTICS, "store-456", cut),
            400,
            "body-malformed",
            "The field was there already, but only a whole document is believed."));
  }
}
