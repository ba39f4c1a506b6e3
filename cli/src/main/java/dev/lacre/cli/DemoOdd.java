package dev.lacre.cli;

import dev.lacre.cli.DemoDelivery.Result;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.vectors.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is wrong before any signature is looked at. */
final class DemoOdd {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final String ORDERS_OF_STORE_9 = "/stores/store-9/orders";
  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] ORDER = Payloads.bytes("v1-newEvent-CONFIRMED.json");
  private static final byte[] NOTHING = {};
  private static final String ADDRESS_NOT_ALLOWED = "address-not-allowed";
  private static final String TOO_LARGE = "body-too-large";

  private final DemoSetup setup;

  DemoOdd(DemoSetup setup) {
    this.setup = setup;
  }

  /** Adds the deliveries under their headings. */
  void addTo(Map<String, List<DemoDelivery>> all) {
    all.put("Where does it come from?", addresses());
    all.put("Odd requests", odd());
  }

  private List<DemoDelivery> addresses() {
    SignedHeaders genuine = setup.sign(DemoKey.ORDERING, "store-123", EVENT);
    String spoofed = DemoSetup.LISTED_ADDRESS + ", " + DemoSetup.UNLISTED_ADDRESS;
    return List.of(
        DemoDelivery.of(
            "genuine, from an address not listed",
            new DemoRequest(NEW_EVENT, genuine).from(DemoSetup.UNLISTED_ADDRESS).body(EVENT),
            403,
            ADDRESS_NOT_ALLOWED,
            "A stolen secret is worth little elsewhere. Checked before anything is read."),
        DemoDelivery.of(
            "a listed address put in front of it",
            new DemoRequest(NEW_EVENT, genuine).from(spoofed).body(EVENT),
            403,
            ADDRESS_NOT_ALLOWED,
            "X-Forwarded-For is walked from the right, and only as far as trusted proxies wrote it."));
  }

  private List<DemoDelivery> odd() {
    SignedHeaders genuine = setup.sign(DemoKey.ORDERING, "store-123", EVENT);
    SignedHeaders ofStore9 = setup.sign(DemoKey.STORE_9, "store-9", ORDER);
    byte[] tooLong = "x".repeat(DemoSetup.LONGEST_ORDER + 1).getBytes(StandardCharsets.US_ASCII);
    String notCanonical = "path-not-canonical";
    return List.of(
        DemoDelivery.of(
            "path //v1/newEvent",
            new DemoRequest("//v1/newEvent", genuine).body(EVENT),
            400,
            notCanonical,
            "A router may read it as the route, where a filter mapped to the route does not."),
        DemoDelivery.of(
            "path /v1/./newEvent",
            new DemoRequest("/v1/./newEvent", genuine).body(EVENT),
            400,
            notCanonical,
            "So a path that can be read in two ways goes no further, even rightly signed."),
        DemoDelivery.of(
            "path /v1/%6eewEvent",
            new DemoRequest("/v1/%6eewEvent", genuine).body(EVENT),
            400,
            notCanonical,
            "%6e is a needless way to write n."),
        DemoDelivery.of(
            "path that is no route",
            new DemoRequest("/elsewhere", genuine).body(EVENT),
            404,
            Result.NO_ROUTE,
            "Other paths pass the filter untouched; here nothing lives behind them."),
        DemoDelivery.of(
            "PUT instead of POST",
            new DemoRequest(NEW_EVENT, genuine).method("PUT").body(EVENT),
            405,
            "method-not-allowed",
            "Every method of a route is guarded, and only one is let in."),
        DemoDelivery.of(
            "too large, by its declared length",
            new DemoRequest(ORDERS_OF_STORE_9, ofStore9).declaring(1L << 40, NOTHING),
            413,
            TOO_LARGE,
            "Refused without reading: a declared length costs the receiver nothing."),
        DemoDelivery.of(
            "too large, in chunks",
            new DemoRequest(ORDERS_OF_STORE_9, setup.sign(DemoKey.STORE_9, "store-9", tooLong))
                .chunked(tooLong, 1024),
            413,
            TOO_LARGE,
            "One byte over the bound, counted while it is read."),
        DemoDelivery.of(
            "cut off before its end",
            new DemoRequest(NEW_EVENT, genuine).declaring(EVENT.length + 1L, EVENT),
            400,
            "body-incomplete",
            "Even if what came is rightly signed, it is not what was announced."));
  }
}
