package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ledger in memory forgets, and what it never does. */
class LedgerBoundTest {

  private static final ClaimResult GRANTED = new ClaimResult.Granted();
  private static final ClaimResult DONE = new ClaimResult.Done(204);

  private final MovableClock clock = new MovableClock();

  private DeliveryLedger ledger(int maxEntries) {
    return DeliveryLedger.inMemory(Duration.ofHours(1), maxEntries, clock);
  }

  private static DeliveryClaim wish(int event) {
    return DeliveryLedgerTest.wish("event-" + event, "m", "a");
  }

  private static void process(DeliveryLedger ledger, int event) {
    DeliveryClaim claim = wish(event);
    assertEquals(GRANTED, ledger.claim(claim));
    assertTrue(ledger.complete(claim, 204));
  }

  private static int remembered(DeliveryLedger ledger) {
    String text = ledger.toString();
    return Integer.parseInt(text.replaceAll(".*, (\\d+) of.*", "$1"));
  }

  @Test
  void moreThanItHolds_theOldestAreForgotten() {
    DeliveryLedger ledger = ledger(1000);
    for (int event = 0; event < 5000; event++) {
      process(ledger, event);
      assertTrue(remembered(ledger) <= 1000, () -> "holds " + ledger);
    }
    for (int event = 4100; event < 5000; event++) {
      assertEquals(DONE, ledger.claim(wish(event)), "of 1000, the last 900 are remembered");
    }
    assertEquals(GRANTED, ledger.claim(wish(0)));
  }

  @Test
  void repetition_whenFull_forgetsNothing() {
    DeliveryLedger ledger = ledger(4);
    for (int event = 0; event < 4; event++) {
      process(ledger, event);
    }
    for (int event = 0; event < 4; event++) {
      assertEquals(DONE, ledger.claim(wish(event)));
    }
  }

  @Test
  void deliveryInProgress_isNeverForgotten() {
    DeliveryLedger ledger = ledger(64);
    DeliveryClaim slow = wish(-1);
    assertEquals(GRANTED, ledger.claim(slow));
    for (int event = 0; event < 2000; event++) {
      process(ledger, event);
    }
    assertEquals(new ClaimResult.InProgress(), ledger.claim(wish(-1)));
    assertTrue(ledger.complete(slow, 204));
  }

  @Test
  void fullWithTheOldestInProgress_forgetsTheNextOldestOnly() {
    DeliveryLedger ledger = ledger(100);
    DeliveryClaim slow = wish(-1);
    assertEquals(GRANTED, ledger.claim(slow));
    assertEquals(GRANTED, ledger.claim(wish(-2)));
    clock.advance(Duration.ofSeconds(2));
    for (int event = 0; event < 150; event++) {
      process(ledger, event);
    }
    for (int event = 60; event < 150; event++) {
      assertEquals(DONE, ledger.claim(wish(event)), "of 100, the last 90 are remembered");
    }
    assertTrue(ledger.complete(slow, 204));
  }

  @Test
  void fullOfDeliveriesInProgress_takesNoMore_untilOneEnds() {
    DeliveryLedger ledger = ledger(3);
    DeliveryClaim first = wish(0);
    assertEquals(GRANTED, ledger.claim(first));
    assertEquals(GRANTED, ledger.claim(wish(1)));
    assertEquals(GRANTED, ledger.claim(wish(2)));
    assertThrows(IllegalStateException.class, () -> ledger.claim(wish(3)));
    assertEquals(new ClaimResult.InProgress(), ledger.claim(wish(1)));
    ledger.complete(first, 204);
    assertEquals(GRANTED, ledger.claim(wish(3)));
  }

  @Test
  void retention_whenOver_isTheEndOfMemory() {
    DeliveryLedger ledger = ledger(10);
    process(ledger, 1);
    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertEquals(DONE, ledger.claim(wish(1)));
    clock.advance(Duration.ofMillis(1));
    assertEquals(GRANTED, ledger.claim(wish(1)));
  }

  @Test
  void bounds_thatMakeNoSense_areRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DeliveryLedger.inMemory(Duration.ZERO, 1, clock));
    assertThrows(
        IllegalArgumentException.class,
        () -> DeliveryLedger.inMemory(Duration.ofHours(-1), 1, clock));
    assertThrows(
        IllegalArgumentException.class,
        () -> DeliveryLedger.inMemory(Duration.ofHours(1), 0, clock));
  }

  @Test
  void lease_thatOutlivesTheMemory_isRefusedWhenTheFilterIsBuilt() {
    WebhookFilter.Builder filter = WebhookFilter.builder();
    DeliveryLedger hour = ledger(10);
    for (Duration lease :
        List.of(Duration.ofHours(1).plusMillis(1), Duration.ZERO, Duration.ofDays(367))) {
      assertThrows(IllegalArgumentException.class, () -> filter.ledger(hour, lease));
    }
    filter.ledger(hour, Duration.ofHours(1));
  }

  @Test
  void whateverOneThreadDid_othersAreNotHeldUp() {
    DeliveryLedger ledger = ledger(4);
    for (int event = 0; event < 20; event++) {
      process(ledger, event);
    }
    DeliveryClaim failed = wish(20);
    assertEquals(GRANTED, ledger.claim(failed));
    assertTrue(ledger.release(failed));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int event = 0; event < 300; event++) {
            DeliveryClaim claim = wish(event);
            ledger.claim(claim);
            ledger.release(claim);
            process(ledger, 1000 + event);
          }
        });
  }
}
