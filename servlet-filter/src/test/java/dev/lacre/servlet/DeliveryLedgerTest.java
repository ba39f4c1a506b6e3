package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryId;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule of {@link DeliveryLedger#claim}, for every ledger. */
class DeliveryLedgerTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private final MovableClock clock = new MovableClock();

  static DeliveryClaim wish(String event, String merchant, String body) {
    return new DeliveryClaim(
        new DeliveryId("app-1", "v1/newEvent", event),
        MerchantId.of(merchant),
        body.repeat(64).substring(0, 64),
        UUID.randomUUID().toString(),
        LEASE);
  }

  private static DeliveryClaim granted(DeliveryLedger ledger, DeliveryClaim claim) {
    assertEquals(new ClaimResult.Granted(), ledger.claim(claim));
    return claim;
  }

  @ParameterizedTest
  @EnumSource
  void sameBytes_whileInProgress_areToWait(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    granted(ledger, wish("e", "m", "a"));
    assertEquals(new ClaimResult.InProgress(), ledger.claim(wish("e", "m", "a")));
  }

  @ParameterizedTest
  @EnumSource
  void sameBytes_onceDone_areAcknowledgedAsBefore(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    assertTrue(ledger.complete(granted(ledger, wish("e", "m", "a")), 202));
    clock.advance(Duration.ofDays(3));
    assertEquals(new ClaimResult.Done(202), ledger.claim(wish("e", "m", "a")));
  }

  @ParameterizedTest
  @EnumSource
  void sameBytes_onceReleased_areGrantedAgain(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    assertTrue(ledger.release(granted(ledger, wish("e", "m", "a"))));
    granted(ledger, wish("e", "m", "a"));
  }

  @ParameterizedTest
  @EnumSource
  void lease_whenOver_isGrantedToAnother_andTheFirstHasLostIt(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    DeliveryClaim first = granted(ledger, wish("e", "m", "a"));
    clock.advance(LEASE.minusMillis(1));
    assertEquals(new ClaimResult.InProgress(), ledger.claim(wish("e", "m", "a")));
    clock.advance(Duration.ofMillis(1));
    DeliveryClaim second = granted(ledger, wish("e", "m", "a"));
    assertFalse(ledger.complete(first, 204));
    assertFalse(ledger.release(first));
    assertTrue(ledger.complete(second, 200));
    assertEquals(new ClaimResult.Done(200), ledger.claim(wish("e", "m", "a")));
  }

  @ParameterizedTest
  @EnumSource
  void lateHolder_whomNobodyReplaced_mayStillComplete(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    DeliveryClaim slow = granted(ledger, wish("e", "m", "a"));
    clock.advance(LEASE.multipliedBy(3));
    assertTrue(ledger.complete(slow, 204));
    assertFalse(ledger.complete(slow, 204), "only once");
  }

  @ParameterizedTest
  @EnumSource
  void otherBytes_sameMerchant_areARepeatedId(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    DeliveryClaim first = granted(ledger, wish("e", "m", "a"));
    assertEquals(new ClaimResult.EventIdReused(), ledger.claim(wish("e", "m", "b")));
    ledger.complete(first, 204);
    assertEquals(new ClaimResult.EventIdReused(), ledger.claim(wish("e", "m", "b")));
  }

  @ParameterizedTest
  @EnumSource
  void otherBytes_afterAFailure_replaceTheFirst(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    ledger.release(granted(ledger, wish("e", "m", "a")));
    ledger.complete(granted(ledger, wish("e", "m", "b")), 204);
    assertEquals(new ClaimResult.EventIdReused(), ledger.claim(wish("e", "m", "a")));
    granted(ledger, wish("e", "other", "a"));
  }

  @ParameterizedTest
  @EnumSource
  void sameBytes_otherMerchant_areASwap_inEveryState(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    ClaimResult swapped = new ClaimResult.MerchantSwapped(MerchantId.of("m"));
    DeliveryClaim first = granted(ledger, wish("e", "m", "a"));
    assertEquals(swapped, ledger.claim(wish("e", "other", "a")));
    ledger.release(first);
    assertEquals(swapped, ledger.claim(wish("e", "other", "a")));
    ledger.complete(granted(ledger, wish("e", "m", "a")), 204);
    assertEquals(swapped, ledger.claim(wish("e", "other", "a")));
    clock.advance(Duration.ofDays(3));
    assertEquals(swapped, ledger.claim(wish("e", "other", "a")));
  }

  @ParameterizedTest
  @EnumSource
  void otherBytes_otherMerchant_areAnotherEvent(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    ledger.complete(granted(ledger, wish("e", "m", "a")), 204);
    granted(ledger, wish("e", "other", "b"));
    assertInstanceOf(
        ClaimResult.MerchantSwapped.class,
        ledger.claim(wish("e", "other", "a")),
        "the bytes of the one under the name of the other");
  }

  @ParameterizedTest
  @EnumSource
  void otherOwnerOperationOrEvent_isAnotherEvent(LedgerKind kind) {
    DeliveryLedger ledger = kind.create(clock);
    DeliveryClaim first = granted(ledger, wish("e", "m", "a"));
    for (DeliveryId other :
        List.of(
            new DeliveryId("app-2", "v1/newEvent", "e"),
            new DeliveryId("app-1", "v2/orderEvent", "e"),
            new DeliveryId("app-1", "v1/newEvent", "E"))) {
      granted(
          ledger,
          new DeliveryClaim(
              other, first.merchantId(), first.bodySha256(), UUID.randomUUID().toString(), LEASE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyAtOnce_oneIsGranted(LedgerKind kind) throws Exception {
    DeliveryLedger ledger = kind.create(clock);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      for (int round = 0; round < 40; round++) {
        String event = "event-" + round;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<ClaimResult>> results = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          // Two merchants with the same bytes, and one of them with others.
          DeliveryClaim claim =
              wish(event, i % 4 == 0 ? "m" : "other", i % 2 == 0 || i % 4 == 1 ? "a" : "b");
          results.add(
              threads.submit(
                  () -> {
                    start.await();
                    return ledger.claim(claim);
                  }));
        }
        start.countDown();
        int ofA = 0;
        for (int i = 0; i < results.size(); i++) {
          boolean ofBytesA = i % 2 == 0 || i % 4 == 1;
          ClaimResult result = results.get(i).get(20, TimeUnit.SECONDS);
          ofA += ofBytesA && result instanceof ClaimResult.Granted ? 1 : 0;
        }
        assertTrue(ofA <= 1, "the same bytes were granted " + ofA + " times");
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
