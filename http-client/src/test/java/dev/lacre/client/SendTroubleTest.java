package dev.lacre.client;

import static dev.lacre.client.Sending.BODY;
import static dev.lacre.client.Sending.event;
import static dev.lacre.client.Sending.quick;
import static dev.lacre.client.Sending.sender;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.client.Sending.Attempts;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.ResponseVerifier;
import dev.lacre.verifier.WebhookOperation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that are slow, away, talkative, or not who they say. */
@Timeout(60)
final class SendTroubleTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  /** More attempts than a busy machine needs to be in time once. */
  private static final int MANY = 30;

  private static RetryPolicy.Builder impatient(int attempts) {
    return RetryPolicy.builder()
        .maxAttempts(attempts)
        .initialDelay(Duration.ofMillis(1))
        .attemptTimeout(SHORT);
  }

  private static ResponseVerifier verifier() {
    return ResponseVerifier.of(SignatureScheme.openDelivery(), List.of(Sending.SECRET));
  }

  @Test
  void send_retryAfterInSeconds_isWaitedFor() throws Exception {
    try (Receiver receiver =
        new Receiver(Receiver.status(503, "Retry-After: 1"), Receiver.status(204))) {
      Attempts attempts = new Attempts();
      long begin = System.nanoTime();

      SendResult result = sender(quick(2)).listener(attempts).build().send(event(receiver));

      assertInstanceOf(SendResult.Acknowledged.class, result);
      assertTrue(System.nanoTime() - begin >= 1_000_000_000L);
      Duration delay = attempts.all.get(0).nextDelay().orElseThrow();
      assertTrue(
          delay.compareTo(Duration.ofSeconds(1)) >= 0
              && delay.compareTo(Duration.ofMillis(1002)) <= 0,
          delay.toString());
    }
  }

  @Test
  void send_retryAfterBeyondTheDeadline_givesUpAtOnceAndSaysWhen() throws Exception {
    try (Receiver receiver =
        new Receiver(Receiver.status(429, "Retry-After: 3600"), Receiver.status(204))) {
      SendResult result = sender(quick(2)).build().send(event(receiver));

      assertEquals(
          Optional.of(Duration.ofHours(1)),
          assertInstanceOf(SendResult.GaveUp.class, result).retryAfter());
      assertEquals(1, receiver.requests().size());
    }
  }

  @Test
  void send_nobodyListens_isTriedAgainAndGivenUp() throws Exception {
    OutboundWebhook webhook;
    try (Receiver gone = new Receiver()) {
      webhook = event(gone);
    }
    SendResult result = sender(quick(3)).build().send(webhook);

    SendAttempt last = assertInstanceOf(SendResult.GaveUp.class, result).last();
    assertEquals(3, last.number());
    assertEquals(Outcome.UNREACHABLE, last.outcome());
    assertEquals(OptionalInt.empty(), last.status());
  }

  @Test
  void send_answerThatNeverComes_timesOutAndIsTriedAgain() throws Exception {
    try (Receiver receiver = new Receiver()) {
      receiver.next(receiver.hang(""));
      for (int i = 0; i < MANY; i++) {
        receiver.next(Receiver.status(204)); // a busy machine may be late with the first
      }
      Attempts attempts = new Attempts();

      SendResult result =
          sender(impatient(MANY).build()).listener(attempts).build().send(event(receiver));

      assertInstanceOf(SendResult.Acknowledged.class, result);
      assertEquals(Outcome.TIMED_OUT, attempts.outcomes().get(0));
      // The client goes by a clock that can be set.
      assertTrue(attempts.all.get(0).duration().compareTo(SHORT.minusMillis(50)) >= 0);
    }
  }

  @Test
  void send_deadline_holdsOverAllAttempts() throws Exception {
    try (Receiver receiver = new Receiver()) {
      for (int i = 0; i < 100; i++) {
        receiver.next(receiver.hang(""));
      }
      long begin = System.nanoTime();

      SendResult result =
          sender(impatient(100).deadline(Duration.ofMillis(700)).build())
              .build()
              .send(event(receiver));

      SendAttempt last = assertInstanceOf(SendResult.GaveUp.class, result).last();
      assertTrue(last.number() <= 4, last.toString());
      // Not a whole attempt more, even on a machine that is busy.
      assertTrue(System.nanoTime() - begin < 20_000_000_000L);
    }
  }

  @Test
  void send_statusAndThenABodyThatNeverEnds_countsByItsStatus() throws Exception {
    try (Receiver receiver = new Receiver()) {
      for (int i = 0; i < MANY; i++) {
        receiver.next(receiver.hang("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1"));
      }

      SendResult result = sender(impatient(MANY).build()).build().send(event(receiver));

      assertInstanceOf(SendResult.Acknowledged.class, result);
    }
  }

  @Test
  void send_statusAndThenABodyThatBreaksOff_countsByItsStatus() throws Exception {
    try (Receiver receiver =
        new Receiver(Receiver.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1"))) {
      SendResult result = sender(quick(2)).build().send(event(receiver));

      assertEquals(
          OptionalInt.of(200),
          assertInstanceOf(SendResult.Acknowledged.class, result).last().status());
    }
  }

  @Test
  void send_answerOfEndlessBytes_isReadToTheBoundOnly() throws Exception {
    CompletableFuture<Long> written = new CompletableFuture<>();
    try (Receiver receiver =
        new Receiver(
            out -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              long sum = 0;
              try {
                while (sum < 1L << 32) {
                  out.write(new byte[65_536]);
                  sum += 65_536;
                }
              } catch (IOException closed) {
                written.complete(sum);
              }
            })) {
      SendResult result =
          sender(RetryPolicy.none()).maxResponseBytes(1000).build().send(event(receiver));

      assertInstanceOf(SendResult.Acknowledged.class, result);
      // What the sockets' buffers hold, and not four gigabytes.
      assertTrue(written.get(30, TimeUnit.SECONDS) < 1L << 27);
    }
  }

  @Test
  void send_signedResponseDemanded_isProvenAndHandedOut() throws Exception {
    String signature = Sending.hmac("{\"ok\":1}".getBytes(StandardCharsets.US_ASCII));
    try (Receiver receiver =
        new Receiver(Receiver.text(200, "{\"ok\":1}", "X-App-Signature: " + signature))) {
      SendResult result = sender(quick(2)).responses(verifier()).build().send(event(receiver));

      SendResult.Acknowledged acknowledged =
          assertInstanceOf(SendResult.Acknowledged.class, result);
      assertArrayEquals(
          "{\"ok\":1}".getBytes(StandardCharsets.US_ASCII),
          acknowledged.response().orElseThrow().body());
    }
  }

  @Test
  void send_responseNotProven_isNoAcknowledgementAndTriedAgain() throws Exception {
    String ofAnother = Sending.hmac(BODY);
    String right = Sending.hmac(new byte[0]);
    try (Receiver receiver =
        new Receiver(
            Receiver.status(204),
            Receiver.text(200, "no", "X-App-Signature: " + ofAnother),
            Receiver.text(200, "0123456789", "X-App-Signature: " + ofAnother),
            Receiver.raw(
                "HTTP/1.1 200 OK\r\nX-App-Signature: " + right + "\r\nContent-Length: 5\r\n\r\n"),
            Receiver.status(204, "X-App-Signature: " + right))) {
      Attempts attempts = new Attempts();

      SendResult result =
          sender(quick(9))
              .maxResponseBytes(5)
              .responses(verifier())
              .listener(attempts)
              .build()
              .send(event(receiver));

      assertInstanceOf(SendResult.Acknowledged.class, result);
      assertEquals(
          List.of(
              Outcome.NOT_PROVEN,
              Outcome.NOT_PROVEN,
              Outcome.NOT_PROVEN,
              Outcome.NOT_PROVEN,
              Outcome.ACKNOWLEDGED),
          attempts.outcomes());
      assertEquals(OptionalInt.of(200), attempts.all.get(1).status());
    }
  }

  @Test
  void send_signedResponseDemanded_refusalNeedsNoSignature() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(403), Receiver.status(204))) {
      SendResult result = sender(quick(2)).responses(verifier()).build().send(event(receiver));

      assertInstanceOf(SendResult.Refused.class, result);
    }
  }

  @Test
  void send_interruptedWhileItWaits_endsAtOnce() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(503, "Retry-After: 100"))) {
      assertInterrupted(receiver, Duration.ofMinutes(10));
    }
  }

  @Test
  void send_interruptedWhileAnAttemptRuns_endsAtOnce() throws Exception {
    try (Receiver receiver = new Receiver()) {
      receiver.next(receiver.hang(""));
      assertInterrupted(receiver, Duration.ofMinutes(10));
    }
  }

  private static void assertInterrupted(Receiver receiver, Duration patience) throws Exception {
    RetryPolicy policy = RetryPolicy.builder().attemptTimeout(patience).deadline(patience).build();
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                end.complete(sender(policy).build().send(event(receiver)).toString());
              } catch (InterruptedException asked) {
                end.complete("interrupted");
              }
            });
    thread.start();
    receiver.arrival();
    thread.interrupt();

    assertEquals("interrupted", end.get(20, TimeUnit.SECONDS));
    assertEquals(1, receiver.requests().size());
  }

  /** What breaks behind the status does not unsay it; before it, there is no answer. */
  @ParameterizedTest
  @CsvSource({
    "'200 OK\r\nContent-Length: abc', ACKNOWLEDGED",
    "'200 OK\r\nContent-Length: 99999999999999999999', ACKNOWLEDGED",
    "'204 No Content\r\nContent-Length: abc', UNREACHABLE",
    "'204 No Content\r\nContent-Length: 99999999999999999999', UNREACHABLE",
    "'204 No Content\r\nContent-Length: 2', UNREACHABLE",
    "'204 No Content\r\nTransfer-Encoding: chunked', UNREACHABLE",
    "'nonsense', UNREACHABLE",
  })
  void send_answerThatTheClientCannotRead_isNeverThrown(String answer, Outcome outcome)
      throws Exception {
    try (Receiver receiver = new Receiver(Receiver.raw("HTTP/1.1 " + answer + "\r\n\r\n{}"))) {
      SendAttempt last = sender(quick(1)).build().send(event(receiver)).last();

      assertEquals(outcome, last.outcome());
      assertEquals(outcome == Outcome.UNREACHABLE, last.fault().isPresent());
      assertTrue(
          last.fault().orElse("AnException").matches("[A-Z][A-Za-z]+Exception"), last::toString);
    }
  }

  /** Fetching a token is part of the attempt, as is the second try behind a 401. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void send_tokenThatNeverComes_endsByTheAttemptsTime(boolean behindA401) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Partner partner = new Partner(Clock.systemUTC());
        Receiver receiver = new Receiver(Receiver.status(401))) {
      if (!behindA401) {
        partner.tokens = call -> awaited(never, partner);
      }
      TokenCache tokens = TokenCache.builder("my-pos/1").timeout(Duration.ofSeconds(50)).build();
      CallCredential credential = tokens.clientCredentials(partner.client().build());
      if (behindA401) {
        credential.current().get();
        partner.tokens = call -> awaited(never, partner);
      }
      WebhookSender sender =
          WebhookSender.builder(
                  CredentialedClient.builder(Sending.client(), "my-pos/1", credential)
                      .origin(receiver.url("/"))
                      .plainHttpInsecurely()
                      .build(),
                  Sending.signer())
              .insecurelyAllowPlainHttp()
              .retryPolicy(
                  RetryPolicy.builder()
                      .maxAttempts(1)
                      .attemptTimeout(behindA401 ? Duration.ofSeconds(5) : SHORT)
                      .build())
              .build();

      SendAttempt last = sender.send(event(receiver)).last();

      assertEquals(Outcome.TIMED_OUT, last.outcome(), last.toString());
      assertTrue(last.duration().compareTo(Duration.ofSeconds(30)) < 0, last.toString());
      assertEquals(behindA401 ? 1 : 0, receiver.requests().size());
    } finally {
      never.countDown();
    }
  }

  private static Partner.Reply awaited(CountDownLatch latch, Partner partner) throws Exception {
    latch.await();
    return partner.minted();
  }

  @Test
  void send_ownRequestSentBack_isNoProof() throws Exception {
    String sentBack = new String(BODY, StandardCharsets.ISO_8859_1);
    try (Receiver receiver =
        new Receiver(
            Receiver.text(200, sentBack, "X-App-Signature: " + Sending.hmac(BODY)),
            Receiver.status(204, "X-App-Signature: " + Sending.hmac(new byte[0])))) {
      Attempts attempts = new Attempts();

      sender(quick(2)).responses(verifier()).listener(attempts).build().send(event(receiver));

      assertEquals(List.of(Outcome.NOT_PROVEN, Outcome.ACKNOWLEDGED), attempts.outcomes());
    }
  }

  @Test
  void send_operationThatIsAnsweredWithItsOwnBody_cannotBeProven() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(200))) {
      WebhookSender sender = sender(quick(1)).responses(verifier()).build();
      OutboundWebhook code =
          OutboundWebhook.of(
              receiver.url("/v1/confirmationCode"),
              WebhookOperation.V1_CONFIRMATION_CODE,
              Sending.MERCHANT,
              BODY);

      var fault = assertThrows(IllegalArgumentException.class, () -> sender.send(code));

      assertTrue(fault.toString().contains("v1/confirmationCode is answered"), fault::toString);
      assertEquals(0, receiver.requests().size());
    }
  }

  @Test
  void send_hostThatCannotBeResolved_isUnreachable() throws Exception {
    OutboundWebhook webhook =
        OutboundWebhook.of(
            URI.create("http://nowhere.invalid/"),
            WebhookOperation.V1_NEW_EVENT,
            Sending.MERCHANT,
            BODY);

    RetryPolicy patient =
        RetryPolicy.builder().maxAttempts(1).attemptTimeout(Duration.ofSeconds(50)).build();
    SendResult result = sender(patient).build().send(webhook);

    assertEquals(Outcome.UNREACHABLE, result.last().outcome());
    assertEquals(Optional.of("UnresolvedAddressException"), result.last().fault());
  }
}
