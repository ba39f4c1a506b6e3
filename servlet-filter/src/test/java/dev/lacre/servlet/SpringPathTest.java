package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.servlet.SpringApp.AntPaths;
import dev.lacre.servlet.SpringApp.PatternPaths;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other ways to write a route's path lead to no controller, whichever of Spring's two matchers
 * reads the path, and however lax the container is.
 */
@ParameterizedClass
@MethodSource("all")
class SpringPathTest {

  private final ContainerKind kind;
  private final Class<?> paths;
  private final boolean lenient;
  private final Stage stage;

  SpringPathTest(ContainerKind kind, Class<?> paths, boolean lenient) {
    this.kind = kind;
    this.paths = paths;
    this.lenient = lenient;
    this.stage =
        Stage.shared(
            "spring paths " + kind + " " + paths + " " + lenient,
            () -> SpringApp.on(kind, paths).lenient(lenient).start());
  }

  static Stream<Arguments> all() {
    return ContainerKind.ofThisRun().stream()
        .flatMap(
            kind ->
                Stream.of(PatternPaths.class, AntPaths.class)
                    .flatMap(
                        paths ->
                            Stream.of(
                                Arguments.of(kind, paths, false),
                                Arguments.of(kind, paths, true))));
  }

  @Test
  void routeAsItIsWritten_reachesItsController() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/hook", "genuine"));
    stage.accepts(Sender.APPLICATION.post("/stores/store-1/orders", "genuine"));
  }

  @Test
  void disguisedRoute_doesNotReachAController() throws Exception {
    for (String path : PathBypassTest.DISGUISES) {
      stage.neverEnters(Call.post(path, "unsigned"));
      stage.neverEnters(Sender.APPLICATION.forge(path, "forged"));
      stage.neverEnters(Call.of("GET", path));
    }
  }

  /** What the filter's own table is for: this matcher and that mapping read paths differently. */
  @Test
  void filterThatIsMappedToTheRouteAlone_isWalkedRound() throws Exception {
    boolean walkedRound =
        paths.equals(AntPaths.class)
            && switch (kind) {
              case UNDERTOW_2_3 -> true;
              case JETTY_12_0, JETTY_12_1 -> lenient;
              case TOMCAT_10_1, TOMCAT_11 -> false;
            };
    Stage.Builder builder = Stage.on(kind).lenient(lenient);
    WebhookFilter filter = WebhookFilter.builder().route("/hook", Stage.hook()).build();
    try (Stage wrong =
        builder
            .registration(
                context ->
                    context
                        .addFilter("lacre", filter)
                        .addMappingForUrlPatterns(null, true, "/hook"))
            .application(
                context -> SpringApp.register(context, paths, new SpringHooks(builder.handler())))
            .start()) {
      assertEquals(401, wrong.exchange(Call.post("/hook", "unsigned")).status());
      for (String path : List.of("//hook", "///hook", "/;a=b/hook", "/%2Fhook", "/%2fhook")) {
        byte[] body = "unsigned".getBytes(UTF_8);
        String text = wrong.exchange(Call.post(path, body)).text();
        assertEquals(walkedRound, text.equals(Handler.hash(body)), path + " " + text);
      }
    }
  }
}
