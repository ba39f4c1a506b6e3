package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow directory behind a bounded memory. */
@Timeout(60)
class CachedDirectoryTest {

  private static final Secret SECRET = Secret.ofUtf8("Zebra-Marker-of-a-secret");
  private static final MerchantId UNKNOWN = MerchantId.of("unknown-store");

  private final AtomicInteger asked = new AtomicInteger();
  private final MovableClock clock = new MovableClock();

  private static final class MovableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  private static Credentials ofStore() {
    return Credentials.forMerchant(MERCHANTS_APP, OWN_STORE, List.of(SECRET));
  }

  private static Credentials ofApplication() {
    return Credentials.forApplication(
        APP, List.of(Secret.ofUtf8("Zebra-Marker-of-another")), List.of(STORE, SISTER));
  }

  private CredentialDirectory counting(CredentialDirectory store) {
    return (app, merchant) -> {
      asked.incrementAndGet();
      return store.find(app, merchant);
    };
  }

  private CachedDirectory.Builder over(Credentials... known) {
    return CachedDirectory.over(counting(CredentialDirectory.of(List.of(known)))).clock(clock);
  }

  @Test
  void found_isAskedForOnce_untilItsTimeIsOver() {
    CachedDirectory directory = over(ofStore()).foundFor(Duration.ofMinutes(2)).build();
    for (int i = 0; i < 3; i++) {
      assertTrue(directory.find(MERCHANTS_APP, OWN_STORE).isPresent());
    }
    clock.pass(Duration.ofSeconds(119));
    assertTrue(directory.find(MERCHANTS_APP, OWN_STORE).isPresent());
    assertEquals(1, asked.get());
    clock.pass(Duration.ofSeconds(1));
    assertTrue(directory.find(MERCHANTS_APP, OWN_STORE).isPresent());
    assertEquals(2, asked.get());
  }

  @Test
  void unknown_isAskedForOnce_untilItsOwnTimeIsOver() {
    CachedDirectory directory = over(ofStore()).unknownFor(Duration.ofSeconds(10)).build();
    assertEquals(Optional.empty(), directory.find(MERCHANTS_APP, UNKNOWN));
    clock.pass(Duration.ofSeconds(9));
    assertEquals(Optional.empty(), directory.find(MERCHANTS_APP, UNKNOWN));
    assertEquals(1, asked.get());
    clock.pass(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), directory.find(MERCHANTS_APP, UNKNOWN));
    assertEquals(2, asked.get());
  }

  @Test
  void hundredThousandUnknownIds_fillNothing_andPushNoKnownSenderOut() {
    CachedDirectory directory =
        over(ofStore(), ofApplication()).maxFound(2).maxUnknown(500).build();
    directory.find(MERCHANTS_APP, OWN_STORE);
    directory.find(APP, STORE);
    asked.set(0);
    for (int i = 0; i < 20_000; i++) {
      AppId app = i % 3 == 0 ? APP : i % 3 == 1 ? MERCHANTS_APP : AppId.of("made-up-" + i);
      Optional<Credentials> answer = directory.find(app, MerchantId.of("made-up-" + i));
      assertFalse(answer.isPresent() && answer.get().authorises(MerchantId.of("made-up-" + i)));
    }
    assertEquals(20_000, asked.get());
    assertTrue(directory.othersCount() <= 500, directory.toString());
    assertEquals(2, directory.foundCount());
    assertTrue(directory.find(MERCHANTS_APP, OWN_STORE).isPresent());
    assertTrue(directory.find(APP, SISTER).isPresent());
    assertEquals(20_000, asked.get());
  }

  @Test
  void found_beyondTheMost_areForgotten() {
    CachedDirectory directory =
        CachedDirectory.over(
                (app, merchant) ->
                    Optional.of(Credentials.forMerchant(app, merchant, List.of(SECRET))))
            .maxFound(50)
            .build();
    for (int i = 0; i < 1000; i++) {
      assertTrue(directory.find(MERCHANTS_APP, MerchantId.of("store-" + i)).isPresent());
    }
    assertTrue(directory.foundCount() <= 50, directory.toString());
  }

  @Test
  void applicationModel_oneEntryServesAllItsMerchants() {
    CachedDirectory directory = over(ofApplication()).build();
    Credentials first = directory.find(APP, STORE).orElseThrow();
    assertSame(first, directory.find(APP, SISTER).orElseThrow());
    assertEquals(1, asked.get());
    assertEquals(1, directory.foundCount());
  }

  @Test
  void merchantThatIsNotAuthorised_getsTheApplicationsCredentials_amongTheOthers() {
    CachedDirectory directory = over(ofApplication()).build();
    for (int i = 0; i < 2; i++) {
      assertFalse(directory.find(APP, UNKNOWN).orElseThrow().authorises(UNKNOWN));
    }
    assertEquals(1, asked.get());
    assertEquals(0, directory.foundCount());
    assertEquals(2, directory.othersCount(), "the merchant, and the application without any");
  }

  @Test
  void storeThatListsOnlyTheMerchantAskedFor_isStillRightForEach() {
    CachedDirectory directory =
        CachedDirectory.over(
                (app, merchant) ->
                    Optional.of(
                        Credentials.forApplication(app, List.of(SECRET), List.of(merchant))))
            .build();
    for (MerchantId merchant : List.of(STORE, SISTER, STORE, SISTER)) {
      assertTrue(directory.find(APP, merchant).orElseThrow().authorises(merchant));
    }
  }

  @Test
  void storeThatListsOnlyTheMerchantAskedFor_isAskedOnceForEach() {
    CachedDirectory directory =
        CachedDirectory.over(
                counting(
                    (app, merchant) ->
                        Optional.of(
                            Credentials.forApplication(app, List.of(SECRET), List.of(merchant)))))
            .build();
    for (MerchantId merchant : List.of(STORE, SISTER, STORE, SISTER)) {
      assertTrue(directory.find(APP, merchant).orElseThrow().authorises(merchant));
    }
    assertEquals(2, asked.get());
  }

  @Test
  void madeUpMerchants_holdNoneOfTheRealOnes_andNoSecretsOfTheirOwn() {
    CachedDirectory directory =
        CachedDirectory.over(
                (app, merchant) ->
                    Optional.of(
                        Credentials.forApplication(
                            app,
                            List.of(Secret.ofUtf8("Zebra-Marker-of-a-secret")),
                            List.of(STORE, SISTER))))
            .build();
    Credentials first = directory.find(APP, MerchantId.of("made-up-1")).orElseThrow();
    assertEquals(0, first.merchantCount());
    assertSame(first, directory.find(APP, MerchantId.of("made-up-2")).orElseThrow());
    Credentials real = directory.find(APP, STORE).orElseThrow();
    assertTrue(real.authorises(SISTER));
    assertSame(real, directory.find(APP, MerchantId.of("made-up-3")).orElseThrow());
    assertFalse(real.authorises(MerchantId.of("made-up-3")));
  }

  @Test
  void storeThatComparesLoosely_doesNotFillTheMemoryOfKnownSenders() {
    CachedDirectory directory =
        CachedDirectory.over((app, merchant) -> Optional.of(ofStore())).build();
    directory.find(MERCHANTS_APP, MerchantId.of("STORE-9"));
    directory.find(AppId.of("another"), OWN_STORE);
    assertEquals(0, directory.foundCount());
    assertEquals(2, directory.othersCount());
  }

  @Test
  void failure_isNotRemembered() {
    IllegalStateException down = new IllegalStateException("the store is down");
    CachedDirectory directory =
        CachedDirectory.over(
                counting(
                    (app, merchant) -> {
                      if (asked.get() == 1) {
                        throw down;
                      }
                      return Optional.of(ofStore());
                    }))
            .build();
    assertSame(
        down,
        assertThrows(IllegalStateException.class, () -> directory.find(MERCHANTS_APP, OWN_STORE)));
    assertTrue(directory.find(MERCHANTS_APP, OWN_STORE).isPresent());
    assertEquals(2, asked.get());
  }

  /** A store that answers when it is let, and says when it was asked. */
  private final class Gate implements CredentialDirectory {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    private final CredentialDirectory behind;

    Gate(CredentialDirectory behind) {
      this.behind = behind;
    }

    @Override
    public Optional<Credentials> find(AppId app, MerchantId merchant) {
      asked.incrementAndGet();
      if (merchant.equals(OWN_STORE)) {
        reached.countDown();
        try {
          open.await();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }
      return behind.find(app, merchant);
    }
  }

  private static FutureTask<Optional<Credentials>> started(
      CachedDirectory directory, List<Thread> threads) {
    FutureTask<Optional<Credentials>> task =
        new FutureTask<>(() -> directory.find(MERCHANTS_APP, OWN_STORE));
    Thread thread = new Thread(task);
    threads.add(thread);
    thread.start();
    return task;
  }

  private static void awaitWaiting(List<Thread> threads) {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void manyAtOnce_askOnce_andHoldNobodyElseUp()
      throws InterruptedException, ExecutionException, TimeoutException {
    Gate gate = new Gate(CredentialDirectory.of(List.of(ofStore())));
    CachedDirectory directory = CachedDirectory.over(gate).build();
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Optional<Credentials>>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(started(directory, threads));
    }
    awaitWaiting(threads);
    assertEquals(Optional.empty(), directory.find(MERCHANTS_APP, UNKNOWN));
    assertEquals(2, asked.get());
    gate.open.countDown();
    for (FutureTask<Optional<Credentials>> each : all) {
      assertTrue(each.get(30, TimeUnit.SECONDS).isPresent());
    }
    assertEquals(2, asked.get());
  }

  @Test
  void failure_reachesAllWhoWait_andTheNextAsksAgain() throws InterruptedException {
    IllegalStateException down = new IllegalStateException("the store is down");
    Gate gate =
        new Gate(
            (app, merchant) -> {
              throw down;
            });
    CachedDirectory directory = CachedDirectory.over(gate).build();
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Optional<Credentials>>> all =
        List.of(started(directory, threads), started(directory, threads));
    awaitWaiting(threads);
    gate.open.countDown();
    for (FutureTask<Optional<Credentials>> each : all) {
      assertSame(
          down,
          assertThrows(ExecutionException.class, () -> each.get(30, TimeUnit.SECONDS)).getCause());
    }
    assertEquals(1, asked.get());
    assertThrows(IllegalStateException.class, () -> directory.find(MERCHANTS_APP, OWN_STORE));
    assertEquals(2, asked.get());
  }

  @Test
  void waiterThatIsInterrupted_givesUp_andStaysInterrupted()
      throws InterruptedException, ExecutionException, TimeoutException {
    Gate gate = new Gate(CredentialDirectory.of(List.of(ofStore())));
    CachedDirectory directory = CachedDirectory.over(gate).build();
    List<Thread> threads = new ArrayList<>();
    FutureTask<Optional<Credentials>> first = started(directory, threads);
    gate.reached.await();
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, () -> directory.find(MERCHANTS_APP, OWN_STORE));
    assertTrue(Thread.interrupted());
    gate.open.countDown();
    assertTrue(first.get(30, TimeUnit.SECONDS).isPresent());
  }

  @Test
  void invalidated_isAskedForAgain() {
    CachedDirectory directory = over(ofStore(), ofApplication()).build();
    directory.find(MERCHANTS_APP, OWN_STORE);
    directory.find(MERCHANTS_APP, UNKNOWN);
    directory.find(APP, STORE);
    assertEquals(3, asked.get());
    directory.invalidate(MERCHANTS_APP, UNKNOWN);
    directory.find(MERCHANTS_APP, OWN_STORE);
    assertEquals(3, asked.get());
    directory.find(MERCHANTS_APP, UNKNOWN);
    directory.invalidate(APP, SISTER);
    directory.find(APP, STORE);
    assertEquals(5, asked.get());
    directory.invalidate(MERCHANTS_APP);
    directory.find(MERCHANTS_APP, OWN_STORE);
    directory.find(MERCHANTS_APP, UNKNOWN);
    directory.find(APP, STORE);
    assertEquals(7, asked.get());
  }

  @Test
  void invalidatedWhileAsked_theOldAnswerIsNotRemembered()
      throws InterruptedException, ExecutionException, TimeoutException {
    for (boolean whole : new boolean[] {false, true}) {
      Gate gate = new Gate(CredentialDirectory.of(List.of(ofStore())));
      CachedDirectory directory = CachedDirectory.over(gate).build();
      FutureTask<Optional<Credentials>> first = started(directory, new ArrayList<>());
      gate.reached.await();
      if (whole) {
        directory.invalidate(MERCHANTS_APP);
      } else {
        directory.invalidate(MERCHANTS_APP, OWN_STORE);
      }
      gate.open.countDown();
      first.get(30, TimeUnit.SECONDS);
      assertEquals(0, directory.foundCount());
    }
  }

  @Test
  void verifier_overIt_acceptsAndRefusesAsOverTheStore() {
    CachedDirectory directory = CachedDirectory.over(Delivery.directory()).build();
    WebhookVerifier verifier =
        WebhookVerifier.builder(Delivery.SCHEME, directory, WebhookOperation.V1_NEW_EVENT).build();
    for (int i = 0; i < 2; i++) {
      genuine().acceptedBy(verifier);
      genuine()
          .header(Delivery.MERCHANT_ID, "nobodys")
          .refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
      genuine()
          .header(Delivery.APP_ID, "nobodys")
          .refusedBy(verifier, RejectionReason.UNKNOWN_SENDER);
    }
  }

  @Test
  void mostSecrets_isTheStores_andNoSecretShows() {
    CredentialDirectory store =
        CredentialDirectory.of(
            List.of(
                Credentials.forMerchant(
                    APP,
                    STORE,
                    List.of(
                        SECRET,
                        Secret.ofUtf8("Zebra-Marker-number-2"),
                        Secret.ofUtf8("Zebra-Marker-number-3")))));
    CachedDirectory directory = CachedDirectory.over(store).build();
    directory.find(APP, STORE);
    assertEquals(3, directory.mostSecrets());
    assertFalse(directory.toString().contains("Zebra"), directory.toString());
    assertTrue(directory.toString().contains("1 found"), directory.toString());
  }

  @Test
  void builder_unfitOrRepeatedOptions_areRefused() {
    CachedDirectory.Builder builder = over();
    assertThrows(IllegalArgumentException.class, () -> builder.maxFound(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxUnknown(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.foundFor(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.unknownFor(Duration.ofSeconds(-1)));
    builder.maxFound(1);
    assertThrows(IllegalStateException.class, () -> builder.maxFound(1));
    assertThrows(IllegalStateException.class, () -> builder.clock(clock));
  }
}
