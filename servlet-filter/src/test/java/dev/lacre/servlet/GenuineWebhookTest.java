package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is genuine enters, byte for byte; what no route protects is left alone. */
@EachContainer
class GenuineWebhookTest {

  private static final List<byte[]> BODIES =
      List.of(
          "{\"a\":1}".getBytes(UTF_8),
          "{\"a\":1}\n".getBytes(UTF_8),
          "{\"a\":1}\r\n".getBytes(UTF_8),
          "\n\n{\"a\":1}".getBytes(UTF_8),
          "a\rb".getBytes(UTF_8),
          "a\nb".getBytes(UTF_8),
          new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0x80, 0, (byte) 0xC3, 0x28},
          new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{', '}'},
          new byte[] {0},
          random(16_383),
          random(16_384),
          random(16_385),
          random(70_000),
          random(1_048_576));

  private final Stage stage;

  GenuineWebhookTest(ContainerKind kind) {
    // Not the one that all share: what another test left on its way there would be told here.
    this.stage =
        Stage.shared("genuine " + kind, () -> Stage.on(kind).filter(Stage::standardRoutes).start());
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void bodyWithLength_isReadByteForByte() throws Exception {
    for (byte[] body : BODIES) {
      stage.accepts(Sender.APPLICATION.post("/hook", body));
      stage.accepts(Sender.MERCHANT.post("/hook", body));
    }
  }

  @Test
  void bodyInOddChunks_isReadByteForByte() throws Exception {
    for (byte[] body : BODIES) {
      if (body.length < 100) {
        stage.accepts(Sender.APPLICATION.post("/hook", body).chunked(1, 2, 3, 4, 5, 6, 7));
      }
      stage.accepts(Sender.APPLICATION.post("/hook", body).chunked(1, 8191, 8192, 8193, 3));
    }
  }

  @Test
  void bodyThatArrivesByteByByte_isReadByteForByte() throws Exception {
    Call call = Sender.APPLICATION.post("/hook", "{\"slow\":true}").chunked(3, 1);
    try (Wire wire = stage.connect()) {
      for (byte b : call.bytes()) {
        wire.send(new byte[] {b});
      }
      assertEquals(Handler.hash(call.body()), wire.receive().text());
    }
  }

  @Test
  void signatureOfAnotherBodyThatDiffersInWhiteSpaceOnly_isRefused() throws Exception {
    for (int i = 0; i < 6; i++) {
      byte[] other = BODIES.get((i + 1) % 6);
      String signature = Sender.APPLICATION.signature(other);
      stage.unauthorized(
          "signature-mismatch", Sender.APPLICATION.post("/hook", BODIES.get(i), signature));
    }
  }

  @Test
  void severalOnOneConnection_areAnsweredInOrder() throws Exception {
    stage.outcomes.clear();
    try (Wire wire = stage.connect()) {
      for (int i = 0; i < 5; i++) {
        byte[] body = ("{\"number\":" + i + "}").getBytes(UTF_8);
        wire.send(Sender.APPLICATION.post("/hook", body).bytes());
        wire.send(Sender.APPLICATION.forge("/hook", "{\"forged\":" + i + "}").bytes());
        assertEquals(Handler.hash(body), wire.receive().text());
        assertEquals(Stage.UNAUTHORIZED, wire.receive().text());
      }
    }
    assertEquals(10, stage.outcomes.next(10).size());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void application_findsTheVerifiedWebhook() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) -> {
              VerifiedWebhook webhook = VerifiedWebhooks.from(request);
              Handler.answer(
                  response,
                  webhook.appId().value()
                      + " "
                      + webhook.merchantId().value()
                      + " "
                      + webhook.merchantProof().code()
                      + " "
                      + webhook.operation()
                      + " "
                      + webhook.address().map(Object::toString).orElse("-")
                      + " "
                      + new String(webhook.body(), UTF_8));
            });
    Answer ofApplication =
        stage.exchange(
            Sender.APPLICATION.as("store-2").post("/hook", "{}").header(Handler.DO, name));
    assertEquals(
        "app-of-many store-2 asserted ordering-channel 127.0.0.1 {}", ofApplication.text());
    Answer ofMerchant =
        stage.exchange(Sender.MERCHANT.post("/hook", "[]").header(Handler.DO, name));
    assertEquals("app-of-one store-9 key ordering-channel 127.0.0.1 []", ofMerchant.text());
  }

  @Test
  void lengthOfTheBody_isToldAsItWasDeclared() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) ->
                Handler.answer(
                    response,
                    request.getContentLength()
                        + " "
                        + request.getContentLengthLong()
                        + " "
                        + request.getHeader("Content-Length")));
    Call whole = Sender.APPLICATION.post("/hook", "twelve bytes").header(Handler.DO, name);
    assertEquals("12 12 12", stage.exchange(whole).text());
    Call chunked =
        Sender.APPLICATION.post("/hook", "twelve bytes").chunked(5).header(Handler.DO, name);
    assertEquals("-1 -1 null", stage.exchange(chunked).text());
  }

  @Test
  void listener_isToldTheApplicationsStatusAndTheBody() throws Exception {
    String name = stage.handler.deed((request, response) -> response.setStatus(204));
    stage.outcomes.clear();
    stage.exchange(Sender.APPLICATION.post("/hook", "{}").header(Handler.DO, name));
    WebhookOutcome outcome = stage.outcomes.next();
    assertEquals("/hook", outcome.route());
    assertEquals(204, outcome.status());
    assertInstanceOf(Verdict.Accepted.class, outcome.verdict());
    assertEquals("{}", UTF_8.decode(outcome.body().orElseThrow()).toString());
    assertTrue(outcome.body().orElseThrow().isReadOnly());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void routeForEachOperation_acceptsIt() throws Exception {
    byte[] body = "{\"eventId\":\"e-1\",\"merchant\":{\"id\":\"store-1\"}}".getBytes(UTF_8);
    for (WebhookOperation operation : WebhookOperation.all()) {
      stage.accepts(Sender.APPLICATION.post("/op/" + operation.name(), body));
    }
  }

  @Test
  void pathThatNoRouteProtects_isLeftAloneForEveryMethod() throws Exception {
    byte[] body = "unsigned".getBytes(UTF_8);
    stage.outcomes.clear();
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS", "FOO")) {
      int before = stage.handler.calls();
      Answer answer = stage.exchange(Call.of(method, "/open/door?x=%2F").body(body));
      assertEquals(200, answer.status(), method);
      assertEquals(Handler.hash(body), answer.text(), method);
      assertEquals(before + 1, stage.handler.calls(), method);
    }
    assertEquals(200, stage.exchange(Call.of("HEAD", "/open")).status());
    assertEquals(200, stage.exchange(Call.post("/open", body).chunked(1, 2)).status());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void pathThatNoRouteProtects_keepsItsParameters() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) ->
                Handler.answer(response, Arrays.toString(request.getParameterValues("a"))));
    Call form =
        Call.post("/open?a=Q", "a=1&b=2")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(Handler.DO, name);
    assertEquals("[Q, 1]", stage.exchange(form).text());
  }

  @Test
  void pathThatNoRouteProtects_holdsNoVerifiedWebhook() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) -> {
              try {
                VerifiedWebhooks.from(request);
                Handler.answer(response, "found");
              } catch (IllegalStateException none) {
                Handler.answer(response, String.valueOf(none.getMessage()));
              }
            });
    // Headers and signature are right, but nobody asked for them here.
    String text =
        stage.exchange(Sender.APPLICATION.post("/open", "{}").header(Handler.DO, name)).text();
    assertTrue(text.contains("no verified webhook"), text);
    assertTrue(text.contains("route"), text);
  }
}
