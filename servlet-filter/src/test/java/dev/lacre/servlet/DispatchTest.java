package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.WebhookOperation;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Dispatches inside the container: none verifies twice, loses the body, or leads in by the back.
 */
@EachContainer
class DispatchTest {

  private static final String HASH = Handler.hash("abc".getBytes(UTF_8));

  private final ContainerKind kind;
  private final Stage stage;

  DispatchTest(ContainerKind kind) {
    this.kind = kind;
    this.stage =
        Stage.on(kind)
            .filter(
                routes -> {
                  Stage.standardRoutes(routes);
                  StoreRule rule = StoreRule.builder().pathSegment(1).build();
                  routes.route(
                      "/guarded/*",
                      Stage.verifier(WebhookOperation.ORDERING_CHANNEL).store(rule).build());
                })
            .servlet("/inner", new Handler())
            .servlet(
                "/error",
                (request, response) ->
                    Handler.answer(
                        response,
                        "page for " + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)))
            .servlet(
                "/guarded/error", (request, response) -> Handler.answer(response, "guarded page"))
            .servlet(
                "/open/forward",
                (request, response) ->
                    request
                        .getRequestDispatcher(request.getParameter("to"))
                        .forward(request, response))
            .servlet(
                "/open/include",
                (request, response) ->
                    request
                        .getRequestDispatcher(request.getParameter("to"))
                        .include(request, response))
            .servlet(
                "/open/async",
                (request, response) -> request.startAsync().dispatch(request.getParameter("to")))
            .errorPage(500, "/error")
            .errorPage(418, "/error")
            .errorPage(501, "/guarded/error")
            .start();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private Call genuine(Handler.Deed deed) {
    return Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, stage.handler.deed(deed));
  }

  @Test
  void forwardAndInclude_readTheVerifiedBody() throws Exception {
    Handler.Deed forward =
        (request, response) -> request.getRequestDispatcher("/inner").forward(request, response);
    Handler.Deed include =
        (request, response) -> request.getRequestDispatcher("/inner").include(request, response);
    for (Handler.Deed deed : List.of(forward, include)) {
      stage.outcomes.clear();
      assertEquals(HASH, stage.exchange(genuine(deed)).text());
      assertEquals("accepted", Outcomes.word(stage.outcomes.next()));
      assertEquals(List.of(), stage.outcomes.rest());
    }
  }

  @Test
  void forwardToAnotherRoute_isVerifiedForThatRouteAndReadsTheBody() throws Exception {
    Handler.Deed forward =
        (request, response) -> {
          if (request.getRequestURI().equals("/hook")) {
            request.getRequestDispatcher("/other").forward(request, response);
          } else {
            Handler.answer(response, Handler.hash(request.getInputStream().readAllBytes()));
          }
        };
    assertEquals(HASH, stage.exchange(genuine(forward)).text());
    Handler.Deed toAStore =
        (request, response) ->
            request.getRequestDispatcher("/stores/store-2/x").forward(request, response);
    Answer answer = stage.exchange(genuine(toAStore));
    assertEquals(403, answer.status(), "the other route's rule about the store");
    assertEquals(Stage.FORBIDDEN, answer.text());
  }

  @Test
  void errorOfTheApplication_keepsItsStatusAndPage() throws Exception {
    Handler.Deed thrown =
        (request, response) -> {
          throw new IllegalStateException("the application's own");
        };
    Handler.Deed sent = (request, response) -> response.sendError(418);
    Handler.Deed sentAsync =
        (request, response) -> {
          var context = request.startAsync();
          ((HttpServletResponse) context.getResponse()).sendError(418);
          context.complete();
        };
    assertPage(500, genuine(thrown));
    assertPage(418, genuine(sent));
    assertPage(418, genuine(sentAsync));
  }

  private void assertPage(int status, Call call) throws Exception {
    stage.outcomes.clear();
    Answer answer = stage.exchange(call);
    assertEquals(status, answer.status(), answer::toString);
    assertEquals("page for " + status, answer.text());
    WebhookOutcome outcome = stage.outcomes.next();
    assertEquals("accepted", Outcomes.word(outcome));
    assertEquals(status, outcome.status());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void errorPageThatLiesOnARoute_isShownForAVerifiedRequest() throws Exception {
    Answer answer = stage.exchange(genuine((request, response) -> response.sendError(501)));
    assertEquals(501, answer.status(), answer::toString);
    assertEquals("guarded page", answer.text());
  }

  @Test
  void errorPageThatLiesOnARoute_isNoWayInForOthers() throws Exception {
    String name = stage.handler.deed((request, response) -> response.sendError(501));
    Answer answer = stage.exchange(Call.post("/open", "{}").header(Handler.DO, name));
    // From 6.1 on, the request for an error page is a GET.
    assertEquals(
        kind.servletVersion().equals("6.1") ? 405 : 401, answer.status(), answer::toString);
  }

  @Test
  void errorPageOfAnOpenPath_isLeftAlone() throws Exception {
    String name = stage.handler.deed((request, response) -> response.sendError(418));
    Answer answer = stage.exchange(Call.of("GET", "/open").header(Handler.DO, name));
    assertEquals(418, answer.status());
    assertEquals("page for 418", answer.text());
  }

  @Test
  void dispatchFromAnOpenPathIntoARoute_isRefusedUnlessGenuine() throws Exception {
    for (String way : List.of("forward", "include", "async")) {
      for (String to : List.of("/hook", "/stores/store-1", "/hook;a=b", "/HOOK", "/x/../hook")) {
        int before = stage.handler.calls();
        for (Call call :
            List.of(
                Call.post("/open/" + way + "?to=" + to, "unsigned"),
                Call.of("GET", "/open/" + way + "?to=" + to),
                Sender.APPLICATION.forge("/open/" + way + "?to=" + to, "abc"))) {
          Answer answer = stage.exchange(call);
          assertFalse(answer.isSuccess(), way + " to " + to + " was answered " + answer);
          assertEquals(before, stage.handler.calls(), way + " to " + to);
        }
      }
      Answer answer = stage.exchange(Sender.APPLICATION.post("/open/" + way + "?to=/hook", "abc"));
      assertEquals(200, answer.status(), way);
      assertEquals(HASH, answer.text(), way);
    }
  }

  @Test
  void forwardFromAnOpenPathOfAForgedRequest_isAnsweredAsTheRouteWould() throws Exception {
    stage.unauthorized(
        "signature-mismatch", Sender.APPLICATION.forge("/open/forward?to=/hook", "abc"));
    stage.unauthorized("header-missing", Call.post("/open/forward?to=/hook", "abc"));
    stage.unauthorized(
        "signature-mismatch", Sender.APPLICATION.forge("/open/async?to=/hook", "abc"));
  }
}
