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
          "/shop%2fstores/store-1",
          "/shop%2Fstores%2Fstore-1",
          "/%73hop%2fstores/store-1",
          "/%2e%2fshop%2fstores/store-1",
          "/shop%5Cstores/store-1",
          "/.".repeat(15) + "/shop/stores/store-1",
          "/.".repeat(16) + "/shop/hook",
          "/.".repeat(17) + "/shop/hook",
          "/.".repeat(63) + "/shop/hook",
          "/.".repeat(64) + "/shop/hook",
          "/".repeat(70) + "shop/hook",
          "/.".repeat(70) + "/shop/hook",
          "/;".repeat(70) + "/shop/hook",
          "/x/..".repeat(70) + "/shop/hook",
          "/%2e".repeat(70) + "/shop/hook",
          "/%73hop" + "/".repeat(70) + "hook",
          "/%73hop" + "/.".repeat(70) + "/hook",
          "http://localhost//shop/hook",
          "http://localhost/%73hop/hook");

  private final Stage stage;

  ContextPathTest(ContainerKind kind, boolean lenient) {
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
  void disguisedContext_isRefusedBeforeAnyPathBehindIt() throws Exception {
    assertEquals(
        400, stage.refuses("path-not-canonical", Call.post("/%73hop/open", "unsigned")).status());
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
