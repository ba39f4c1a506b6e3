package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  void ledgerOfManyParts_holdsNoMore_andRemembersTheLatest() {
    int most = 70_001;
    DeliveryLedger ledger = ledger(most);
    for (int event = 0; event < 3 * most; event++) {
      process(ledger, event);
      if (event % 10_000 == 0) {
        assertTrue(remembered(ledger) <= most, () -> "holds " + ledger);
      }
    }
    int held = remembered(ledger);
    assertTrue(held <= most && held > most * 0.9, () -> "holds " + ledger);
    // It is drawn which part an event is in, so parts fill nearly alike: with 3 750 of these events
    // to expect, none had more than 4 000 in 3 000 draws, and each holds 4 375.
    for (int event = 3 * most - 60_000; event < 3 * most; event++) {
      assertEquals(DONE, ledger.claim(wish(event)), "of 70 000, the last 60 000 are remembered");
    }
    assertEquals(GRANTED, ledger.claim(wish(0)));
  }

  @Test
  void idsMadeUpToMeet_pushNobodyElseOut() {
    DeliveryLedger ledger = ledger(100_000);
    // All of them have the same hash code.
    List<String> ids = new ArrayList<>(List.of("Aa", "BB"));
    while (ids.size() < 16_384) {
      ids = ids.stream().flatMap(id -> Stream.of(id + "Aa", id + "BB")).toList();
    }
    assertEquals(1, ids.stream().map(String::hashCode).distinct().count());
    for (String id : ids) {
      DeliveryClaim claim = DeliveryLedgerTest.wish(id, "m", "a");
      assertEquals(GRANTED, ledger.claim(claim));
      assertTrue(ledger.complete(claim, 204));
    }
    for (String id : ids) {
      assertEquals(DONE, ledger.claim(DeliveryLedgerTest.wish(id, "m", "a")));
    }
  }

  @Test
  void oneIdForEveryMerchant_isNotSearchedThrough() {
    DeliveryLedger ledger = ledger(10_000_000);
    int merchants = 100_000;
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < merchants; i++) {
            DeliveryClaim claim = DeliveryLedgerTest.wish("1", "m" + i, "body-" + i);
            assertEquals(GRANTED, ledger.claim(claim));
            assertTrue(ledger.complete(claim, 204));
          }
        });
    for (int i = 0; i < merchants; i += 999) {
      String merchant = "m" + i;
      assertEquals(DONE, ledger.claim(DeliveryLedgerTest.wish("1", merchant, "body-" + i)));
      assertEquals(
          new ClaimResult.EventIdReused(),
          ledger.claim(DeliveryLedgerTest.wish("1", merchant, "others")));
      assertEquals(
          new ClaimResult.MerchantSwapped(MerchantId.of(merchant)),
          ledger.claim(DeliveryLedgerTest.wish("1", "thief", "body-" + i)));
    }
  }

  @Test
  void oneIdForMoreMerchantsThanItHolds_forgetsTheOldest() {
    DeliveryLedger ledger = ledger(100);
    for (int i = 0; i < 1000; i++) {
      DeliveryClaim claim = DeliveryLedgerTest.wish("1", "m" + i, "body-" + i);
      assertEquals(GRANTED, ledger.claim(claim));
      assertTrue(ledger.complete(claim, 204));
      assertTrue(remembered(ledger) <= 100, () -> "holds " + ledger);
    }
    for (int i = 910; i < 1000; i++) {
      assertEquals(DONE, ledger.claim(DeliveryLedgerTest.wish("1", "m" + i, "body-" + i)));
    }
    assertEquals(GRANTED, ledger.claim(DeliveryLedgerTest.wish("1", "other", "body-0")));
    assertEquals(GRANTED, ledger.claim(DeliveryLedgerTest.wish("1", "m1", "others")));
  }

  @Test
  void whatIsTooOld_isGivenBackByLaterClaims() {
    DeliveryLedger ledger = ledger(1000);
    for (int event = 0; event < 500; event++) {
      process(ledger, event);
    }
    clock.advance(Duration.ofHours(2));
    assertEquals(GRANTED, ledger.claim(wish(499)));
    for (int event = 1000; event < 1019; event++) {
      process(ledger, event);
    }
    assertEquals(20, remembered(ledger));
  }

  @Test
  void latestDelivery_tryingAgainAndAgain_keepsItsPlace() {
    DeliveryLedger ledger = ledger(4);
    for (int event = 0; event < 100; event++) {
      for (int i = 0; i < 3; i++) {
        DeliveryClaim claim = wish(event);
        assertEquals(GRANTED, ledger.claim(claim));
        assertTrue(ledger.release(claim));
      }
      process(ledger, event);
    }
    for (int event = 97; event < 100; event++) {
      assertEquals(DONE, ledger.claim(wish(event)));
    }
  }

  @Test
  void leaseOfLessThanAMillisecond_holds() {
    DeliveryLedger ledger = ledger(10);
    DeliveryClaim claim = wish(1);
    DeliveryClaim brief =
        new DeliveryClaim(
            claim.id(), claim.merchantId(), claim.bodySha256(), "t", Duration.ofNanos(1));
    assertEquals(GRANTED, ledger.claim(brief));
    assertEquals(new ClaimResult.InProgress(), ledger.claim(wish(1)));
    clock.advance(Duration.ofMillis(1));
    assertEquals(GRANTED, ledger.claim(wish(1)));
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
