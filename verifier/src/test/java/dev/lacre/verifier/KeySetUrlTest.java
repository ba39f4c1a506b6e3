package dev.lacre.verifier;

import static dev.lacre.verifier.Token.EC;
import static dev.lacre.verifier.Token.OTHER_RSA;
import static dev.lacre.verifier.Token.RSA;
import static dev.lacre.verifier.Token.rs256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The issuer's keys over HTTP: fetched once, changed, withheld, and back again. */
class KeySetUrlTest {

  private static final String FIRST = Token.keySet(Map.of("rsa-1", RSA, "ec-1", EC));
  private static final String SECOND = Token.keySet(Map.of("rsa-2", OTHER_RSA));

  private KeyServer server;

  @BeforeEach
  void start() throws IOException {
    server = new KeyServer(FIRST);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private BearerTokens tokens() {
    return Token.accepted().algorithm("RS256").keysFromInsecureUrl(server.url()).build();
  }

  /** Keys that are kept for so many milliseconds, and count for so many while none can be had. */
  private BearerTokens tokens(long cached, long outage) {
    return tokens(cached, outage, 10);
  }

  private BearerTokens tokens(long cached, long outage, long between) {
    JwtKeys keys = new JwtKeys.OfUrl(server.url(), cached, outage, between);
    return Token.accepted().algorithm("RS256").keysFrom(keys).build();
  }

  private static String outcome(CallerAuthenticator tokens, String token) {
    return Token.outcome(tokens, "Bearer " + token);
  }

  private static String first() {
    return rs256().signed();
  }

  private static String second() {
    return rs256().header("kid", "\"rsa-2\"").signed(OTHER_RSA);
  }

  private static void unavailable(CallerAuthenticator tokens, String token) {
    RuntimeException failure = assertThrows(RuntimeException.class, () -> outcome(tokens, token));
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertTrue(trace.toString().contains("cannot be had"), trace::toString);
    assertFalse(trace.toString().contains(token.substring(token.lastIndexOf('.') + 1)));
    assertFalse(trace.toString().contains(token.substring(0, 20)));
    WebhookVerifier verifier =
        WebhookVerifier.withoutSignature(tokens, WebhookOperation.V1_NEW_LOGISTIC_EVENT).build();
    InboundWebhook head =
        InboundWebhook.builder().header("Authorization", "Bearer " + token).build();
    Verdict.Rejected refused = (Verdict.Rejected) verifier.verify(head);
    assertEquals(RejectionReason.CREDENTIALS_UNAVAILABLE, refused.reason());
    assertTrue(refused.cause().isPresent());
    assertEquals(503, verifier.operation().refusal(refused.reason()).status());
  }

  @Test
  void keys_areFetchedWhenFirstNeeded_andKept() {
    BearerTokens tokens = tokens();
    assertEquals(0, server.calls());
    for (int i = 0; i < 20; i++) {
      assertEquals("known", outcome(tokens, first()));
    }
    assertEquals(1, server.calls());
  }

  @Test
  void tokenThatCannotBeRight_fetchesNothing() {
    BearerTokens tokens = tokens();
    assertEquals("token-malformed", outcome(tokens, "x.y.z"));
    assertEquals(
        "token-signature-mismatch", outcome(tokens, rs256().header("alg", "\"HS256\"").signed()));
    assertEquals("token-malformed", outcome(tokens, rs256().header("typ", "\"x\"").signed()));
    assertEquals(0, server.calls());
  }

  @Test
  void newKey_isTakenAtOnce() {
    BearerTokens tokens = tokens();
    assertEquals("known", outcome(tokens, first()));
    server.answer(SECOND);
    assertEquals("known", outcome(tokens, second()));
    assertEquals("token-signature-mismatch", outcome(tokens, first()));
    assertEquals(2, server.calls());
  }

  @Test
  void withdrawnKey_isRefusedOnceTheSetIsFetchedAgain() throws InterruptedException {
    BearerTokens tokens = tokens(20, 10_000_000);
    assertEquals("known", outcome(tokens, first()));
    server.answer(SECOND);
    Thread.sleep(40);
    assertEquals("token-signature-mismatch", outcome(tokens, first()));
    assertEquals("known", outcome(tokens, second()));
  }

  @Test
  void unknownKeyIds_areRefused_andAskedForAtALimitedRate() {
    BearerTokens tokens = tokens();
    for (int i = 0; i < 50; i++) {
      String token = rs256().header("kid", "\"made-up-" + i + "\"").signed(OTHER_RSA);
      assertEquals("token-signature-mismatch", outcome(tokens, token));
      assertEquals("known", outcome(tokens, first()));
    }
    assertEquals(2, server.calls());
  }

  @Test
  void withoutAnyKeys_nobodyCanTell_untilTheyAreThere() throws IOException {
    server.goDown();
    BearerTokens tokens = tokens(10_000, 10_000_000);
    unavailable(tokens, first());
    unavailable(tokens, rs256().signed(OTHER_RSA));
    server.comeBack();
    await(tokens);
    assertEquals("token-signature-mismatch", outcome(tokens, rs256().signed(OTHER_RSA)));
  }

  /** Beyond the limited rate the answer is the same: try again. */
  private static void await(BearerTokens tokens) {
    long end = System.nanoTime() + 10_000_000_000L;
    String last = "never asked";
    while (!last.equals("known") && System.nanoTime() < end) {
      try {
        last = outcome(tokens, first());
      } catch (IllegalStateException notYet) {
        last = "unavailable";
      }
    }
    assertEquals("known", last);
  }

  @Test
  void rateLimitWithoutAnyKeys_isNoVerdictAboutTheSender() throws IOException {
    server.goDown();
    BearerTokens tokens = tokens();
    for (int i = 0; i < 5; i++) {
      unavailable(tokens, first());
    }
  }

  @Test
  void knownKeys_countWhileNoneCanBeHad_andUnknownOnesCannotBeTold()
      throws IOException, InterruptedException {
    BearerTokens tokens = tokens(20, 10_000_000);
    assertEquals("known", outcome(tokens, first()));
    server.goDown();
    Thread.sleep(40);
    assertEquals("known", outcome(tokens, first()));
    BearerTokens limited = tokens(10_000, 10_000_000, 5_000);
    server.comeBack();
    assertEquals("known", outcome(limited, first()));
    server.goDown();
    for (int i = 0; i < 5; i++) {
      unavailable(limited, second());
      assertEquals("known", outcome(limited, first()));
    }
    server.answer(SECOND);
    server.comeBack();
    Thread.sleep(40);
    assertEquals("known", outcome(tokens, second()));
  }

  @Test
  void oldKeys_countNotForEver() throws IOException, InterruptedException {
    BearerTokens tokens = tokens(20, 60);
    assertEquals("known", outcome(tokens, first()));
    server.goDown();
    Thread.sleep(150);
    unavailable(tokens, first());
  }

  @Test
  void oddAnswers_areNoKeys() {
    for (String status :
        List.of(
            "HTTP/1.1 404 Not Found",
            "HTTP/1.1 500 Oops",
            "HTTP/1.1 302 Found\r\nLocation: " + server.url() + "?again",
            "no HTTP at all")) {
      server.status(status);
      BearerTokens tokens = tokens();
      int before = server.calls();
      unavailable(tokens, first());
      // One retry each time it may ask at all, and two may ask; a redirect would double that.
      assertTrue(server.calls() - before <= 4, status + " was asked for " + server.calls());
    }
    server.status("HTTP/1.1 200 OK");
    for (String body :
        List.of(
            "",
            "{}",
            "[]",
            "<html>",
            "{\"keys\":7}",
            FIRST.substring(5),
            " ".repeat(300_000) + FIRST)) {
      server.answer(body);
      unavailable(tokens(), first());
    }
    server.answer("{\"keys\":[]}");
    assertEquals("token-signature-mismatch", outcome(tokens(), first()));
  }

  @Test
  void answerByteByByte_endsWithTheTime() throws IOException {
    server.answer(" ".repeat(20_000) + FIRST);
    server.drip();
    NimbusFetcher fetcher = new NimbusFetcher(20_000, 200);
    long start = System.nanoTime();
    IOException late =
        assertThrows(IOException.class, () -> fetcher.retrieveResource(server.url().toURL()));
    assertTrue(String.valueOf(late.getMessage()).contains("took longer"), late::toString);
    assertTrue(System.nanoTime() - start < 20_000_000_000L, "waited for all of it");
  }

  @Test
  void manyAtOnce_fetchOnce() throws Exception {
    BearerTokens tokens = tokens();
    ExecutorService pool = Executors.newFixedThreadPool(16);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<String>> all =
          IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            go.await();
                            return outcome(tokens, first());
                          }))
              .toList();
      go.countDown();
      for (Future<String> each : all) {
        assertEquals("known", each.get(60, TimeUnit.SECONDS));
      }
    } finally {
      pool.shutdown();
    }
    assertEquals(1, server.calls());
  }

  @Test
  void hostThatIsNotThere_isUnavailable() throws IOException {
    server.goDown();
    URI nowhere = URI.create("https://127.0.0.1:" + server.url().getPort() + "/keys.json");
    unavailable(Token.accepted().algorithm("RS256").keysFromUrl(nowhere).build(), first());
  }
}
