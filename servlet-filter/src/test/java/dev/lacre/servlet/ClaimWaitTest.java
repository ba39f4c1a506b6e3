package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A claim of what is about to end waits for it, but not for long, and not in a crowd. */
@Timeout(30)
class ClaimWaitTest {

  private static final ClaimResult IN_PROGRESS = new ClaimResult.InProgress();
  private static final ClaimResult DONE = new ClaimResult.Done(204);
  private static final DeliveryClaim CLAIM = DeliveryLedgerTest.wish("e", "m", "a");
  private static final Duration LONG = Duration.ofSeconds(20);

  /** A ledger that answers by how often it was asked. */
  private static final class Asked implements DeliveryLedger {

    final AtomicInteger times = new AtomicInteger();
    private final IntFunction<ClaimResult> answers;

    Asked(IntFunction<ClaimResult> answers) {
      this.answers = answers;
    }

    @Override
    public ClaimResult claim(DeliveryClaim claim) {
      return answers.apply(times.incrementAndGet());
    }

    @Override
    public boolean complete(DeliveryClaim claim, int status) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean release(DeliveryClaim claim) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void deliveryThatEndsMeanwhile_isAnsweredAsItEnded() {
    for (ClaimResult end : new ClaimResult[] {DONE, new ClaimResult.Granted()}) {
      Asked ledger = new Asked(time -> time < 4 ? IN_PROGRESS : end);
      assertEquals(end, new ClaimWait(1, LONG).claim(ledger, CLAIM));
      assertEquals(4, ledger.times.get());
    }
  }

  @Test
  void anyOtherAnswer_isTakenAtOnce() {
    Asked ledger = new Asked(time -> new ClaimResult.EventIdReused());
    assertEquals(new ClaimResult.EventIdReused(), new ClaimWait(1, LONG).claim(ledger, CLAIM));
    assertEquals(1, ledger.times.get());
  }

  @Test
  void deliveryThatTakesLonger_isInProgress_andWasAskedAFewTimesOnly() {
    Asked ledger = new Asked(time -> IN_PROGRESS);
    long start = System.nanoTime();
    assertEquals(IN_PROGRESS, new ClaimWait().claim(ledger, CLAIM));
    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(200), "gave up early");
    int times = ledger.times.get();
    assertTrue(times >= 2 && times <= 9, () -> "asked " + times + " times");
  }

  @Test
  void whoFindsNoPlace_doesNotWait_untilOneIsFree() throws Exception {
    CountDownLatch waiting = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    IntFunction<ClaimResult> slow =
        time -> {
          if (time == 1) {
            return IN_PROGRESS;
          }
          waiting.countDown();
          await(goOn);
          return DONE;
        };
    ClaimWait wait = new ClaimWait(2, LONG);
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      Future<ClaimResult> first = others.submit(() -> wait.claim(new Asked(slow), CLAIM));
      Future<ClaimResult> second = others.submit(() -> wait.claim(new Asked(slow), CLAIM));
      await(waiting);
      Asked third = new Asked(time -> time == 1 ? IN_PROGRESS : DONE);
      assertEquals(IN_PROGRESS, wait.claim(third, CLAIM));
      goOn.countDown();
      assertEquals(DONE, first.get(20, TimeUnit.SECONDS));
      assertEquals(DONE, second.get(20, TimeUnit.SECONDS));
      Asked fourth = new Asked(time -> time == 1 ? IN_PROGRESS : DONE);
      assertEquals(DONE, wait.claim(fourth, CLAIM));
    } finally {
      goOn.countDown();
      others.shutdownNow();
    }
  }

  @Test
  void ledgerThatFailsMeanwhile_cannotTell_andKeepsNoPlace() {
    ClaimWait wait = new ClaimWait(1, LONG);
    for (int i = 0; i < 2; i++) {
      Asked ledger =
          new Asked(
              time -> {
                if (time == 1) {
                  return IN_PROGRESS;
                }
                throw new IllegalStateException("the store is down");
              });
      assertThrows(IllegalStateException.class, () -> wait.claim(ledger, CLAIM));
    }
  }

  @Test
  void threadThatIsToStop_doesNotWait_andStaysSo() {
    Thread.currentThread().interrupt();
    Asked ledger = new Asked(time -> time == 1 ? IN_PROGRESS : DONE);
    assertEquals(IN_PROGRESS, new ClaimWait(1, LONG).claim(ledger, CLAIM));
    assertTrue(Thread.interrupted(), "the interruption is lost");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
