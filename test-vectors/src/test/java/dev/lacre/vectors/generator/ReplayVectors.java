package dev.lacre.vectors.generator;

import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What comes again: retries are genuine, and one body under another merchant is suspicious. */
final class ReplayVectors {

  private ReplayVectors() {}

  static List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Op op : Op.values()) {
      Draft first =
          Draft.genuine(
              Receiver.of(op),
              Rules.DELIVERED_AGAIN,
              "replay/" + op.word() + "/first",
              "A genuine delivery for the first time",
              Payloads.bytes(op.payload()));
      drafts.add(first);
      drafts.add(
          first
              .derive(
                  Rules.DELIVERED_AGAIN,
                  "same-again",
                  "The same delivery again is acknowledged again",
                  "the receiver had it before")
              .valid()
              .again());
      Draft swapped =
          first
              .derive(
                  Rules.SWAP,
                  "another-merchant",
                  "The same body and signature under another merchant of the sender",
                  "the merchant header names another merchant, and the receiver had it before")
              .again()
              .header(Draft.MERCHANT, "store-456");
      boolean named = op == Op.V1_NEW_LOGISTIC_EVENT || op == Op.ORDERING_CHANNEL;
      drafts.add(
          (named ? swapped : swapped.acceptable(Flags.NEEDS_MEMORY)).trap(Bugs.SWAP_NOT_SEEN));
      drafts.add(
          first
              .derive(
                  Rules.VERIFIED,
                  "same-signature-other-body",
                  "The signature of another delivery is refused",
                  "another body under a signature that the receiver had before")
              .again()
              .body("{\"eventId\":\"evt-2\"}".getBytes(StandardCharsets.UTF_8))
              .trap(Bugs.NOT_CHECKED));
    }
    for (Op op : List.of(Op.V2_CUSTOMER_EVENT, Op.V2_LOYALTY_EVENT)) {
      Draft without =
          Draft.genuine(
              Receiver.of(op),
              Rules.NO_EVENT_ID,
              "replay/" + op.word() + "/no-event-id",
              "An event without an id",
              Payloads.bytes(op.operation().replace('/', '-') + "-minimal-noId.json"));
      drafts.add(without);
      drafts.add(
          without
              .derive(
                  Rules.DELIVERED_AGAIN,
                  "no-event-id-again",
                  "An event without an id comes again",
                  "the receiver had it before")
              .valid()
              .again());
    }
    Draft first =
        Draft.genuine(
            Receiver.of(Op.V1_NEW_LOGISTIC_EVENT),
            Rules.DELIVERED_AGAIN,
            "replay/v1-newLogisticEvent/position",
            "A courier's position",
            position("-23.55"));
    drafts.add(first);
    drafts.add(
        first
            .derive(
                Rules.DELIVERED_AGAIN,
                "position-moved",
                "The same type and delivery with new coordinates is another event",
                "the receiver had it with other coordinates before")
            .valid()
            .again()
            .signedBody(position("-23.56")));
    return drafts;
  }

  private static byte[] position(String latitude) {
    return ("{\"deliveryId\":\"d-1\",\"merchant\":{\"id\":\""
            + Sender.PIZZA_PLAZA
            + "\"},\"event\":{\"type\":\"DELIVERY_ONGOING\",\"latitude\":"
            + latitude
            + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
