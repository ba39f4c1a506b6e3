package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Routes are relative to the context, however a request writes its name. */
@ParameterizedClass
@MethodSource("containers")
class ContextPathTest {

  private static final List<String> DISGUISES =
      List.of(
          "//shop/hook",
          "/%73hop/hook",
          "/sho%70/hook",
          "/shop/../shop/hook",
          "/x/../shop/hook",
          "/shop/%2e%2e/shop/hook",
          "/./shop/hook",
          "/shop/./hook",
          "/shop//hook",
          "/shop;x/hook",
          "/;x/shop/hook",
          "/shop/;x/hook",
          "/shop/hook;x",
          "/SHOP/hook",
          "/shop%2Fhook",
          "/shop\\hook",
          "/shop/x/..;/hook",
          "/shop;/../shop/hook",
          "/%73hop/x/../hook",
          "/%73hop;x//hook",
          "//shop//stores/store-1",
          "/%73hop/stores/store-1",
          "/shop/%2573hop/../hook",
          "/".repeat(70) + "shop/hook",
          "/.".repeat(70) + "/shop/hook",
          "/;".repeat(70) + "/shop/hook",
          "/x/..".repeat(70) + "/shop/hook",
          "/%2e".repeat(70) + "/shop/hook",
          "/%73hop" + "/".repeat(70) + "hook",
          "/%73hop" + "/.".repeat(70) + "/hook",
          "http://localhost//shop/hook",
          "http://localhost/%73hop/hook");

  private final ContainerKind kind;
  private final Stage stage;

  ContextPathTest(ContainerKind kind, boolean lenient) {
    this.kind = kind;
    this.stage =
        Stage.shared(
            "context " + kind + " " + lenient,
            () ->
                Stage.on(kind)
                    .filter(Stage::standardRoutes)
                    .contextPath("/shop")
                    .servlet(
                        "/forward",
                        (request, response) ->
                            request.getRequestDispatcher("/hook").forward(request, response))
                    .lenient(lenient)
                    .start());
  }

  static Stream<Arguments> containers() {
    return PathBypassTest.containers();
  }

  @Test
  void route_isRelativeToTheContext() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/shop/hook", "{}"));
    stage.accepts(Sender.APPLICATION.post("/shop/stores/store-1/x", "{}"));
    stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/shop/hook", "{}"));
    stage.unauthorized("header-missing", Call.post("/shop/hook", "{}"));
    assertEquals(405, stage.refuses("method-not-allowed", Call.of("GET", "/shop/hook")).status());
    assertEquals(404, stage.neverEnters(Call.post("/hook", "{}")).status());
  }

  @Test
  void disguisedContext_isNoWayIn() throws Exception {
    for (String path : DISGUISES) {
      stage.neverEnters(Call.post(path, "unsigned"));
      stage.neverEnters(Call.of("GET", path));
      stage.neverEnters(Sender.APPLICATION.post(path, "genuine"));
    }
  }

  @Test
  void pathThatNoRouteProtects_isLeftAlone() throws Exception {
    byte[] body = "unsigned".getBytes(UTF_8);
    for (String path : List.of("/shop/open", "/shop/shop/hook", "/shop/open;x")) {
      Answer answer = stage.exchange(Call.post(path, body));
      assertEquals(200, answer.status(), path + " " + answer);
      assertEquals(Handler.hash(body), answer.text());
    }
  }

  @Test
  void contextThatIsNotWrittenAsItIsNamed_isABadRequestWhateverIsBehindIt() throws Exception {
    for (String path : List.of("/%73hop/open", "/%73hop/hook", "/%73hop/")) {
      assertEquals(400, stage.neverEnters(Call.post(path, "unsigned")).status(), path);
      assertEquals(400, stage.neverEnters(Call.of("GET", path)).status(), path);
    }
  }

  @Test
  void contextWhoseNameIsNotAscii_isFoundAsItIsWritten() throws Exception {
    try (Stage cafe =
        Stage.on(kind).filter(Stage::standardRoutes).contextPath("/caf\u00e9").start()) {
      cafe.accepts(Sender.APPLICATION.post("/caf%C3%A9/hook", "{}"));
      cafe.unauthorized("header-missing", Call.post("/caf%C3%A9/hook", "{}"));
      cafe.neverEnters(Call.post("/caf%C3%A9//hook", "{}"));
      cafe.neverEnters(Call.post("/%63af%C3%A9/hook", "{}"));
      assertEquals(200, cafe.exchange(Call.post("/caf%C3%A9/open", "{}")).status());
    }
  }

  @Test
  void dispatches_areRelativeToTheContextToo() throws Exception {
    stage.unauthorized("header-missing", Call.post("/shop/forward", "unsigned"));
    stage.accepts(Sender.APPLICATION.post("/shop/forward", "genuine"));
    String again =
        stage.handler.deed(
            (request, response) -> {
              if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                request.startAsync().dispatch();
              } else {
                Handler.answer(response, Handler.hash(request.getInputStream().readAllBytes()));
              }
            });
    Call call = Sender.APPLICATION.post("/shop/hook", "abc").header(Handler.DO, again);
    assertEquals(Handler.hash("abc".getBytes(UTF_8)), stage.exchange(call).text());
  }
}
