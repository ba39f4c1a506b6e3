package dev.lacre.cli.conform.sender;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.vectors.internal.JsonFields;
import dev.lacre.verifier.WebhookOperation;

/**
 * Judges whether an event id stands for one event alone. Only a delivery whose signature is right
 * is remembered, so that no other spoils what a right one says later. Not thread-safe.
 */
final class EventIdJudge {

  private static final SenderCase QUESTION = SenderCase.EVENT_ID;

  /** Where the operations name an id that may be left out. */
  private static final String OPTIONAL = "/id";

  private final SignatureScheme scheme = SignatureScheme.openDelivery();
  private final EventIds events = new EventIds();

  /**
   * Judges one delivery.
   *
   * @param isSigned whether its signature is right
   */
  void judge(
      int number,
      WireRequest request,
      JsonFields json,
      WebhookOperation operation,
      boolean isSigned,
      DeliveryCases cases) {
    String pointer = operation.eventIdPointer().orElse(null);
    if (pointer == null) {
      return;
    }
    String fault = json.fault();
    String id = json.text(pointer);
    if (fault != null) {
      cases.error(QUESTION, "no event id can be read, for the body " + fault);
    } else if (pointer.equals(OPTIONAL) && !json.has(pointer)) {
      cases.pass(QUESTION, "none, and it may be left out");
    } else if (id == null || id.isEmpty()) {
      cases.fail(QUESTION, "no text at " + pointer + " of the body");
    } else {
      compare(number, request, operation.name(), id, isSigned, cases);
    }
  }

  private void compare(
      int number,
      WireRequest request,
      String operation,
      String id,
      boolean isSigned,
      DeliveryCases cases) {
    String app = request.agreed(scheme.appIdHeader()).orElse("");
    String merchant = request.agreed(scheme.merchantIdHeader()).orElse("");
    EventIds.Finding finding =
        isSigned
            ? events.see(number, app, operation, id, merchant, request.body())
            : events.compare(app, operation, id, merchant, request.body());
    String shown = "'" + DeliveryCases.shown(id) + "'";
    String delivery = "delivery " + events.first(app, operation, id);
    switch (finding) {
      case FRESH -> cases.pass(QUESTION, shown);
      case RETRY -> cases.pass(QUESTION, shown + " again, and the same bytes as in " + delivery);
      case OTHER_BYTES -> reused(shown + " again, and not the same bytes as in " + delivery, cases);
      case OTHER_MERCHANT ->
          reused(shown + " again, for another merchant than in " + delivery, cases);
    }
  }

  private static void reused(String actual, DeliveryCases cases) {
    cases.fail(QUESTION, actual, Bugs.EVENT_ID_REUSED, null);
  }
}
