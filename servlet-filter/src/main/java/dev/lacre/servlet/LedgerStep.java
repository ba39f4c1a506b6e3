package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as the filter uses it: asked before the application is called, told afterwards.
 * Immutable.
 *
 * @param ledger null if none is used
 * @param lease how long a claim holds
 * @param proceedsWhenDown whether the application is called when the ledger cannot tell
 * @param patience with a delivery in progress that is about to end
 */
record LedgerStep(
    @Nullable DeliveryLedger ledger, Duration lease, boolean proceedsWhenDown, ClaimWait patience) {

  private static final String HELD = DeliveryLedger.class.getName() + ".held";
  private static final Entry GRANTED = new Entry(new ClaimResult.Granted(), null);

  /** No ledger: each delivery is new. */
  static final LedgerStep NONE = new LedgerStep(null, DeliveryLedger.DEFAULT_LEASE, false);

  LedgerStep(@Nullable DeliveryLedger ledger, Duration lease, boolean proceedsWhenDown) {
    this(ledger, lease, proceedsWhenDown, new ClaimWait());
  }

  /**
   * What the ledger said.
   *
   * @param result granted if there is no ledger, and null if it cannot tell
   * @param claim to complete or release, or null if there is nothing to tell the ledger
   */
  record Entry(@Nullable ClaimResult result, @Nullable DeliveryClaim claim) {}

  /** A claim that a request holds already, by this filter or another one in its chain. */
  private record Held(DeliveryLedger ledger, DeliveryClaim claim) {

    boolean covers(DeliveryLedger other, DeliveryClaim wish) {
      return ledger == other
          && claim.id().equals(wish.id())
          && claim.merchantId().equals(wish.merchantId())
          && claim.bodySha256().equals(wish.bodySha256());
    }
  }

  /**
   * Claims a delivery for a request.
   *
   * @throws RuntimeException if the ledger cannot tell
   */
  Entry enter(VerifiedWebhook webhook, HttpServletRequest request) {
    if (ledger == null || (!webhook.isSigned() && webhook.bodyLength() == 0)) {
      // An empty body tells no event from another: two of them are not one that came again.
      return GRANTED;
    }
    DeliveryClaim claim = DeliveryClaim.of(webhook, lease);
    List<Held> before = held(request);
    for (Held each : before) {
      if (each.covers(ledger, claim)) {
        return GRANTED;
      }
    }
    ClaimResult result = patience.claim(ledger, claim);
    if (result instanceof ClaimResult.Done && webhook.operation().echoesBody()) {
      // The answer carries business meaning: only the application can give it, each time anew.
      return GRANTED;
    }
    if (!(result instanceof ClaimResult.Granted)) {
      return new Entry(result, null);
    }
    Held now = new Held(ledger, claim);
    request.setAttribute(
        HELD,
        before.isEmpty() ? List.of(now) : Stream.concat(before.stream(), Stream.of(now)).toList());
    return new Entry(result, claim);
  }

  /** Returns what to do when the ledger failed. */
  Entry whenDown() {
    return proceedsWhenDown ? GRANTED : new Entry(null, null);
  }

  private static List<Held> held(HttpServletRequest request) {
    return request.getAttribute(HELD) instanceof List<?> claims
        ? claims.stream().map(Held.class::cast).toList()
        : List.of();
  }

  /**
   * Tells the ledger how the application answered.
   *
   * @return false if the claim was lost meanwhile
   * @throws RuntimeException if the ledger cannot take it in
   */
  boolean leave(DeliveryClaim claim, int status) {
    if (ledger == null) {
      return true;
    }
    return status >= 200 && status <= 299 ? ledger.complete(claim, status) : ledger.release(claim);
  }
}
