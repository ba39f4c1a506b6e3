package dev.lacre.servlet;

import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of {@link DeliveryLedger}, written as they are read, over a list and for one thread.
 */
final class LedgerModel implements DeliveryLedger {

  private final List<Line> lines = new ArrayList<>();
  private final Clock clock;

  LedgerModel(Clock clock) {
    this.clock = clock;
  }

  private static final class Line {
    DeliveryClaim claim;
    Instant leaseEnd;
    String state = "in progress";
    int status;

    Line(DeliveryClaim claim, Instant now) {
      this.claim = claim;
      this.leaseEnd = now.plus(claim.lease());
    }

    boolean busy(Instant now) {
      return state.equals("in progress") && now.isBefore(leaseEnd);
    }

    boolean sameBytes(DeliveryClaim other) {
      return claim.bodySha256().equals(other.bodySha256());
    }

    boolean sameMerchant(DeliveryClaim other) {
      return claim.merchantId().equals(other.merchantId());
    }
  }

  @Override
  public ClaimResult claim(DeliveryClaim claim) {
    Instant now = clock.instant();
    List<Line> ofEvent = lines.stream().filter(line -> line.claim.id().equals(claim.id())).toList();
    for (Line line : ofEvent) {
      if (line.sameBytes(claim) && !line.sameMerchant(claim)) {
        return new ClaimResult.MerchantSwapped(line.claim.merchantId());
      }
    }
    for (Line line : ofEvent) {
      boolean open = line.state.equals("done") || line.busy(now);
      if (line.sameMerchant(claim) && !line.sameBytes(claim) && open) {
        return new ClaimResult.EventIdReused();
      }
      if (line.sameMerchant(claim) && line.state.equals("done")) {
        return new ClaimResult.Done(line.status);
      }
      if (line.sameMerchant(claim) && line.busy(now)) {
        return new ClaimResult.InProgress();
      }
    }
    lines.removeIf(line -> line.claim.id().equals(claim.id()) && line.sameMerchant(claim));
    lines.add(new Line(claim, now));
    return new ClaimResult.Granted();
  }

  @Override
  public boolean complete(DeliveryClaim claim, int status) {
    return end(claim, "done", status);
  }

  @Override
  public boolean release(DeliveryClaim claim) {
    return end(claim, "released", 0);
  }

  private boolean end(DeliveryClaim claim, String state, int status) {
    for (Line line : lines) {
      if (line.claim.token().equals(claim.token()) && line.state.equals("in progress")) {
        line.state = state;
        line.status = status;
        return true;
      }
    }
    return false;
  }
}
