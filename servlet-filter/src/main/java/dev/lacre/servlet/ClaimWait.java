package dev.lacre.servlet;

import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A short wait for a delivery that is about to end. A sender may have the whole answer before the
 * filter has noted it, and send the delivery again at once: it is then worth asking again. Bounded
 * in time, and in how many requests wait at once, so that those who repeat a delivery that takes
 * long hold up few threads. Thread-safe.
 */
final class ClaimWait {

  private static final Duration LONGEST = Duration.ofMillis(200);
  private static final int WAITERS = 4;

  private final Semaphore places;
  private final long longest;

  ClaimWait() {
    this(WAITERS, LONGEST);
  }

  /**
   * Creates a wait with other bounds.
   *
   * @param waiters how many may wait at once; the others take the first answer
   * @param longest after which nothing more is asked
   */
  ClaimWait(int waiters, Duration longest) {
    this.places = new Semaphore(waiters);
    this.longest = longest.toNanos();
  }

  /**
   * Claims a delivery, and again, after 1, 2, 4, 8 … milliseconds, while it is in progress.
   *
   * @return the last answer
   * @throws RuntimeException if the ledger cannot tell
   */
  ClaimResult claim(DeliveryLedger ledger, DeliveryClaim claim) {
    ClaimResult result = ledger.claim(claim);
    if (!(result instanceof ClaimResult.InProgress) || !places.tryAcquire()) {
      return result;
    }
    try {
      long step = TimeUnit.MILLISECONDS.toNanos(1);
      long left = longest;
      long start = System.nanoTime();
      while (result instanceof ClaimResult.InProgress && left > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.min(step, left));
        result = ledger.claim(claim);
        step *= 2;
        left = longest - (System.nanoTime() - start);
      }
      return result;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return result;
    } finally {
      places.release();
    }
  }
}
