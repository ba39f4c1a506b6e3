package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Undertow, made to decode the path before any filter sees it. What is encoded once is then no
 * disguise to the filter, nor to the application; but unsigned it enters in no form.
 */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("undertow")
class DecodedPathTest {

  private final Stage stage;

  DecodedPathTest(ContainerKind kind) {
    this.stage =
        Stage.shared(
            "decoded paths " + kind,
            () ->
                Stage.on(kind)
                    .filter(Stage::standardRoutes)
                    .setting(WebApp.Setting.ODD_PATHS)
                    .setting(WebApp.Setting.DECODED_PATHS)
                    .start());
  }

  static Stream<ContainerKind> undertow() {
    return ContainerKind.ofThisRun().stream().filter(ContainerKind.UNDERTOW_2_3::equals);
  }

  @Test
  void disguisedRoute_doesNotReachTheApplicationUnsigned() throws Exception {
    for (String path : PathBypassTest.DISGUISES) {
      stage.neverEnters(Call.post(path, "unsigned"));
      stage.neverEnters(Call.of("GET", path));
      stage.neverEnters(Sender.APPLICATION.forge(path, "forged"));
    }
  }

  @Test
  void routeThatIsEncodedOnce_isTheRouteToFilterAndApplicationAlike() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/%68ook", "{}"));
    stage.accepts(Sender.APPLICATION.post("/stores%2Fstore-1/orders", "{}"));
    stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/%68ook", "{}"));
    assertEquals(
        403,
        stage
            .refuses("store-mismatch", Sender.APPLICATION.post("/stores/%73tore-2", "{}"))
            .status());
  }

  @Test
  void pathThatNoRouteProtects_passes() throws Exception {
    byte[] body = "unsigned".getBytes(UTF_8);
    assertEquals(Handler.hash(body), stage.exchange(Call.post("/op%65n", body)).text());
  }
}
