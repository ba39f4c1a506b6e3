package dev.lacre.cli;

import dev.lacre.vectors.Payloads;
import java.util.List;
import java.util.Map;

/** What comes in, as it should. */
final class DemoGenuine {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final String LOGISTIC_EVENT = "/v1/newLogisticEvent";
  private static final String ORDERS_OF_STORE_9 = "/stores/store-9/orders";
  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] LOGISTICS = Payloads.bytes("newLogisticEvent-ACCEPTED.json");
  private static final byte[] ORDER = Payloads.bytes("v1-newEvent-CONFIRMED.json");
  private static final byte[] CODE = Payloads.bytes("confirmationCode.json");
  private static final String ASSERTED = "accepted, asserted";
  private static final String SIGNED_FIELD = "accepted, signed-field";
  private static final String PROVEN_BY_KEY = "accepted, key";
  private static final String MISMATCH = "signature-mismatch";

  private final DemoSetup setup;

  DemoGenuine(DemoSetup setup) {
    this.setup = setup;
  }

  /** Adds the deliveries under their headings. */
  void addTo(Map<String, List<DemoDelivery>> all) {
    all.put("Genuine deliveries come in", genuine());
    all.put("A secret is changed without a gap", rotation());
    all.put("What a signature does not prove", replayed());
  }

  private List<DemoDelivery> genuine() {
    byte[] crlf = Payloads.bytes("bytes-pretty-crlf.json");
    byte[] latin1 = Payloads.bytes("bytes-latin1-INVALID-utf8.json");
    return List.of(
        DemoDelivery.of(
            "newEvent",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", EVENT),
            204,
            ASSERTED,
            "One secret serves all merchants of this application: its signature proves the sender,"
                + " not the merchant."),
        DemoDelivery.of(
            "newLogisticEvent",
            setup.delivery(LOGISTIC_EVENT, DemoKey.LOGISTICS, DemoSetup.PIZZA_PLAZA, LOGISTICS),
            204,
            SIGNED_FIELD,
            "The signed body names the merchant, and the header agrees."),
        DemoDelivery.of(
                "confirmationCode",
                setup.delivery("/v1/confirmationCode", DemoKey.ORDERING, "store-123", CODE),
                200,
                ASSERTED,
                "The answer has a meaning here: 200 and the same bytes back say that the code is"
                    + " right.")
            .givenBack(CODE),
        DemoDelivery.of(
            "newEvent, a secret for each merchant",
            setup.delivery(NEW_EVENT, DemoKey.STORE_9, "store-9", EVENT),
            204,
            PROVEN_BY_KEY,
            "Nobody but this merchant's sender has the secret: the key itself proves the merchant."),
        DemoDelivery.of(
            "order of an ordering channel",
            setup.delivery(ORDERS_OF_STORE_9, DemoKey.STORE_9, "store-9", ORDER),
            200,
            PROVEN_BY_KEY,
            "The path names the store too, and all who name it agree."),
        DemoDelivery.of(
            "body with CRLF and indentation",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", crlf),
            204,
            ASSERTED,
            "Bytes are signed, not JSON: who parses and writes the body again refuses this one."),
        DemoDelivery.of(
            "body that is not UTF-8",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", latin1),
            204,
            ASSERTED,
            "Who reads the body as text before the check changes its bytes."),
        DemoDelivery.of(
            "body in chunks, no length",
            new DemoRequest(NEW_EVENT, setup.sign(DemoKey.ORDERING, "store-123", EVENT))
                .chunked(EVENT, 7),
            204,
            ASSERTED,
            "How the body is cut on the wire makes no difference."));
  }

  private List<DemoDelivery> rotation() {
    return List.of(
        DemoDelivery.of(
            "signed with the new secret",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", EVENT),
            204,
            ASSERTED,
            "While a secret is changed, both are active."),
        DemoDelivery.of(
            "signed with the old secret",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING_OLD, "store-123", EVENT),
            204,
            ASSERTED,
            "A sender that is not done yet loses nothing."),
        DemoDelivery.of(
            "signed with a retired secret",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING_RETIRED, "store-123", EVENT),
            403,
            MISMATCH,
            "Taken out of the configuration, it is worth nothing."));
  }

  private List<DemoDelivery> replayed() {
    return List.of(
        DemoDelivery.of(
            "the first delivery, once more",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", EVENT),
            204,
            ASSERTED,
            "There is no time in the signature: a delivery stays genuine for ever. Remember event"
                + " ids."));
  }
}
