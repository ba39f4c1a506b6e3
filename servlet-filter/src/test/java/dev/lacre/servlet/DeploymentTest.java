package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.config.LacreConfig;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Set up by the container from a name and an init parameter, as a deployment descriptor does. */
@EachContainer
class DeploymentTest {

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "app-of-many", "model": "client_credentials_application",
            "secrets": [ {"insecureLiteral": "the application's own secret, 7f3a9c"} ],
            "merchants": ["store-1"] }
        ],
        "routes": {
          "/hook": { "operation": "ordering-channel" },
          "/stores/*": { "operation": "ordering-channel", "store": {"pathSegment": 1},
                         "maxBodyBytes": 10, "bodyTimeout": "PT10S" }
        },
        "maxBodyBytesInFlight": 2000
      }
      """;

  private final ContainerKind kind;

  DeploymentTest(ContainerKind kind) {
    this.kind = kind;
  }

  private Stage deploy(@Nullable String parameter, @Nullable Path folder) {
    Stage.Builder stage =
        Stage.on(kind)
            .registration(
                context -> {
                  FilterRegistration.Dynamic filter =
                      context.addFilter("webhooks", WebhookFilter.class);
                  if (parameter != null) {
                    filter.setInitParameter("config", parameter);
                  }
                  Stage.map(filter);
                });
    return (folder == null ? stage : stage.folder(folder)).start();
  }

  private static void assertProtects(Stage stage) throws Exception {
    assertTrue(stage.isUp());
    Answer genuine = stage.exchange(Sender.APPLICATION.post("/hook", "{}"));
    assertEquals(200, genuine.status());
    assertEquals(200, stage.exchange(Sender.APPLICATION.post("/stores/store-1/x", "{}")).status());
    assertEquals(200, stage.exchange(Call.post("/open", "{}")).status());
    for (Call call :
        List.of(
            Sender.APPLICATION.forge("/hook", "{}"),
            Call.post("/hook", "{}"),
            Call.of("GET", "/hook"),
            Sender.APPLICATION.post("//hook", "{}"),
            Sender.APPLICATION.post("/stores/store-2/x", "{}"))) {
      stage.neverEnters(call);
    }
    assertEquals(
        413,
        stage.neverEnters(Sender.APPLICATION.post("/stores/store-1/x", "12345678901")).status());
    assertEquals(503, stage.neverEnters(Sender.APPLICATION.post("/hook", new byte[2001])).status());
  }

  @Test
  void parameterThatNamesAFile_setsTheFilterUp(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    try (Stage stage = deploy(file.toString(), null)) {
      assertProtects(stage);
    }
  }

  @Test
  void parameterThatNamesAFileOfTheApplication_setsTheFilterUp(@TempDir Path folder)
      throws Exception {
    Path inside = Files.createDirectory(folder.resolve("WEB-INF"));
    String text =
        CONFIG.replace(
            "{\"insecureLiteral\": \"the application's own secret, 7f3a9c\"}",
            "{\"file\": \"app.secret\"}");
    Files.writeString(inside.resolve("lacre.json"), text);
    Files.writeString(inside.resolve("app.secret"), Sender.APPLICATION.secret() + "\n");
    try (Stage stage = deploy("/WEB-INF/lacre.json", folder)) {
      assertProtects(stage);
    }
  }

  @Test
  void configurationInCode_setsTheFilterUp(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    WebhookFilter filter = WebhookFilter.builder(LacreConfig.load(file)).build();
    try (Stage stage =
        Stage.on(kind).registration(context -> Stage.register(context, "lacre", filter)).start()) {
      assertProtects(stage);
    }
  }

  /** The application does not start, or at least is not open. */
  private void neverOpens(@Nullable String parameter, @Nullable Path folder) throws Exception {
    try (Stage stage = deploy(parameter, folder)) {
      assertFalse(stage.isUp(), "the application started with " + parameter);
      if (stage.port() > 0) {
        for (Call call :
            List.of(
                Sender.APPLICATION.post("/hook", "{}"),
                Call.post("/hook", "{}"),
                Call.of("GET", "/open"))) {
          try {
            stage.neverEnters(call);
          } catch (IOException closed) {
            assertEquals(0, stage.handler.calls(), closed::toString);
          }
        }
      }
    }
  }

  @Test
  void missingParameter_isNoStart() throws Exception {
    neverOpens(null, null);
    neverOpens("", null);
    neverOpens(" ", null);
  }

  @Test
  void missingParameter_neverOpensWhereFiltersAreSetUpByTheFirstRequest() throws Exception {
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.map(context.addFilter("webhooks", WebhookFilter.class)))
            .setting(WebApp.Setting.LATE_FILTERS)
            .start()) {
      assertEquals(kind == ContainerKind.UNDERTOW_2_3, stage.isUp());
      for (int i = 0; stage.isUp() && i < 3; i++) {
        assertEquals(500, stage.neverEnters(Sender.APPLICATION.post("/hook", "{}")).status());
        assertEquals(500, stage.neverEnters(Call.post("/open", "{}")).status());
      }
    }
  }

  @Test
  void missingFile_isNoStart(@TempDir Path folder) throws Exception {
    neverOpens(folder.resolve("none.json").toString(), null);
    neverOpens("/WEB-INF/none.json", folder);
    neverOpens("none\u0000.json", null);
    neverOpens(folder.toString(), null);
  }

  @Test
  void faultyConfiguration_isNoStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("lacre.json");
    for (String faulty :
        List.of(
            "",
            "{}",
            CONFIG + "x",
            CONFIG.replace("the application's own secret, 7f3a9c", ""),
            CONFIG.replace("the application's own secret, 7f3a9c", "short"),
            CONFIG.replace(
                "[ {\"insecureLiteral\": \"the application's own secret, 7f3a9c\"} ]", "[]"),
            CONFIG.replace(
                "\"routes\"", "\"addresses\": {\"allow\": [\"10.0.0.0/33\"]}, \"routes\""),
            CONFIG.replace("\"maxBodyBytes\"", "\"maxBodyByte\""),
            CONFIG.replace("\"/hook\"", "\"//hook\""),
            CONFIG.replace("\"/hook\"", "\"hook\""),
            CONFIG.replace("\"/hook\": {", "\"/hook\": {\"operation\": \"ordering-channel\", "),
            CONFIG.replace("ordering-channel", "ordering-canal"),
            CONFIG.replace("2000", "0"))) {
      Files.writeString(file, faulty);
      neverOpens(file.toString(), null);
    }
  }

  @Test
  void filterThatNobodySetUp_letsNothingThrough() throws Exception {
    WebhookFilter filter = new WebhookFilter();
    WebhookFilter asRegistered = WebhookFilter.builder().route("/other", Stage.hook()).build();
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.register(context, "lacre", asRegistered))
            .after("bare", (request, response, chain) -> filter.doFilter(request, response, chain))
            .start()) {
      stage.neverEnters(Call.post("/open", "{}"));
      stage.neverEnters(Sender.APPLICATION.post("/other", "{}"));
    }
    assertTrue(filter.toString().contains("not set up"));
  }

  @Test
  void faultOfTheConfiguration_isNamedInTheException(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG.replace("2000", "\"x\""));
    StubConfig config = new StubConfig(file.toString());
    ServletException fault =
        assertThrows(ServletException.class, () -> new WebhookFilter().init(config));
    String message = String.valueOf(fault.getMessage());
    assertTrue(message.contains("maxBodyBytesInFlight"), message);
    assertFalse(message.contains("7f3a9c"), message);
    ServletException missing =
        assertThrows(ServletException.class, () -> new WebhookFilter().init(new StubConfig(null)));
    assertTrue(String.valueOf(missing.getMessage()).contains("config"));
  }

  /** A filter's configuration outside any container. */
  private record StubConfig(@Nullable String parameter) implements FilterConfig {
    @Override
    public String getFilterName() {
      return "webhooks";
    }

    @Override
    public ServletContext getServletContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable String getInitParameter(String name) {
      return name.equals("config") ? parameter : null;
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
      return Collections.enumeration(List.of("config"));
    }
  }
}
