package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other ways to write a route's path lead nowhere, whatever the container makes of them. */
@ParameterizedClass
@MethodSource("containers")
class PathBypassTest {

  static final List<String> DISGUISES =
      List.of(
          "//hook",
          "///hook",
          "/hook//",
          "/hook/",
          "/./hook",
          "/hook/.",
          "/x/../hook",
          "/hook/../hook",
          "/../hook",
          "/%2e/hook",
          "/x/%2e%2e/hook",
          "/x/.%2E/hook",
          "/;a=b/hook",
          "/hook;a=b",
          "/hook;",
          "/hook;jsessionid=1",
          "/x/..;/hook",
          "/x/..;a=b/hook",
          "/x;/../hook",
          "/%2Fhook",
          "/%2fhook",
          "/x%2F..%2Fhook",
          "/x%2f..%2fhook",
          "/\\hook",
          "\\hook",
          "/%5Chook",
          "/%5chook",
          "/x\\..\\hook",
          "/hook%00",
          "/%00hook",
          "/hook%00.png",
          "/hook%20",
          "/%20hook",
          "/hook%09",
          "/hook%0a",
          "/hook%0d%0a",
          "/%c0%afhook",
          "/x/%c0%ae%c0%ae/hook",
          "/hook%c0%80",
          "/hook\u00a0",
          "/hook\u0080",
          "/HOOK",
          "/Hook",
          "/hooK",
          "/hook.json",
          "/hook.",
          "/%68ook",
          "/h%6Fok",
          "/%2568ook",
          "/%25252e/hook",
          "/hook%3Fx",
          "/hook%23x",
          "/hook%3Bx",
          "/hook#f",
          "http://evil.example/hook",
          "http://evil.example//hook",
          "http://evil.example/x/../hook",
          "HTTP://localhost/hook",
          "/stores",
          "/stores/",
          "/stores/\u00e9",
          "/Stores/store-1",
          "/stores/store-1;x",
          "/stores;x/store-1",
          "/stores/./store-1",
          "/stores//store-1",
          "//stores/store-1",
          "/stores%2Fstore-1",
          "/stores/..%2fstores/x",
          "/x/..;/stores/store-1/orders",
          "/%73tores/store-1");

  private final boolean lenient;
  private final Stage stage;

  PathBypassTest(ContainerKind kind, boolean lenient) {
    this.lenient = lenient;
    this.stage =
        Stage.shared(
            "paths " + kind + " " + lenient,
            () -> Stage.on(kind).filter(Stage::standardRoutes).lenient(lenient).start());
  }

  static Stream<Arguments> containers() {
    return ContainerKind.ofThisRun().stream()
        .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
  }

  @Test
  void disguisedRoute_doesNotReachTheApplicationUnsigned() throws Exception {
    for (String path : DISGUISES) {
      stage.neverEnters(Call.post(path, "unsigned"));
      stage.neverEnters(Call.of("GET", path));
      stage.neverEnters(Sender.APPLICATION.forge(path, "forged"));
    }
  }

  @Test
  void disguisedRoute_isRefusedEvenIfGenuine() throws Exception {
    for (String path : DISGUISES) {
      // The absolute form is no disguise, nor is what containers cut off before any filter.
      if (!path.equals("http://evil.example/hook")
          && !path.equals("HTTP://localhost/hook")
          && !path.equals("/hook#f")) {
        stage.neverEnters(Sender.APPLICATION.post(path, "genuine"));
      }
    }
  }

  @Test
  void disguisedRouteThatTheContainerLetsThrough_isABadRequest() throws Exception {
    for (String path :
        List.of("/hook;a=b", "/HOOK", "/hook/", "/%68ook", "/hook.json", "/stores")) {
      Answer answer = stage.refuses("path-not-canonical", Sender.APPLICATION.post(path, "genuine"));
      assertEquals(400, answer.status());
      assertEquals(
          "{\"error\":\"Bad Request\",\"message\":\"The request is not well formed\"}",
          answer.text());
    }
  }

  @Test
  void absoluteForm_isTheRouteItself() throws Exception {
    stage.unauthorized("header-missing", Call.post("http://localhost/hook", "unsigned"));
    stage.accepts(Sender.APPLICATION.post("http://localhost/hook", "genuine"));
  }

  @Test
  void queryAndFragment_areNoPartOfThePath() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/hook?x=/../../open;a=%00", "genuine"));
    stage.unauthorized("header-missing", Call.post("/hook?/open", "unsigned"));
    stage.neverEnters(Call.post("/open/../hook?x", "unsigned"));
  }

  @Test
  void oddPathThatIsNoRoute_passesUntouched() throws Exception {
    List<String> odd =
        lenient
            ? List.of("/open//x", "/open/./x", "/a;b/open", "/OPEN", "/open/%2e%2e/x", "/op%65n")
            : List.of("/OPEN", "/open;a=b", "/op%65n", "/hooks", "/store", "/ho", "/open/hook");
    for (String path : odd) {
      byte[] body = "unsigned".getBytes(UTF_8);
      Answer answer = stage.exchange(Call.post(path, body));
      assertEquals(200, answer.status(), path);
      assertEquals(Handler.hash(body), answer.text(), path);
    }
  }

  @Test
  void storeInThePath_isReadAsTheApplicationsRouterReadsIt() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/stores/store-1/orders", "{}"));
    stage.accepts(Sender.APPLICATION.as("store-2").post("/stores/store-2", "{}"));
    for (String path :
        List.of(
            "/stores/store-1;x/orders",
            "/stores/store-1%2Fx/orders",
            "/stores/store-2%2F..%2Fstore-1/orders",
            "/stores/./orders",
            "/stores/../stores/store-1",
            "/stores/store-2/../store-1",
            "/stores/%73tore-1/orders",
            "/stores/STORE-1/orders",
            "/stores/store-1%20/orders",
            "/stores/store-1%00/orders",
            "/stores//store-1",
            "/stores/orders/store-1")) {
      Answer answer = stage.neverEnters(Sender.APPLICATION.post(path, "{}"));
      assertTrue(answer.status() == 400 || answer.status() == 403, path + " " + answer);
    }
    Answer other =
        stage.refuses("store-mismatch", Sender.APPLICATION.post("/stores/store-2/x", "{}"));
    assertEquals(403, other.status());
    assertEquals(Stage.FORBIDDEN, other.text());
    stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/stores/store-2/x", "{}"));
  }
}
