package dev.lacre.verifier.ledger;

import java.time.Clock;
import java.time.Duration;

/**
 * The memory of deliveries, so that each event reaches the application once although senders
 * deliver at least once, and so that a captured body is not accepted again, under its own merchant
 * or another. A signature over the body alone has no time in it: nothing else bounds a replay.
 *
 * <p>A delivery is <i>claimed</i> before the application is called, and <i>completed</i> or
 * <i>released</i> afterwards. What the ledger holds of an event id is a set of records, each of a
 * merchant, a body's digest and a state: in progress until the end of a lease, done with a status,
 * or released. {@link #claim} looks at the records of {@link DeliveryClaim#id} and answers with the
 * first of these that holds:
 *
 * <ol>
 *   <li>a record has these bytes and another merchant: {@link ClaimResult.MerchantSwapped},
 *       whatever its state
 *   <li>a record has this merchant and other bytes, and is done or in progress: {@link
 *       ClaimResult.EventIdReused}
 *   <li>a record has this merchant and these bytes, and is done: {@link ClaimResult.Done}
 *   <li>the same, and it is in progress: {@link ClaimResult.InProgress}
 *   <li>else {@link ClaimResult.Granted}: the one record of this merchant now has these bytes, and
 *       is in progress under the claim's token until the end of its lease
 * </ol>
 *
 * <p>A lease that is over counts as released: its holder died. Other bytes under another merchant
 * are another event. A released record keeps its merchant, so that a failed delivery cannot be
 * diverted.
 *
 * <p><b>Implementing it.</b> {@link #claim} must be one atomic step, over all nodes that share the
 * store: two claims at once must not both be granted. In SQL: one row for each record, unique over
 * (id, merchant) and over (id, digest); insert, and if that violates a constraint, read the rows in
 * the way, and take over a free one by an update that names the token it was read with. In Redis:
 * one script, over one hash for each id. Keep records for longer than any sender goes on trying
 * (some do for three days). A store that cannot answer must throw: the delivery is then answered
 * 503, and the sender tries again.
 *
 * <p>Implementations must be thread-safe.
 */
public interface DeliveryLedger {

  /** How long a delivery in memory is remembered unless set: four days. */
  Duration DEFAULT_RETENTION = Duration.ofDays(4);

  /** How long a claim holds unless set: one minute. */
  Duration DEFAULT_LEASE = Duration.ofMinutes(1);

  /** How many deliveries are remembered in memory unless set. */
  int DEFAULT_MAX_ENTRIES = 100_000;

  /**
   * Checks that claims may have this lease. Asked once, when a filter is built.
   *
   * @param lease how long a claim is to hold
   * @throws IllegalArgumentException if the ledger could forget a claim before its lease is over
   */
  default void checkLease(Duration lease) {}

  /**
   * Claims a delivery, in one atomic step.
   *
   * @param claim who wants to process what, and for how long
   * @return what to do
   * @throws RuntimeException if the ledger cannot tell
   */
  ClaimResult claim(DeliveryClaim claim);

  /**
   * Marks a delivery as done, if it is in progress under the claim's token, even after the lease.
   *
   * @param claim one that was granted
   * @param status the HTTP status of the acknowledgement, 200 to 299
   * @return false if the claim was lost: its lease ended and another claim was granted, or the
   *     ledger forgot it
   * @throws RuntimeException if the ledger cannot tell
   */
  boolean complete(DeliveryClaim claim, int status);

  /**
   * Gives a delivery back unprocessed, if it is in progress under the claim's token: the next claim
   * of it is granted.
   *
   * @param claim one that was granted
   * @return false if the claim was lost
   * @throws RuntimeException if the ledger cannot tell
   */
  boolean release(DeliveryClaim claim);

  /**
   * Returns a ledger in this process's memory, with {@link #DEFAULT_RETENTION} and {@link
   * #DEFAULT_MAX_ENTRIES}. It is lost when the process ends, and no other node sees it.
   *
   * @return a new ledger
   */
  static DeliveryLedger inMemory() {
    return inMemory(DEFAULT_RETENTION, DEFAULT_MAX_ENTRIES, Clock.systemUTC());
  }

  /**
   * Returns a ledger in this process's memory. It is lost when the process ends, and no other node
   * sees it.
   *
   * @param retention how long a delivery is remembered after its latest claim; make it longer than
   *     any sender goes on trying
   * @param maxEntries how many deliveries are remembered at most. Above it the oldest are forgotten
   *     first, and with them what protects from their replay; those in progress never are: if all
   *     are, {@link #claim} throws. From 8192 on the ledger has up to 64 parts, each for some of
   *     the event ids; one that is full forgets its own oldest, when the whole is nearly full
   * @param clock tells the time
   * @return a new ledger
   * @throws IllegalArgumentException if the retention is not positive, or maxEntries less than 1
   */
  static DeliveryLedger inMemory(Duration retention, int maxEntries, Clock clock) {
    return new InMemoryLedger(retention, maxEntries, clock);
  }
}
