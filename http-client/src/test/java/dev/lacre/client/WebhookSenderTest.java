package dev.lacre.client;

import static dev.lacre.client.Sending.BODY;
import static dev.lacre.client.Sending.MERCHANT;
import static dev.lacre.client.Sending.event;
import static dev.lacre.client.Sending.quick;
import static dev.lacre.client.Sending.sender;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.Receiver.Request;
import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.client.Sending.Attempts;
import dev.lacre.signer.AppId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.WebhookOperation;
import java.net.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, which answer is what, and what a faulty set-up gets. */
final class WebhookSenderTest {

  @Test
  void send_acknowledgedAtOnce_sendsTheExactBytesAndTheirSignature() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(204))) {
      SendResult result = sender(quick(3)).build().send(event(receiver));

      SendAttempt last = assertInstanceOf(SendResult.Acknowledged.class, result).last();
      assertEquals(1, last.number());
      assertEquals(OptionalInt.of(204), last.status());
      assertEquals(Optional.empty(), last.nextDelay());
      Request request = receiver.requests().get(0);
      assertEquals("POST /v1/newEvent?a=b HTTP/1.1", request.start());
      assertArrayEquals(BODY, request.body());
      assertEquals("my-app", request.header("X-App-Id"));
      assertEquals("store-123", request.header("X-App-MerchantId"));
      assertEquals(Sending.hmac(BODY), request.header("X-App-Signature"));
      assertEquals("application/json", request.header("Content-Type"));
      assertEquals("my-app", request.header("User-Agent"));
      assertEquals("(none)", request.header("Accept-Encoding"));
    }
  }

  @Test
  void send_refusedTwiceThenAcknowledged_sendsTheSameThreeTimes() throws Exception {
    try (Receiver receiver =
        new Receiver(Receiver.status(503), Receiver.drop(), Receiver.status(204))) {
      Attempts attempts = new Attempts();
      byte[] body = BODY.clone();
      OutboundWebhook webhook =
          OutboundWebhook.of(
              receiver.url("/v1/newEvent"), WebhookOperation.V1_NEW_EVENT, MERCHANT, body);
      body[0] = 'x'; // the caller's array is the caller's

      SendResult result = sender(quick(5)).listener(attempts).build().send(webhook);

      assertInstanceOf(SendResult.Acknowledged.class, result);
      assertEquals(
          List.of(Outcome.UNAVAILABLE, Outcome.UNREACHABLE, Outcome.ACKNOWLEDGED),
          attempts.outcomes());
      assertEquals(List.of(1, 2, 3), attempts.all.stream().map(SendAttempt::number).toList());
      assertTrue(attempts.all.get(0).nextDelay().isPresent());
      assertEquals(OptionalInt.empty(), attempts.all.get(1).status());
      assertEquals(result.last(), attempts.all.get(2));
      Map<String, String> first = receiver.requests().get(0).headers();
      for (Request request : receiver.requests()) {
        assertArrayEquals(BODY, request.body());
        assertEquals(first, request.headers());
      }
    }
  }

  @Test
  void send_schemeWithATimestamp_isSignedAnewForEachAttempt() throws Exception {
    SignatureScheme scheme =
        SignatureScheme.named("timed")
            .appIdHeader("X-A")
            .merchantIdHeader("X-M")
            .signatureHeader("X-S")
            .timestamp("X-T", Duration.ofMinutes(5))
            .signedContent("{timestamp}.{body}")
            .build();
    WebhookSigner signer =
        WebhookSigner.of(scheme, AppId.of("my-app"), Sending.SECRET).withClock(new Ticking());
    try (Receiver receiver = new Receiver(Receiver.status(503), Receiver.status(204))) {
      WebhookSender sender =
          WebhookSender.builder(Sending.client(), signer)
              .insecurelyAllowPlainHttp()
              .retryPolicy(quick(2))
              .build();

      assertInstanceOf(SendResult.Acknowledged.class, sender.send(event(receiver)));

      for (int i = 0; i < 2; i++) {
        Request request = receiver.requests().get(i);
        String time = String.valueOf(1_000_000 + 60 * (i + 1));
        assertEquals(time, request.header("X-T"));
        assertArrayEquals(BODY, request.body());
        byte[] signed = new byte[time.length() + 1 + BODY.length];
        System.arraycopy(
            (time + ".").getBytes(StandardCharsets.US_ASCII), 0, signed, 0, time.length() + 1);
        System.arraycopy(BODY, 0, signed, time.length() + 1, BODY.length);
        assertEquals(Sending.hmac(signed), request.header("X-S"));
      }
    }
  }

  /** A minute later each time. */
  private static final class Ticking extends Clock {

    private final AtomicInteger minutes = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(1_000_000 + 60L * minutes.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {201, 202, 206, 300, 304, 307, 400, 401, 403, 404, 409, 410, 413, 415, 501, 505})
  void send_statusThatAnotherAttemptWouldNotChange_isRefusedAtOnce(int status) throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(status), Receiver.status(204))) {
      SendResult result = sender(quick(3)).build().send(event(receiver));

      assertEquals(
          OptionalInt.of(status),
          assertInstanceOf(SendResult.Refused.class, result).last().status());
      assertEquals(1, receiver.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 520, 599})
  void send_statusThatAsksForAnotherAttempt_isTriedAgainUntilAttemptsEnd(int status)
      throws Exception {
    try (Receiver receiver =
        new Receiver(Receiver.status(status), Receiver.status(status), Receiver.status(204))) {
      SendResult result = sender(quick(2)).build().send(event(receiver));

      SendResult.GaveUp gaveUp = assertInstanceOf(SendResult.GaveUp.class, result);
      assertEquals(2, gaveUp.last().number());
      assertEquals(OptionalInt.of(status), gaveUp.last().status());
      assertEquals(Optional.empty(), gaveUp.retryAfter());
      assertEquals(2, receiver.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1/newEvent,200,ACKNOWLEDGED",
    "v1/newEvent,204,ACKNOWLEDGED",
    "v2/customerEvent,200,ACKNOWLEDGED",
    "ordering-channel,204,ACKNOWLEDGED",
    "v1/confirmationCode,200,ACKNOWLEDGED",
    "v1/confirmationCode,204,REFUSED",
    "v1/confirmationCode,400,REFUSED",
    "v1/newEvent,203,REFUSED",
    "v1/newEvent,299,REFUSED",
  })
  void outcome_successStatus_dependsOnTheOperation(String name, int status, Outcome outcome) {
    WebhookOperation operation = WebhookOperation.named(name).orElseThrow();

    assertEquals(outcome, WebhookSender.outcome(operation, status));
  }

  @Test
  void outcome_operationWithAnotherSuccess_takesIt() {
    WebhookOperation operation = WebhookOperation.V2_ORDER_EVENT.withSuccessStatus(202);

    assertEquals(Outcome.ACKNOWLEDGED, WebhookSender.outcome(operation, 202));
  }

  @Test
  void send_redirect_isNotFollowed() throws Exception {
    try (Receiver elsewhere = new Receiver(Receiver.status(204));
        Receiver receiver =
            new Receiver(
                Receiver.status(307, "Location: " + elsewhere.url("/v1/newEvent")),
                Receiver.status(204))) {
      SendResult result = sender(quick(3)).build().send(event(receiver));

      assertInstanceOf(SendResult.Refused.class, result);
      assertEquals(0, elsewhere.requests().size());
      assertEquals(1, receiver.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NORMAL", "ALWAYS"})
  void builder_clientThatFollowsRedirects_isRefused(HttpClient.Redirect redirect) {
    HttpClient client = HttpClient.newBuilder().followRedirects(redirect).build();

    assertThrows(
        IllegalArgumentException.class, () -> WebhookSender.builder(client, Sending.signer()));
  }

  @Test
  void builder_clientThatAnswersChallenges_isRefused() {
    HttpClient client = HttpClient.newBuilder().authenticator(new Authenticator() {}).build();

    assertThrows(
        IllegalArgumentException.class, () -> WebhookSender.builder(client, Sending.signer()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x",
        "https://user:pw@example.com/",
        "/x",
        "ftp://example.com/"
      })
  void send_addressThatMayNotBeCalled_throws(String address) {
    WebhookSender sender = WebhookSender.builder(Sending.client(), Sending.signer()).build();
    OutboundWebhook webhook =
        OutboundWebhook.of(URI.create(address), WebhookOperation.V1_NEW_EVENT, MERCHANT, BODY);

    assertThrows(IllegalArgumentException.class, () -> sender.send(webhook));
  }

  @Test
  void send_moreHeaders_goAlongAndOnlyTheSchemesAreRefused() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(204))) {
      WebhookSender sender = sender(quick(1)).userAgent("shop/1.0").build();
      OutboundWebhook webhook =
          event(receiver).withHeader("X-Store", "s9").withHeader("content-type", "text/x");

      sender.send(webhook);

      Request request = receiver.requests().get(0);
      assertEquals("s9", request.header("X-Store"));
      assertEquals("text/x", request.header("Content-Type"));
      assertEquals("shop/1.0", request.header("User-Agent"));
      OutboundWebhook swapped = webhook.withHeader("x-app-merchantid", "another");
      assertThrows(IllegalArgumentException.class, () -> sender.send(swapped));
      assertEquals(1, receiver.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', marker",
    "'a b', marker",
    "'X:', marker",
    "Host, marker",
    "content-length, marker",
    "Connection, marker",
    "X-A, 'marker\r\nX: y'",
    "X-A, 'marker\u0000'",
    "X-A, 'mark\u00e9r marker'",
  })
  void withHeader_thatNoRequestCanCarry_isRefusedAtOnceAndNotQuoted(String name, String value) {
    OutboundWebhook webhook =
        OutboundWebhook.of(
            URI.create("https://example.com/"), WebhookOperation.V1_NEW_EVENT, MERCHANT, BODY);

    var fault = assertThrows(IllegalArgumentException.class, () -> webhook.withHeader(name, value));

    assertFalse(fault.toString().contains("marker"), fault::toString);
    assertNull(fault.getCause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "marker\r\nX: y", "marker\u00e9"})
  void userAgent_thatNoRequestCanCarry_isRefusedAtOnceAndNotQuoted(String value) {
    WebhookSender.Builder builder = sender(quick(1));

    var fault = assertThrows(IllegalArgumentException.class, () -> builder.userAgent(value));

    assertFalse(fault.toString().contains("marker"), fault::toString);
  }

  @Test
  void send_listenerThatThrows_changesNothing() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(503), Receiver.status(204))) {
      WebhookSender sender =
          sender(quick(2))
              .listener(
                  (webhook, attempt) -> {
                    throw new IllegalStateException("a fault of the test");
                  })
              .build();

      assertInstanceOf(SendResult.Acknowledged.class, sender.send(event(receiver)));
    }
  }

  @Test
  void of_emptyBody_isRefused() {
    URI address = URI.create("https://example.com/");

    assertThrows(
        IllegalArgumentException.class,
        () -> OutboundWebhook.of(address, WebhookOperation.V1_NEW_EVENT, MERCHANT, new byte[0]));
  }

  @Test
  void builder_optionSetTwice_isRefused() {
    WebhookSender.Builder builder = sender(quick(1)).userAgent("a").maxResponseBytes(0);

    assertThrows(IllegalStateException.class, () -> builder.userAgent("b"));
    assertThrows(IllegalStateException.class, () -> builder.maxResponseBytes(0));
    assertThrows(IllegalStateException.class, () -> builder.retryPolicy(quick(1)));
    assertThrows(IllegalArgumentException.class, () -> sender(quick(1)).maxResponseBytes(-1));
  }

  @Test
  void toString_ofAll_showsNeitherSecretNorBodyNorPath() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(204))) {
      WebhookSender sender = sender(quick(1)).build();
      OutboundWebhook webhook = event(receiver).withHeader("X-Key", "hidden-value");

      String shown = sender + " " + webhook + " " + sender.send(webhook);

      for (String secret :
          List.of("MARKER", Sending.hmac(BODY), "eventId", "newEvent?", "hidden-value")) {
        assertFalse(shown.contains(secret), shown);
      }
      assertTrue(shown.contains("v1/newEvent, store-123, to 127.0.0.1"), shown);
    }
  }
}
