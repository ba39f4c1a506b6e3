package dev.lacre.verifier.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.lacre.signer.MerchantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A ledger in memory, over a bounded cache. Thread-safe: all records of one event id share a lock,
 * of which there are a fixed number; none is held while anything blocks.
 *
 * <p>The cache bounds by age alone. By number, a cache drops what is asked for least, and that may
 * be what was claimed last; here the oldest must go, so the ledger takes them out itself.
 */
final class InMemoryLedger implements DeliveryLedger {

  private static final int STRIPES = 64;

  /** Forgetting a part of the records at once makes its cost small for each. */
  private static final int FORGOTTEN_PART = 64;

  private final Cache<BodySlot, Entry> byBody;
  private final Cache<MerchantSlot, Entry> byMerchant;
  private final Policy.FixedExpiration<BodySlot, Entry> ages;
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
  private final ReentrantLock forgetting = new ReentrantLock();
  private final Duration retention;
  private final int maxEntries;
  private final Clock clock;

  InMemoryLedger(Duration retention, int maxEntries, Clock clock) {
    if (retention.isNegative() || retention.isZero()) {
      throw new IllegalArgumentException(
          "The retention "
              + retention
              + " is not positive; give a time longer than senders go on trying, such as PT96H.");
    }
    if (maxEntries < 1) {
      throw new IllegalArgumentException(
          "The ledger is to hold " + maxEntries + " deliveries, but must hold at least 1.");
    }
    this.retention = retention;
    this.maxEntries = maxEntries;
    this.clock = clock;
    this.byBody = cache(retention);
    this.byMerchant = cache(retention);
    this.ages = byBody.policy().expireAfterWrite().orElseThrow();
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  private <K> Cache<K, Entry> cache(Duration retention) {
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    return Caffeine.newBuilder()
        .expireAfterWrite(retention)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }

  private record BodySlot(DeliveryId id, String bodySha256) {}

  private record MerchantSlot(DeliveryId id, MerchantId merchantId) {}

  private enum State {
    IN_PROGRESS,
    DONE,
    RELEASED
  }

  /** One record. What changes is guarded by the lock of its id. */
  private static final class Entry {

    final DeliveryId id;
    final MerchantId merchantId;
    final String bodySha256;
    volatile State state = State.RELEASED;
    String token = "";
    volatile Instant leaseEnd = Instant.MIN;
    int status;

    Entry(DeliveryClaim claim) {
      this.id = claim.id();
      this.merchantId = claim.merchantId();
      this.bodySha256 = claim.bodySha256();
    }

    boolean isInProgress(Instant now) {
      return state == State.IN_PROGRESS && now.isBefore(leaseEnd);
    }

    boolean isHeldBy(DeliveryClaim claim) {
      return state == State.IN_PROGRESS
          && merchantId.equals(claim.merchantId())
          && token.equals(claim.token());
    }
  }

  @Override
  public void checkLease(Duration lease) {
    if (lease.compareTo(retention) > 0) {
      throw new IllegalArgumentException(
          "The lease "
              + lease
              + " is longer than the ledger's retention "
              + retention
              + ", so a delivery in progress would be forgotten; make the retention longer.");
    }
  }

  @Override
  public ClaimResult claim(DeliveryClaim claim) {
    ReentrantLock stripe = stripe(claim.id());
    stripe.lock();
    try {
      return claimLocked(claim, clock.instant());
    } finally {
      stripe.unlock();
    }
  }

  private ClaimResult claimLocked(DeliveryClaim claim, Instant now) {
    Entry entry = byBody.getIfPresent(bodySlot(claim));
    if (entry != null && !entry.merchantId.equals(claim.merchantId())) {
      return new ClaimResult.MerchantSwapped(entry.merchantId);
    }
    if (entry == null && !claim.id().isOfBody()) {
      Entry others = byMerchant.getIfPresent(merchantSlot(claim));
      if (others != null && (others.state == State.DONE || others.isInProgress(now))) {
        return new ClaimResult.EventIdReused();
      }
      if (others != null) {
        byBody.asMap().remove(new BodySlot(others.id, others.bodySha256), others);
      }
    }
    if (entry != null && entry.state == State.DONE) {
      return new ClaimResult.Done(entry.status);
    }
    if (entry != null && entry.isInProgress(now)) {
      return new ClaimResult.InProgress();
    }
    if (entry == null) {
      makeRoom(now);
      entry = new Entry(claim);
    }
    grant(entry, claim, now);
    return new ClaimResult.Granted();
  }

  private void grant(Entry entry, DeliveryClaim claim, Instant now) {
    entry.token = claim.token();
    entry.leaseEnd = now.plus(claim.lease());
    entry.state = State.IN_PROGRESS;
    byBody.put(bodySlot(claim), entry);
    if (!claim.id().isOfBody()) {
      byMerchant.put(merchantSlot(claim), entry);
    }
  }

  @Override
  public boolean complete(DeliveryClaim claim, int status) {
    return end(claim, State.DONE, status);
  }

  @Override
  public boolean release(DeliveryClaim claim) {
    return end(claim, State.RELEASED, 0);
  }

  private boolean end(DeliveryClaim claim, State state, int status) {
    ReentrantLock stripe = stripe(claim.id());
    stripe.lock();
    try {
      Entry entry = byBody.getIfPresent(bodySlot(claim));
      if (entry == null || !entry.isHeldBy(claim)) {
        return false;
      }
      entry.status = status;
      entry.state = state;
      return true;
    } finally {
      stripe.unlock();
    }
  }

  /** Forgets the oldest records that are not in progress, if there are too many. */
  private void makeRoom(Instant now) {
    if (byBody.estimatedSize() < maxEntries) {
      return;
    }
    forgetting.lock();
    try {
      byBody.cleanUp();
      byMerchant.cleanUp();
      long excess = byBody.estimatedSize() - maxEntries + 1;
      if (excess <= 0) {
        return;
      }
      long wanted = excess + maxEntries / FORGOTTEN_PART;
      if (forget(ages.oldest((int) Math.min(wanted, maxEntries)), wanted, now) == 0
          && forget(ages.oldest(Integer.MAX_VALUE), wanted, now) == 0) {
        throw new IllegalStateException(
            "The ledger is full of deliveries in progress: "
                + maxEntries
                + ". Raise maxEntries above the number of requests at a time.");
      }
    } finally {
      forgetting.unlock();
    }
  }

  /**
   * Forgets the first of some records, no more than are wanted. Passes over those that are in use:
   * whoever comes here holds the lock of another id.
   */
  private int forget(Map<BodySlot, Entry> records, long wanted, Instant now) {
    int forgotten = 0;
    for (Map.Entry<BodySlot, Entry> each : records.entrySet()) {
      if (forgotten >= wanted) {
        break;
      }
      Entry entry = each.getValue();
      ReentrantLock stripe = stripe(entry.id);
      if (stripe.tryLock()) {
        try {
          if (!entry.isInProgress(now) && byBody.asMap().remove(each.getKey(), entry)) {
            byMerchant.asMap().remove(new MerchantSlot(entry.id, entry.merchantId), entry);
            forgotten++;
          }
        } finally {
          stripe.unlock();
        }
      }
    }
    return forgotten;
  }

  private ReentrantLock stripe(DeliveryId id) {
    int hash = id.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (STRIPES - 1)];
  }

  private static BodySlot bodySlot(DeliveryClaim claim) {
    return new BodySlot(claim.id(), claim.bodySha256());
  }

  private static MerchantSlot merchantSlot(DeliveryClaim claim) {
    return new MerchantSlot(claim.id(), claim.merchantId());
  }

  /** Returns how many deliveries are remembered, and how many may be. */
  @Override
  public String toString() {
    return "DeliveryLedger[in memory, " + byBody.estimatedSize() + " of " + maxEntries + "]";
  }
}
