package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a refused sender sees: exact bytes, and never which check it was. */
@EachContainer
class RefusalTest {

  private static final String PROBLEM_401 = "{\"title\":\"Unauthorized\",\"status\":401}";
  private static final String PROBLEM_403 = "{\"title\":\"Forbidden\",\"status\":403}";
  private static final String CODE_401 =
      "{\"code\":\"UNAUTHORIZED\",\"message\":\"Invalid or missing authentication\"}";
  private static final String CODE_403 =
      "{\"code\":\"FORBIDDEN\",\"message\":\"Access denied to this resource\"}";

  private final ContainerKind kind;
  private final Stage stage;

  RefusalTest(ContainerKind kind) {
    this.kind = kind;
    this.stage = Stage.standard(kind);
  }

  /** What each operation's contract says: status and body for a wrong signature and a merchant. */
  private record Contract(
      String operation, int unauthenticated, String wrong, int forbidden, String merchant) {}

  private static final List<Contract> CONTRACTS =
      List.of(
          new Contract("v1/newEvent", 403, PROBLEM_403, 403, PROBLEM_403),
          new Contract("v1/newLogisticEvent", 403, PROBLEM_403, 403, PROBLEM_403),
          new Contract("v1/confirmationCode", 401, PROBLEM_401, 401, PROBLEM_401),
          new Contract("v2/orderEvent", 401, CODE_401, 403, CODE_403),
          new Contract("v2/accountEvent", 401, CODE_401, 403, CODE_403),
          new Contract("v2/customerEvent", 401, CODE_401, 403, CODE_403),
          new Contract("v2/loyaltyEvent", 401, CODE_401, 403, CODE_403),
          new Contract("ordering-channel", 401, Stage.UNAUTHORIZED, 403, Stage.FORBIDDEN));

  private static void assertAnswer(int status, String body, Answer answer) {
    assertEquals(status, answer.status());
    assertEquals(body, answer.text());
    Map<String, String> headers =
        answer.headers().stream()
            .filter(
                header ->
                    !List.of("Date", "Server", "Connection", "Keep-Alive")
                        .contains(header.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    String type = body.startsWith("{\"title\"") ? "application/problem+json" : "application/json";
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "Content-Type",
                type,
                "Cache-Control",
                "no-store",
                "Content-Length",
                Integer.toString(body.length())));
    if (status == 401) {
      expected.put("WWW-Authenticate", "Signature realm=\"webhooks\"");
    }
    assertEquals(expected, new TreeMap<>(headers));
  }

  @Test
  void eachOperation_refusesAsItsContractSays() throws Exception {
    assertEquals(WebhookOperation.all().size(), CONTRACTS.size());
    for (Contract contract : CONTRACTS) {
      String path = "/op/" + contract.operation();
      assertAnswer(
          contract.unauthenticated(),
          contract.wrong(),
          stage.refuses("signature-mismatch", Sender.APPLICATION.forge(path, "{}")));
      assertAnswer(
          contract.unauthenticated(),
          contract.wrong(),
          stage.refuses("header-missing", Call.post(path, "{}")));
      String body = "{\"merchant\":{\"id\":\"store-3\"}}";
      assertAnswer(
          contract.forbidden(),
          contract.merchant(),
          stage.refuses(
              "merchant-not-authorised", Sender.APPLICATION.as("store-3").post(path, body)));
    }
  }

  @Test
  void operationThatNamesTheMerchantInItsBody_readsItThere() throws Exception {
    String path = "/op/v1/newLogisticEvent";
    stage.accepts(Sender.APPLICATION.post(path, "{\"merchant\":{\"id\":\"store-1\"}}"));
    assertAnswer(
        403,
        PROBLEM_403,
        stage.refuses(
            "store-mismatch",
            Sender.APPLICATION.post(path, "{\"merchant\":{\"id\":\"store-2\"}}")));
    Answer malformed =
        stage.refuses("body-malformed", Sender.APPLICATION.post(path, "{\"merchant\":"));
    assertAnswer(400, "{\"title\":\"Bad Request\",\"status\":400}", malformed);
    Answer text =
        stage.refuses(
            "media-type-unsupported",
            Sender.APPLICATION
                .post(path, "{\"merchant\":{\"id\":\"store-1\"}}")
                .header("Content-Type", "text/plain"));
    assertAnswer(415, "{\"title\":\"Unsupported Media Type\",\"status\":415}", text);
    stage.refuses("signature-mismatch", Sender.APPLICATION.forge(path, "{\"merchant\":"));
  }

  @Test
  void causesOfARefusedSignature_cannotBeToldApart() throws Exception {
    for (String path : List.of("/hook", "/op/v1/newEvent", "/op/v2/orderEvent")) {
      byte[] body = "{\"a\":1}".getBytes(UTF_8);
      Sender app = Sender.APPLICATION;
      Sender merchant = Sender.MERCHANT;
      List<Answer> answers = new ArrayList<>();
      answers.add(stage.refuses("signature-mismatch", app.forge(path, "{\"a\":1}")));
      answers.add(stage.refuses("signature-mismatch", merchant.forge(path, "{\"a\":1}")));
      answers.add(
          stage.refuses(
              "signature-mismatch", app.as("store-3").post(path, body, merchant.signature(body))));
      answers.add(stage.refuses("unknown-sender", Sender.STRANGER.post(path, body)));
      answers.add(stage.refuses("unknown-sender", merchant.as("store-8").post(path, body)));
      answers.add(stage.refuses("unknown-sender", merchant.as("store-8").forge(path, "{\"a\":1}")));
      answers.add(stage.refuses("signature-malformed", app.post(path, body, "zz")));
      answers.add(stage.refuses("signature-malformed", Sender.STRANGER.post(path, body, "zz")));
      answers.add(stage.refuses("header-missing", Call.post(path, body)));
      answers.add(
          stage.refuses("header-repeated", app.post(path, body).header("X-App-Id", "other")));
      answers.add(
          stage.refuses(
              "header-malformed",
              app.post(path, body).without("X-App-Id").header("X-App-Id", "a b")));
      answers.add(stage.refuses("body-empty", app.post(path, "")));
      assertEquals(
          1,
          answers.stream().map(Answer::withoutDate).distinct().count(),
          () -> answers.stream().map(Answer::withoutDate).distinct().toList().toString());
    }
  }

  @Test
  void refusal_leavesNothingOfTheApplicationsHeadersUnchanged() throws Exception {
    Filter decorating =
        (request, response, chain) -> {
          ((HttpServletResponse) response).setHeader("X-Request-Id", "r-1");
          response.setContentType("text/html");
          chain.doFilter(request, response);
        };
    try (Stage decorated =
        Stage.on(kind).before("decorating", decorating).filter(Stage::standardRoutes).start()) {
      Answer answer =
          decorated.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
      assertEquals("r-1", answer.header("X-Request-Id"));
      assertEquals("application/json", answer.header("Content-Type"));
    }
  }

  private Stage with(CredentialDirectory directory) {
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(), directory, WebhookOperation.ORDERING_CHANNEL)
            .build();
    return Stage.on(kind).filter(routes -> routes.route("/hook", verifier)).start();
  }

  private static void assertTryLater(Answer answer) {
    assertEquals(503, answer.status());
    assertEquals(
        "{\"error\":\"Service Unavailable\",\"message\":\"Try again later\"}", answer.text());
    assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    assertEquals("no-store", answer.header("Cache-Control"));
  }

  @Test
  void directoryThatFails_isTryLaterForEveryone() throws Exception {
    CredentialDirectory broken =
        (app, merchant) -> {
          throw new IllegalStateException("the store of secrets is down");
        };
    try (Stage stage = with(broken)) {
      assertTryLater(
          stage.refuses("credentials-unavailable", Sender.APPLICATION.post("/hook", "{}")));
      assertTryLater(
          stage.refuses("credentials-unavailable", Sender.STRANGER.forge("/hook", "{}")));
      stage.unauthorized("header-missing", Call.post("/hook", "{}"));
    }
  }

  @Test
  void directoryThatAnswersNull_isTryLater() throws Exception {
    @SuppressWarnings("NullAway") // against its contract
    CredentialDirectory broken = (app, merchant) -> null;
    try (Stage stage = with(broken)) {
      assertTryLater(
          stage.refuses("credentials-unavailable", Sender.APPLICATION.post("/hook", "{}")));
    }
  }

  @Test
  void directoryThatLendsAnothersSecrets_isNoWayIn() throws Exception {
    CredentialDirectory sloppy =
        (app, merchant) -> Sender.directory().find(AppId.of("app-of-many"), merchant);
    try (Stage stage = with(sloppy)) {
      stage.accepts(Sender.APPLICATION.post("/hook", "{}"));
      stage.unauthorized(
          "unknown-sender",
          Sender.STRANGER.post(
              "/hook", "{}".getBytes(UTF_8), Sender.APPLICATION.signature("{}".getBytes(UTF_8))));
    }
  }

  @Test
  void errorInTheMiddle_isAnsweredAsTheReceiversFault() throws Exception {
    CredentialDirectory broken =
        (app, merchant) -> {
          throw new NoClassDefFoundError("a library that is not there");
        };
    try (Stage stage = with(broken)) {
      Answer answer = stage.refuses("internal-error", Sender.APPLICATION.post("/hook", "{}"));
      assertAnswer(
          500,
          "{\"error\":\"Internal Server Error\",\"message\":\"Something went wrong\"}",
          answer);
    }
  }

  @Test
  void listenerThatThrows_changesNothing() throws Exception {
    VerificationListener throwing =
        VerificationListener.ofOutcomes(
            outcome -> {
              throw new IllegalStateException("a listener's own fault");
            });
    WebhookFilter filter =
        WebhookFilter.builder().route("/hook", Stage.hook()).listener(throwing).build();
    try (Stage stage =
        Stage.on(kind).registration(context -> Stage.register(context, "lacre", filter)).start()) {
      assertEquals(200, stage.exchange(Sender.APPLICATION.post("/hook", "{}")).status());
      assertEquals(401, stage.neverEnters(Sender.APPLICATION.forge("/hook", "{}")).status());
    }
  }
}
