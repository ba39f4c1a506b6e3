package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookRejectedException;
import dev.lacre.verifier.WebhookVerifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No secret, no signature, right or wrong, and no body shows in what is logged, told or thrown. */
@EachContainer
class SecrecyTest {

  private static final String BODY = "{\"marker-of-a-body\":\"b2c9d1\"}";
  private static final String EXPECTED = Sender.APPLICATION.signature(BODY.getBytes(UTF_8));
  private static final String GIVEN = "0123456789abcdef".repeat(4);

  private static final Map<String, String> MARKERS =
      Map.of(
          "the application's secret",
          Sender.APPLICATION.secret(),
          "the merchant's secret",
          Sender.MERCHANT.secret(),
          "the expected signature",
          EXPECTED,
          "the merchant's signature",
          Sender.MERCHANT.signature(BODY.getBytes(UTF_8)),
          "the given signature",
          GIVEN,
          "the body",
          "b2c9d1");

  private final ContainerKind kind;

  SecrecyTest(ContainerKind kind) {
    this.kind = kind;
  }

  private static void assertSilent(String where, String text) {
    MARKERS.forEach((what, marker) -> assertFalse(text.contains(marker), what + " in " + where));
  }

  private static void routes(WebhookFilter.Builder filter) {
    Stage.standardRoutes(filter);
    filter.route(
        "/broken",
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                (app, merchant) -> {
                  throw new IllegalStateException("down");
                },
                WebhookOperation.ORDERING_CHANNEL)
            .build());
  }

  private static List<Call> calls(Stage stage) {
    byte[] body = BODY.getBytes(UTF_8);
    Sender app = Sender.APPLICATION;
    List<Call> calls = new ArrayList<>();
    calls.add(app.post("/hook", body));
    calls.add(Sender.MERCHANT.post("/hook", body));
    calls.add(app.post("/hook", body, GIVEN));
    calls.add(Sender.MERCHANT.post("/hook", body, GIVEN));
    calls.add(Sender.STRANGER.post("/hook", body, GIVEN));
    calls.add(app.post("/hook", body, GIVEN.substring(1)));
    calls.add(app.post("/hook", body, GIVEN + ", " + EXPECTED));
    calls.add(app.post("/hook", body, GIVEN).header("X-App-Signature", EXPECTED));
    calls.add(app.as("store-3").post("/hook", body));
    calls.add(app.post("//hook", body));
    calls.add(app.post("/stores/store-2", body));
    calls.add(app.post("/small", new byte[0], GIVEN));
    calls.add(app.post("/op/v1/newLogisticEvent", body));
    calls.add(app.post("/op/v1/newLogisticEvent", BODY + "x"));
    calls.add(app.post("/hook", body).header("Content-Type", "multipart/x"));
    calls.add(app.post("/hook", body).header("Content-Type", "text/x; charset=bogus"));
    calls.add(app.post("/broken", body));
    calls.add(Call.of("TRACE", "/hook").header("X-App-Signature", GIVEN));
    String failing =
        stage.handler.deed(
            (request, response) -> {
              throw new IllegalStateException(
                  String.valueOf(VerifiedWebhooks.from(request)) + request.getInputStream());
            });
    calls.add(app.post("/hook", body).header(Handler.DO, failing));
    return calls;
  }

  @Test
  void nothingShows() throws Exception {
    Map<String, String> seen = new LinkedHashMap<>();
    try (Stage stage = Stage.on(kind).filter(SecrecyTest::routes).start()) {
      int before = Logs.length();
      List<Call> calls = calls(stage);
      stage.outcomes.clear();
      for (Call call : calls) {
        Answer answer = stage.exchange(call);
        seen.merge("an answer", answer.withoutDate(), String::concat);
      }
      try (Wire wire = stage.connect()) {
        wire.send(Sender.APPLICATION.post("/hook", BODY).head());
        wire.send(BODY.substring(1));
        wire.end();
        wire.receive();
      }
      for (WebhookOutcome outcome : stage.outcomes.rest()) {
        seen.merge("an outcome", outcome + " " + outcome.verdict(), String::concat);
        try {
          outcome.verdict().orElseThrow();
        } catch (WebhookRejectedException refused) {
          seen.merge("an exception", refused.toString(), String::concat);
        }
      }
      WebhookFilter.Builder filter = WebhookFilter.builder();
      routes(filter);
      seen.put("the filter", filter.build() + " " + Stage.hook() + " " + Sender.directory());
      String logged = Logs.textFrom(before);
      assertTrue(logged.contains("signature-mismatch"), "nothing was logged");
      assertTrue(logged.contains("accepted on route /hook"), "debugging was off");
      seen.put("the log", logged);
    }
    assertEquals(5, seen.size(), seen.keySet()::toString);
    seen.forEach(SecrecyTest::assertSilent);
  }

  @Test
  void namesThatASenderGives_cannotBreakALogLine() throws Exception {
    try (Stage stage = Stage.on(kind).filter(SecrecyTest::routes).start()) {
      int before = Logs.length();
      for (String odd :
          List.of("a\u0085b", "a\u001b[31m", "a%0a%0dFORGED", "a\tFORGED", "\u00e9")) {
        stage.neverEnters(
            Sender.APPLICATION.forge("/hook", "{}").without("X-App-Id").header("X-App-Id", odd));
        stage.neverEnters(
            Sender.APPLICATION
                .forge("/hook", "{}")
                .without("X-App-MerchantId")
                .header("X-App-MerchantId", odd));
      }
      stage.outcomes.rest();
      Logs.textFrom(before)
          .lines()
          .filter(line -> line.contains("dev.lacre"))
          .forEach(
              line ->
                  assertTrue(
                      line.chars().allMatch(c -> c >= ' ' && c < 0x7F), () -> "log: " + line));
    }
  }
}
