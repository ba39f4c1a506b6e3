package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.genuine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The allowlist of a verifier that is in use, replaced. */
class ReplacedAllowlistTest {

  private static final int RULES = 100_000;
  private static final int SWAPS = 300;
  private static final int READERS = 3;
  private static final String OF_THE_OLD = "10.0.0.0";
  private static final String OF_THE_NEW = "10.0.0.2";
  private static final String OF_BOTH = "10.0.0.4";
  private static final String OF_NEITHER = "10.0.0.6";

  private static WebhookVerifier.Builder verifier() {
    return WebhookVerifier.builder(
        Delivery.SCHEME, Delivery.directory(), WebhookOperation.V1_NEW_EVENT);
  }

  private static boolean lets(WebhookVerifier verifier, String peer) {
    InboundWebhook head = InboundWebhook.builder().peerAddress(peer).build();
    RejectionReason reason = verifier.begin(head).refusal().orElseThrow().reason();
    if (reason != RejectionReason.ADDRESS_NOT_ALLOWED) {
      assertSame(RejectionReason.HEADER_MISSING, reason);
    }
    return reason == RejectionReason.HEADER_MISSING;
  }

  @Test
  void request_isJudgedByTheListOfItsTime_readOnce() {
    AtomicInteger reads = new AtomicInteger();
    AtomicReference<AddressAllowlist> current = new AtomicReference<>(AddressAllowlist.none());
    WebhookVerifier verifier =
        verifier()
            .allowlist(
                () -> {
                  reads.incrementAndGet();
                  return current.get();
                })
            .build()
            .readingEventId();
    assertEquals(0, reads.get());
    genuine().refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    int each = reads.getAndSet(0);
    Verification begun = verifier.begin(genuine().build());
    assertEquals(1, reads.get());
    current.set(AddressAllowlist.of(List.of("203.0.113.7")));
    assertSame(RejectionReason.ADDRESS_NOT_ALLOWED, begun.refusal().orElseThrow().reason());
    reads.set(0);
    genuine().acceptedBy(verifier);
    assertEquals(each, reads.get());
  }

  @Test
  void supplierThatThrowsOrGivesNone_isAFaultOfOurs() {
    IllegalStateException failure = new IllegalStateException("the list is gone");
    Supplier<AddressAllowlist> throwing =
        () -> {
          throw failure;
        };
    Verdict.Rejected thrown =
        genuine().refusedBy(verifier().allowlist(throwing).build(), RejectionReason.INTERNAL_ERROR);
    assertSame(failure, thrown.cause().orElseThrow());
    Verdict.Rejected none =
        genuine()
            .refusedBy(
                verifier().allowlist(new AtomicReference<AddressAllowlist>()::get).build(),
                RejectionReason.INTERNAL_ERROR);
    assertTrue(none.cause().isPresent());
  }

  @Test
  void allowlist_inBothWays_isSetOnce() {
    WebhookVerifier.Builder builder = verifier().allowlist(AddressAllowlist.any());
    assertThrows(
        IllegalStateException.class, () -> builder.allowlist(() -> AddressAllowlist.none()));
  }

  @Test
  void toString_namesAFixedListAndDoesNotAskForAReplaceableOne() {
    assertTrue(verifier().allowlist(AddressAllowlist.none()).build().toString().contains("[none]"));
    Supplier<AddressAllowlist> unused =
        () -> {
          throw new AssertionError("asked");
        };
    assertTrue(verifier().allowlist(unused).build().toString().contains("[replaceable]"));
  }

  /** A list in its time: the same list again, later, is another one. */
  private static final class Generation {
    final AddressAllowlist list;

    Generation(AddressAllowlist list) {
      this.list = list;
    }
  }

  private static final class Current {
    volatile Generation generation;

    Current(Generation generation) {
      this.generation = generation;
    }
  }

  @Test
  void replacedUnderLoad_everyAnswerIsOfTheOldListOrTheNew()
      throws InterruptedException, ExecutionException, TimeoutException {
    AddressAllowlist old = list(OF_THE_OLD);
    AddressAllowlist replacement = list(OF_THE_NEW);
    Current current = new Current(new Generation(old));
    WebhookVerifier verifier = verifier().allowlist(() -> current.generation.list).build();
    AtomicLong answers = new AtomicLong();
    AtomicInteger swaps = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(
            threads.submit(
                () -> {
                  while (swaps.get() < SWAPS) {
                    assertTrue(lets(verifier, OF_BOTH));
                    assertFalse(lets(verifier, OF_NEITHER));
                    checkAgainst(current, verifier, OF_THE_OLD);
                    checkAgainst(current, verifier, OF_THE_NEW);
                    answers.incrementAndGet();
                  }
                }));
      }
      Future<?> swapper =
          threads.submit(
              () -> {
                while (swaps.get() < SWAPS) {
                  long seen = answers.get();
                  while (answers.get() < seen + 2 * READERS
                      && readers.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                  }
                  boolean even = swaps.incrementAndGet() % 2 == 0;
                  current.generation = new Generation(even ? old : replacement);
                }
              });
      for (Future<?> each : readers) {
        each.get(60, TimeUnit.SECONDS);
      }
      swapper.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** While no other list came, the answer is that of this one. */
  private static void checkAgainst(Current current, WebhookVerifier verifier, String peer) {
    Generation before = current.generation;
    boolean lets = lets(verifier, peer);
    if (current.generation == before) {
      assertEquals(before.list.allows(peer), lets);
    }
  }

  private static AddressAllowlist list(String own) {
    List<String> rules = new ArrayList<>(RULES);
    rules.add(own);
    rules.add(OF_BOTH);
    for (int i = 0; rules.size() < RULES; i++) {
      rules.add("11." + (2 * i >> 16 & 255) + "." + (2 * i >> 8 & 255) + "." + (2 * i & 255));
    }
    return AddressAllowlist.of(rules);
  }
}
