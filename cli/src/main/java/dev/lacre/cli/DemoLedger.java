package dev.lacre.cli;

import dev.lacre.cli.DemoDelivery.Result;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.vectors.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What comes again, to a receiver that remembers. */
final class DemoLedger {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final String CONFIRMATION = "/v1/confirmationCode";
  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] CODE = Payloads.bytes("confirmationCode.json");
  private static final String ASSERTED = "accepted, asserted";

  private final DemoSetup setup;

  DemoLedger(DemoSetup setup) {
    this.setup = setup;
  }

  /** Adds the deliveries under their headings. */
  void addTo(Map<String, List<DemoDelivery>> all) {
    all.put(
        "What comes again, with \"ledger\": {}",
        Stream.concat(events(), codes()).map(DemoDelivery::remembered).toList());
  }

  private Stream<DemoDelivery> events() {
    byte[] event = setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", EVENT);
    SignedHeaders genuine = setup.sign(DemoKey.ORDERING, "store-123", EVENT);
    String text = new String(EVENT, StandardCharsets.UTF_8);
    byte[] others = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        DemoDelivery.of(
            "newEvent, to be remembered",
            event,
            204,
            ASSERTED,
            "Its event id is new: it goes to the application."),
        DemoDelivery.of(
            "newEvent, delivered again",
            event,
            204,
            Result.DUPLICATE,
            "Senders retry. Acknowledged as before, and the application is not called again."),
        DemoDelivery.of(
            "the same bytes for another merchant",
            new DemoRequest(NEW_EVENT, genuine).merchant("store-456").body(EVENT),
            403,
            "merchant-swapped",
            "The swap that no signature shows is noticed by who remembers. The log has an alarm."),
        DemoDelivery.of(
            "the same event id with other bytes",
            setup.delivery(NEW_EVENT, DemoKey.ORDERING, "store-123", others),
            409,
            "event-id-reused",
            "Rightly signed, but not what the id stood for: not acknowledged as if it were."));
  }

  private Stream<DemoDelivery> codes() {
    byte[] code = setup.delivery(CONFIRMATION, DemoKey.ORDERING, "store-123", CODE);
    return Stream.of(
        DemoDelivery.of(
                "confirmationCode, for the first time",
                code,
                200,
                ASSERTED,
                "Whether a code is right is for the application to say.")
            .givenBack(CODE),
        DemoDelivery.of(
                "confirmationCode, asked again",
                code,
                200,
                ASSERTED,
                "Asked again it is answered anew, and never from memory.")
            .givenBack(CODE));
  }
}
