package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.Partner.Reply;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a token is fetched, who waits for it, and what happens when it cannot be had. */
@Timeout(60)
class TokenCacheTest {

  private final TestClock clock = new TestClock();
  private final Partner partner = started();
  private final TokenCache tokens = Calls.cache(clock).build();
  private final HttpClient client =
      Calls.client(partner, tokens.clientCredentials(partner.client().build()));

  private Partner started() {
    try {
      return new Partner(clock);
    } catch (java.io.IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @AfterEach
  void stop() {
    partner.close();
  }

  private void assertCalled(int tokenRequests) throws Exception {
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals(tokenRequests, partner.tokenCalls.size(), "requests for a token");
  }

  private CredentialUnavailableException assertWants() {
    return assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
  }

  private List<CompletableFuture<HttpResponse<String>>> manyAtOnce() {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(client.sendAsync(Calls.get(partner), BodyHandlers.ofString()));
    }
    return calls;
  }

  @Test
  void token_untilItIsDue_isReused() throws Exception {
    assertCalled(1);
    clock.advance(Duration.ofMinutes(59).minusMillis(1));
    assertCalled(1);
    clock.advance(Duration.ofMillis(1));
    Calls.call(client, partner); // with the old one, while the new one comes
    clock.advance(Duration.ofMinutes(1));
    assertCalled(2);
  }

  @Test
  void firstCalls_atOnce_shareOneRequest() {
    for (var call : manyAtOnce()) {
      assertEquals(200, call.join().statusCode());
    }
    assertEquals(1, partner.tokenCalls.size());
  }

  @Test
  void slowTokenServer_whileTheOldTokenServes_delaysNobody() throws Exception {
    assertCalled(1);
    CountDownLatch may = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    partner.tokens =
        call -> {
          asked.countDown();
          may.await();
          return partner.minted();
        };
    clock.advance(Duration.ofMinutes(59));
    assertEquals(200, Calls.call(client, partner).statusCode());
    asked.await();
    for (var call : manyAtOnce()) {
      assertEquals(200, call.get(20, TimeUnit.SECONDS).statusCode());
    }
    clock.advance(Duration.ofSeconds(31)); // now none may use it, though it has 29 s to live
    List<CompletableFuture<HttpResponse<String>>> waiting = manyAtOnce();
    assertTrue(waiting.stream().noneMatch(CompletableFuture::isDone));
    may.countDown();
    for (var call : waiting) {
      assertEquals(200, call.join().statusCode());
    }
    assertEquals(2, partner.tokenCalls.size());
    assertEquals(0, partner.expired.get());
  }

  @Test
  void refusedToken_inAStormOf401_isRenewedOnce() throws Exception {
    assertCalled(1);
    partner.revokeAll();
    for (var call : manyAtOnce()) {
      assertEquals(200, call.join().statusCode());
    }
    assertEquals(2, partner.tokenCalls.size());
  }

  @Test
  void everyTokenRefused_asksForOneInHalfAMinute() throws Exception {
    partner.refusesAll = true;
    HttpResponse<String> answer = Calls.call(client, partner);
    assertEquals("401 Unauthorized", answer.statusCode() + " " + answer.body());
    assertEquals(2, partner.apiCalls.size(), "one call, made again once");
    assertEquals(2, partner.tokenCalls.size());
    for (int i = 0; i < 5; i++) {
      assertEquals(401, Calls.call(client, partner).statusCode());
    }
    assertEquals(2, partner.tokenCalls.size());
    clock.advance(TokenEntry.BETWEEN_REFUSALS);
    assertEquals(401, Calls.call(client, partner).statusCode());
    assertEquals(3, partner.tokenCalls.size());
  }

  @Test
  void failingTokenServer_isAskedAgainOnlyAfterAPause() throws Exception {
    partner.tokens = call -> Reply.of(503, "down");
    assertTrue(assertWants().toString().contains("503"), "tells the status");
    long longest = 1_000;
    for (int failures = 1; failures < 10; failures++) {
      assertEquals(failures, partner.tokenCalls.size());
      clock.advance(Duration.ofMillis(longest / 2 - 1));
      assertWants();
      assertEquals(failures, partner.tokenCalls.size(), "asked too early");
      clock.advance(Duration.ofMillis(longest / 2 + 1));
      assertWants();
      longest = Math.min(longest * 2, 60_000);
    }
    assertEquals(0, partner.apiCalls.size());
    partner.tokens = call -> partner.minted();
    clock.advance(Duration.ofMinutes(1));
    assertCalled(11);
  }

  @Test
  void pauses_differ() throws Exception {
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var failure = new CredentialUnavailableException("x");
      pauses.add(
          Duration.between(
              clock.instant(),
              TokenFailure.of(failure, 40, Duration.ZERO, clock.instant()).until()));
    }
    assertTrue(pauses.stream().distinct().count() > 10, pauses::toString);
    assertTrue(pauses.stream().allMatch(p -> p.toMillis() >= 30_000 && p.toMillis() <= 60_000));
  }

  @Test
  void retryAfter_isKept_withinReason() throws Exception {
    partner.tokens = call -> new Reply(429, "", Map.of("Retry-After", "120"));
    assertWants();
    clock.advance(Duration.ofSeconds(119));
    assertWants();
    assertEquals(1, partner.tokenCalls.size());
    partner.tokens = call -> new Reply(429, "", Map.of("Retry-After", "999999999"));
    clock.advance(Duration.ofSeconds(1));
    assertWants();
    partner.tokens = call -> partner.minted();
    clock.advance(TokenFailure.LONGEST_RETRY_AFTER);
    assertCalled(3);
  }

  @Test
  void failure_whileTheOldTokenServes_isNobodysBusiness() throws Exception {
    assertCalled(1);
    partner.tokens = call -> Reply.of(500, "");
    clock.advance(Duration.ofMinutes(59));
    for (int i = 0; i < 5; i++) {
      assertEquals(200, Calls.call(client, partner).statusCode());
    }
    clock.advance(Duration.ofSeconds(29));
    assertEquals(200, Calls.call(client, partner).statusCode());
    clock.advance(Duration.ofSeconds(1));
    assertWants();
  }

  @Test
  void clockThatIsSetBack_endsAPause() throws Exception {
    partner.tokens = call -> Reply.of(500, "");
    assertWants();
    partner.tokens = call -> partner.minted();
    clock.advance(Duration.ofDays(-1));
    assertCalled(2);
    CountDownLatch renewed = new CountDownLatch(1);
    partner.tokens =
        call -> {
          renewed.countDown();
          return partner.minted();
        };
    clock.advance(Duration.ofDays(-1));
    Calls.call(client, partner); // with the old one, while the new one comes
    assertTrue(renewed.await(20, TimeUnit.SECONDS), "nobody knows how old the token is");
    assertEquals(3, partner.tokenCalls.size());
  }

  @Test
  void interruptedWaiter_leavesTheFetchToTheOthers() throws Exception {
    CountDownLatch may = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    partner.tokens =
        call -> {
          asked.countDown();
          may.await();
          return partner.minted();
        };
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread first =
        new Thread(
            () -> {
              try {
                Calls.call(client, partner);
              } catch (Exception failure) {
                thrown.set(failure);
              }
            });
    first.start();
    asked.await();
    var other = client.sendAsync(Calls.get(partner), BodyHandlers.ofString());
    var cancelled = client.sendAsync(Calls.get(partner), BodyHandlers.ofString());
    cancelled.cancel(true);
    first.interrupt();
    first.join();
    assertTrue(thrown.get() instanceof InterruptedException, () -> "thrown: " + thrown.get());
    may.countDown();
    assertEquals(200, other.join().statusCode());
    assertEquals(1, partner.tokenCalls.size());
    assertEquals(1, partner.apiCalls.size());
  }

  @Test
  void silentTokenServer_endsByTheTimeout() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    partner.tokens =
        call -> {
          never.await();
          return partner.minted();
        };
    TokenCache impatient = Calls.cache(clock).timeout(Duration.ofMillis(200)).build();
    HttpClient hasty = Calls.client(partner, impatient.clientCredentials(partner.client().build()));
    String thread =
        hasty
            .sendAsync(Calls.get(partner), BodyHandlers.ofString())
            .handle(
                (response, failure) ->
                    failure instanceof CredentialUnavailableException
                        ? Thread.currentThread().getName()
                        : "no failure")
            .join();
    assertNotEquals("no failure", thread);
    assertNotEquals("CompletableFutureDelayScheduler", thread, "whose delays are everyone's");
    never.countDown();
  }

  @Test
  void redirectOfTheTokenServer_isNotFollowed() throws Exception {
    partner.tokens =
        call -> new Reply(307, "", Map.of("Location", partner.at("/token2").toString()));
    assertTrue(assertWants().toString().contains("307"));
    assertEquals(1, partner.tokenCalls.size());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TokenCache.builder("x")
                .http(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()));
  }

  @Test
  void tokens_ofTwoMerchantsScopesAndClients_areApart() throws Exception {
    List<OAuthClient> clients =
        List.of(
            partner.client().build(),
            partner.client().merchant(MerchantId.of("store-1")).build(),
            partner.client().merchant(MerchantId.of("store-2")).build(),
            partner.client().scopes("od.orders").build(),
            partner.client().scopes("od.orders", "od.menu").build(),
            OAuthClient.builder(partner.at("/token"), "store-1-pos", Secret.ofUtf8("x".repeat(20)))
                .plainHttpInsecurely()
                .build());
    for (int round = 0; round < 2; round++) {
      for (OAuthClient each : clients) {
        CallCredential credential = tokens.clientCredentials(each);
        assertEquals(200, Calls.call(Calls.client(partner, credential), partner).statusCode());
      }
    }
    assertEquals(clients.size(), partner.tokenCalls.size());
    assertEquals("od.menu od.orders", partner.tokenCalls.get(4).form().get("scope"));
    assertFalse(partner.tokenCalls.get(0).form().containsKey("scope"));
    assertEquals(
        clients.size(),
        partner.apiCalls.stream()
            .map(call -> call.headers().get("Authorization"))
            .distinct()
            .count());
    CallCredential same =
        tokens.clientCredentials(partner.client().scopes("od.menu", "od.orders").build());
    Calls.call(Calls.client(partner, same), partner);
    assertEquals(clients.size(), partner.tokenCalls.size(), "the order of scopes does not count");
  }

  @Test
  void tokens_ofTwoSecrets_areApart() throws Exception {
    Supplier<Secret> source = () -> Secret.ofUtf8(Partner.CLIENT_SECRET);
    Supplier<Secret> another = () -> Secret.ofUtf8(Partner.CLIENT_SECRET);
    for (int round = 0; round < 2; round++) {
      for (OAuthClient each :
          List.of(
              partner.client().build(),
              partner.client().secretInForm().build(),
              with(
                  OAuthClient.builder(
                      partner.at("/token"), "my-pos", Secret.ofUtf8("client-secret-of-another"))),
              with(OAuthClient.builder(partner.at("/token"), "my-pos", source)),
              with(OAuthClient.builder(partner.at("/token"), "my-pos", another)))) {
        Calls.call(Calls.client(partner, tokens.clientCredentials(each)), partner);
      }
    }
    assertEquals(5, partner.tokenCalls.size());
    String shown = partner.client().build().key().toString();
    assertFalse(
        shown.contains(SecretStrings.fingerprint(Secret.ofUtf8(Partner.CLIENT_SECRET))), shown);
  }

  private static OAuthClient with(OAuthClient.Builder client) {
    return client.plainHttpInsecurely().build();
  }

  @Test
  void faultOfOurOwn_whenTheTokenArrives_leavesNobodyWaiting() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Clock faulty =
        new Clock() {
          @Override
          public Instant instant() {
            if (broken.getAndSet(false)) {
              throw new IllegalStateException("a fault of the test");
            }
            return clock.instant();
          }

          @Override
          public ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    partner.tokens =
        call -> {
          broken.set(true);
          return partner.minted();
        };
    TokenCache own =
        TokenCache.builder("my-pos/1").clock(faulty).timeout(Duration.ofSeconds(60)).build();
    HttpClient calls = Calls.client(partner, own.clientCredentials(partner.client().build()));
    var call = calls.sendAsync(Calls.get(partner), BodyHandlers.ofString());
    var failed = assertThrows(ExecutionException.class, () -> call.get(20, TimeUnit.SECONDS));
    assertTrue(failed.getCause() instanceof CredentialUnavailableException, failed::toString);
    assertTrue(failed.toString().contains("(IllegalStateException)"), failed::toString);
    partner.tokens = again -> partner.minted();
    assertEquals(200, Calls.call(calls, partner).statusCode());
  }

  @Test
  void memory_isBounded() throws Exception {
    TokenCache small = Calls.cache(clock).maxEntries(10).build();
    CredentialedClient calls =
        Calls.client(partner, small.clientCredentials(partner.client().build()));
    for (int i = 0; i < 30; i++) {
      OAuthClient each = partner.client().merchant(MerchantId.of("store-" + i)).build();
      Calls.call(calls.presenting(small.clientCredentials(each)), partner);
    }
    assertEquals(30, partner.tokenCalls.size());
    assertEquals("TokenCache[10 entries]", small.toString());
  }

  @Test
  void rotatedClientSecret_isReadForEachFetch() throws Exception {
    AtomicReference<Secret> now = new AtomicReference<>(Secret.ofUtf8("first-secret-000000"));
    OAuthClient rotating =
        OAuthClient.builder(partner.at("/token"), "my-pos", now::get)
            .secretInForm()
            .plainHttpInsecurely()
            .build();
    HttpClient calls = Calls.client(partner, tokens.clientCredentials(rotating));
    Calls.call(calls, partner);
    now.set(Secret.ofUtf8("second-secret-00000"));
    partner.revokeAll();
    Calls.call(calls, partner);
    String first = partner.tokenCalls.get(0).form().get("client_secret");
    assertEquals("first-secret-000000", first);
    assertNotEquals(first, partner.tokenCalls.get(1).form().get("client_secret"));
  }
}
