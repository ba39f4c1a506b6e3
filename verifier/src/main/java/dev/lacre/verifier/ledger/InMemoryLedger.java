package dev.lacre.verifier.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/**
 * A ledger in memory. Thread-safe: it consists of parts, each with a lock of its own, and all
 * records of one event id are in one part.
 *
 * <p>It is no cache: one would drop by number what is asked for least, and that may be what was
 * claimed last. Here the oldest must go, and never one that is in progress.
 */
final class InMemoryLedger implements DeliveryLedger {

  /** What a part holds at least, so that all parts fill up alike. */
  private static final int SMALLEST_SHARD = 4096;

  private static final int MOST_SHARDS = 64;

  private final LedgerShard[] shards;
  private final long seed;
  private final long multiplier;
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
    SecureRandom random = new SecureRandom();
    this.seed = random.nextLong();
    this.multiplier = random.nextLong() | 1;
    int count =
        Integer.highestOneBit(Math.min(MOST_SHARDS, Math.max(1, maxEntries / SMALLEST_SHARD)));
    this.shards = new LedgerShard[count];
    for (int i = 0; i < count; i++) {
      shards[i] =
          new LedgerShard(millis(retention), maxEntries / count + (i < maxEntries % count ? 1 : 0));
    }
  }

  /** Returns a time in milliseconds, a part of one counted as a whole; centuries are for ever. */
  private static long millis(Duration time) {
    return time.compareTo(Duration.ofDays(365_000)) > 0
        ? Long.MAX_VALUE
        : time.plusNanos(999_999).toMillis();
  }

  /** By what no sender knows: one who could aim at a part could make it forget what others sent. */
  private LedgerShard shard(DeliveryClaim claim) {
    if (shards.length == 1) {
      return shards[0];
    }
    String id = claim.id().eventId();
    long hash = seed;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * multiplier;
    }
    return shards[(int) ((mixed(hash) >>> 32) * shards.length >>> 32)];
  }

  /** Spreads ids that differ in their last characters only: the finish of MurmurHash3. */
  private static long mixed(long hash) {
    long half = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
    long whole = (half ^ half >>> 33) * 0xC4CEB9FE1A85EC53L;
    return whole ^ whole >>> 33;
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
    return shard(claim).claim(claim, clock.millis());
  }

  @Override
  public boolean complete(DeliveryClaim claim, int status) {
    return shard(claim).end(claim, true, status, clock.millis());
  }

  @Override
  public boolean release(DeliveryClaim claim) {
    return shard(claim).end(claim, false, 0, clock.millis());
  }

  /** Returns how many deliveries are remembered, and how many may be. */
  @Override
  public String toString() {
    long size = 0;
    for (LedgerShard shard : shards) {
      size += shard.size();
    }
    return "DeliveryLedger[in memory, " + size + " of " + maxEntries + "]";
  }
}
