package dev.lacre.verifier.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A part of a ledger in memory: a table by event id, and a list by age. Thread-safe by one lock,
 * under which nothing blocks.
 */
final class LedgerShard {

  /** Records that are forgotten at a time: few enough that nobody waits long for the lock. */
  private static final int FORGOTTEN_AT_ONCE = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DeliveryId, EventRecords> events = new HashMap<>();
  private final long retention;
  private final int most;
  private @Nullable EventRecord oldest;
  private @Nullable EventRecord youngest;
  private int size;

  /**
   * Makes an empty one.
   *
   * @param retention in milliseconds
   * @param most how many records it holds, at least 1
   */
  LedgerShard(long retention, int most) {
    this.retention = retention;
    this.most = most;
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  ClaimResult claim(DeliveryClaim claim, long now) {
    lock.lock();
    try {
      forgetAged(now);
      EventRecord sameBytes = ofBody(claim, now);
      if (sameBytes != null && !sameBytes.merchantId.equals(claim.merchantId())) {
        return new ClaimResult.MerchantSwapped(sameBytes.merchantId);
      }
      EventRecord known = sameBytes != null ? sameBytes : ofMerchant(claim, now);
      if (known == null) {
        makeRoom(now);
      } else if (!known.isDone() && !known.isInProgress(now)) {
        forget(known);
      } else if (sameBytes == null) {
        return new ClaimResult.EventIdReused();
      } else {
        return known.isDone() ? new ClaimResult.Done(known.status()) : new ClaimResult.InProgress();
      }
      add(new EventRecord(claim, now));
      return new ClaimResult.Granted();
    } finally {
      lock.unlock();
    }
  }

  boolean end(DeliveryClaim claim, boolean done, int status, long now) {
    lock.lock();
    try {
      EventRecord known = ofBody(claim, now);
      return known != null && known.end(claim, done, status);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable EventRecord ofBody(DeliveryClaim claim, long now) {
    EventRecords records = events.get(claim.id());
    return records == null ? null : unlessAged(records.ofBody(claim.bodySha256()), now);
  }

  private @Nullable EventRecord ofMerchant(DeliveryClaim claim, long now) {
    EventRecords records = events.get(claim.id());
    return records == null ? null : unlessAged(records.ofMerchant(claim.merchantId()), now);
  }

  private @Nullable EventRecord unlessAged(@Nullable EventRecord entry, long now) {
    if (entry == null || !entry.isOlderThan(retention, now)) {
      return entry;
    }
    forget(entry);
    return null;
  }

  /** Forgets some of those that are too old; the others cost memory until later claims. */
  private void forgetAged(long now) {
    EventRecord entry = oldest;
    for (int i = 0; i < FORGOTTEN_AT_ONCE && entry != null; i++) {
      if (!entry.isOlderThan(retention, now)) {
        return;
      }
      forget(entry);
      entry = oldest;
    }
  }

  /** Forgets the oldest that are not in progress, if there are as many as there may be. */
  private void makeRoom(long now) {
    if (size < most) {
      return;
    }
    // Some at a time: those in progress are passed over, and many may be.
    int wanted = Math.min(FORGOTTEN_AT_ONCE, 1 + most / FORGOTTEN_AT_ONCE);
    EventRecord entry = oldest;
    while (entry != null && wanted > 0) {
      EventRecord next = entry.younger;
      if (!entry.isInProgress(now)) {
        forget(entry);
        wanted--;
      }
      entry = next;
    }
    if (size == most) {
      throw new IllegalStateException(
          "The ledger is full of deliveries in progress: "
              + most
              + " in this part of it. Raise maxEntries above the number of requests at a time.");
    }
  }

  private void add(EventRecord entry) {
    EventRecords others = events.get(entry.id);
    events.put(entry.id, others == null ? entry : others.with(entry));
    entry.older = youngest;
    if (youngest == null) {
      oldest = entry;
    } else {
      youngest.younger = entry;
    }
    youngest = entry;
    size++;
  }

  private void forget(EventRecord entry) {
    EventRecords records = events.get(entry.id);
    EventRecords left = records == null ? null : records.without(entry);
    if (left == null) {
      events.remove(entry.id);
    } else if (left != records) {
      events.put(entry.id, left);
    }
    EventRecord older = entry.older;
    EventRecord younger = entry.younger;
    if (older == null) {
      oldest = younger;
    } else {
      older.younger = younger;
    }
    if (younger == null) {
      youngest = older;
    } else {
      younger.older = older;
    }
    size--;
  }
}
