package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.Scope;
import dev.lacre.verifier.config.ReloadingConfig;
import dev.lacre.verifier.discovery.AuthenticationModel;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.discovery.DiscoveryManifest;
import dev.lacre.verifier.discovery.DiscoveryReading;
import dev.lacre.verifier.discovery.InvalidDiscoveryException;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest at its well-known path, behind the filter, in each container. */
@EachContainer
class DiscoveryServletTest {

  private static final String PATH = DiscoveryDeclaration.WELL_KNOWN_PATH;

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "app-of-many", "model": "client_credentials_application",
            "secrets": [ {"insecureLiteral": "the application's own secret, 7f3a9c"} ],
            "merchants": ["store-1"] }
        ],
        "routes": { "/hook": { "operation": "v2/orderEvent", "success": 200 } }
      }
      """;

  private final ContainerKind kind;

  DiscoveryServletTest(ContainerKind kind) {
    this.kind = kind;
  }

  private static DiscoveryManifest manifest() {
    WebhookFilter.Builder filter = WebhookFilter.builder();
    Stage.standardRoutes(filter);
    return DiscoveryManifest.of(filter.discovery().build());
  }

  private Stage stage() {
    return Stage.shared(
        "discovery " + kind,
        () -> {
          DiscoveryServlet servlet = DiscoveryServlet.of(manifest(), Duration.ofSeconds(77));
          WebhookFilter.Builder filter = WebhookFilter.builder();
          Stage.standardRoutes(filter);
          WebhookFilter built = filter.build();
          return Stage.on(kind)
              .registration(
                  context -> {
                    Stage.register(context, "lacre", built);
                    context.addServlet("discovery", servlet).addMapping(PATH);
                  })
              .start();
        });
  }

  @Test
  void get_isTheManifest_pastTheFilter() throws Exception {
    Answer answer = stage().exchange(Call.of("GET", PATH));
    assertEquals(200, answer.status(), "" + answer);
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals("public, max-age=77", answer.header("Cache-Control"));
    assertEquals("" + answer.body().length, answer.header("Content-Length"));
    assertTrue(answer.header("ETag").matches("\"[0-9a-f]{32}\""), answer.header("ETag"));
    assertArrayEquals(manifest().toJson(), answer.body());
    DiscoveryDeclaration declared = DiscoveryDeclaration.read(answer.body()).orElseThrow();
    assertTrue(declared.messageSigning().orElseThrow().required());
    assertEquals(List.of(Scope.ORDERS, Scope.LOGISTICS, Scope.CRM), declared.scopes());
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT),
        declared.supportedModels());
  }

  @Test
  void head_hasTheHeadersOfGet_andNoBody() throws Exception {
    Answer get = stage().exchange(Call.of("GET", PATH));
    try (Wire wire = stage().connect()) {
      wire.send(Call.of("HEAD", PATH).bytes());
      Answer head = wire.receive("HEAD");
      assertEquals(200, head.status());
      for (String name : List.of("ETag", "Content-Length", "Content-Type", "Cache-Control")) {
        assertEquals(get.header(name), head.header(name), name);
      }
      assertEquals("silence", wire.next(100), "a body would come now");
    }
  }

  @Test
  void otherMethods_are405_withoutABody() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "FOO")) {
      Answer answer =
          stage().exchange(Call.of(method, PATH).header("X-Marker", "a-marker").unframed());
      if (kind.name().startsWith("JETTY") && method.equals("get")) {
        assertFalse(answer.text().contains("a-marker"));
        continue; // as Jetty reads it, in whichever case
      }
      assertEquals(405, answer.status(), method);
      assertEquals("GET, HEAD", answer.header("Allow"), method);
      assertEquals("", answer.text(), method);
    }
    Answer trace =
        stage().exchange(Call.of("TRACE", PATH).header("X-App-Signature", "marker-of-a-signature"));
    assertEquals(405, trace.status());
    assertFalse(trace.withoutDate().contains("marker-of-a-signature"));
  }

  @Test
  void knownTag_is304() throws Exception {
    String tag = stage().exchange(Call.of("GET", PATH)).header("ETag");
    for (String value : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      for (String method : List.of("GET", "HEAD")) {
        Answer answer = stage().exchange(Call.of(method, PATH).header("If-None-Match", value));
        assertEquals(304, answer.status(), value);
        assertEquals(tag, answer.header("ETag"));
        assertEquals("public, max-age=77", answer.header("Cache-Control"));
        assertEquals("", answer.text());
      }
    }
    Answer second =
        stage()
            .exchange(
                Call.of("GET", PATH).header("If-None-Match", "\"x\"").header("If-None-Match", tag));
    assertEquals(304, second.status(), "on the second line");
    for (String value : List.of("\"x\"", tag.replace("\"", ""), "")) {
      Answer answer = stage().exchange(Call.of("GET", PATH).header("If-None-Match", value));
      assertEquals(200, answer.status(), value);
    }
  }

  @Test
  void manifestThatSwitchesSigningOff_changesNothing() throws Exception {
    // The other side's is data: it is read, and nothing takes it.
    DiscoveryReading theirs =
        DiscoveryDeclaration.read(
            """
            { "supportedModels": ["client_credentials_application"],
              "defaultModel": "client_credentials_application", "scopes": ["od.all"],
              "messageSigning": { "supported": false, "required": false },
              "merchantDiscovery": { "supported": true } }
            """
                .getBytes(UTF_8));
    assertFalse(theirs.orElseThrow().messageSigning().orElseThrow().supported());
    DiscoveryServlet theirsServed = DiscoveryServlet.of(DiscoveryManifest.of(theirs.orElseThrow()));
    try (Stage stage =
        Stage.on(kind)
            .filter(Stage::standardRoutes)
            .after("none", (request, response, chain) -> chain.doFilter(request, response))
            .application(
                context -> {
                  context.addServlet("discovery", theirsServed).addMapping(PATH);
                  context.addServlet("all", new Handler()).addMapping("/");
                })
            .start()) {
      assertTrue(stage.exchange(Call.of("GET", PATH)).text().contains("\"supported\" : false"));
      assertEquals(401, stage.exchange(Call.post("/hook", "{}")).status());
      assertEquals(401, stage.exchange(Sender.APPLICATION.forge("/hook", "{}")).status());
      assertEquals(200, stage.exchange(Sender.APPLICATION.post("/hook", "{}")).status());
    }
  }

  private Stage deploy(Path folder, @Nullable String manifest) throws IOException {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    if (manifest != null) {
      Files.writeString(folder.resolve("manifest.json"), manifest);
    }
    return Stage.on(kind)
        .registration(
            context -> {
              var filter = context.addFilter("webhooks", WebhookFilter.class);
              filter.setInitParameter("config", file.toString());
              Stage.map(filter);
              ServletRegistration.Dynamic servlet =
                  context.addServlet("discovery", DiscoveryServlet.class);
              servlet.setInitParameter("config", file.toString());
              if (manifest != null) {
                servlet.setInitParameter("manifest", folder.resolve("manifest.json").toString());
              }
              servlet.setLoadOnStartup(1);
              servlet.addMapping(PATH);
            })
        .start();
  }

  @Test
  void parameters_setTheServletUp(@TempDir Path folder) throws Exception {
    try (Stage stage = deploy(folder, null)) {
      Answer answer = stage.exchange(Call.of("GET", PATH));
      assertEquals(List.of(), DiscoveryDeclaration.read(answer.body()).issues());
      assertEquals("public, max-age=300", answer.header("Cache-Control"));
      assertEquals(
          200, stage.exchange(Sender.APPLICATION.post("/hook", "{\"eventId\":\"1\"}")).status());
    }
  }

  @Test
  void ownManifest_isCompleted(@TempDir Path folder) throws Exception {
    String own =
        "{\"appId\": \"me\", \"authentication\": {\"merchantDiscovery\": {\"supported\": true}},"
            + " \"capabilities\": {\"orders\": {\"limit\": 1.50}}}";
    try (Stage stage = deploy(folder, own)) {
      Answer answer = stage.exchange(Call.of("GET", PATH));
      assertTrue(answer.text().contains("\"limit\" : 1.50"), answer::text);
      DiscoveryDeclaration declared = DiscoveryDeclaration.read(answer.body()).orElseThrow();
      assertTrue(declared.merchantDiscovery().orElseThrow().supported());
      assertTrue(declared.messageSigning().orElseThrow().required());
    }
  }

  @Test
  void ownManifest_thatSaysOtherwise_isNotServed(@TempDir Path folder) throws Exception {
    String own = "{\"authentication\": {\"messageSigning\": {\"required\": false}}}";
    try (Stage stage = deploy(folder, own)) {
      if (stage.isUp()) {
        assertTrue(stage.exchange(Call.of("GET", PATH)).status() >= 400);
      }
    }
    WebhookFilter.Builder filter = WebhookFilter.builder();
    Stage.standardRoutes(filter);
    InvalidDiscoveryException fault =
        assertThrows(
            InvalidDiscoveryException.class,
            () -> DiscoveryManifest.of(filter.discovery(), own.getBytes(UTF_8)));
    assertTrue(("" + fault.getMessage()).startsWith("/authentication/messageSigning/required: "));
  }

  private static String withRoute(String path, String operation) {
    return CONFIG.replace(
        "\"routes\": {",
        "\"routes\": { \"" + path + "\": { \"operation\": \"" + operation + "\" },");
  }

  @Test
  void following_isServedANewManifest_forEachConfiguration(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    byte[] own = "{\"authentication\": {\"scopes\": [\"od.orders\"]}}".getBytes(UTF_8);
    try (ReloadingConfig config = ReloadingConfig.builder(file).build()) {
      WebhookFilter filter = WebhookFilter.builder(config).build();
      DiscoveryServlet servlet =
          DiscoveryServlet.following(
              config,
              next -> DiscoveryManifest.of(DiscoveryDeclaration.enforcing(next), own),
              Duration.ofSeconds(5));
      try (Stage stage =
          Stage.on(kind)
              .registration(
                  context -> {
                    Stage.register(context, "lacre", filter);
                    context.addServlet("discovery", servlet).addMapping(PATH);
                  })
              .start()) {
        Answer first = stage.exchange(Call.of("GET", PATH));
        assertEquals(List.of("/hook"), paths(first));
        assertEquals("public, max-age=5", first.header("Cache-Control"));
        Files.writeString(file, withRoute("/more", "v2/orderEvent"));
        assertTrue(config.reload());
        Answer second =
            stage.exchange(Call.of("GET", PATH).header("If-None-Match", first.header("ETag")));
        assertEquals(List.of("/more", "/hook"), paths(second));
        // The manifest leaves its scope out: refused before it is in force, for the filter too.
        Files.writeString(
            file,
            withRoute("/more", "v2/orderEvent")
                .replace(
                    "routes\": {", "routes\": { \"/crm\": {\"operation\": \"v2/loyaltyEvent\"},"));
        InvalidDiscoveryException fault =
            assertThrows(InvalidDiscoveryException.class, config::reload);
        assertTrue(("" + fault.getMessage()).contains("/authentication/scopes"));
        assertEquals(second.text(), stage.exchange(Call.of("GET", PATH)).text());
        assertEquals(200, stage.exchange(Call.post("/crm", "{}")).status());
        servlet.destroy();
        assertTrue(config.reload(), "nobody has anything against it");
        assertEquals(second.text(), stage.exchange(Call.of("GET", PATH)).text());
        assertThrows(ServletException.class, servlet::init);
      }
    }
  }

  private static List<String> paths(Answer answer) {
    assertEquals(200, answer.status(), "" + answer);
    return DiscoveryDeclaration.read(answer.body())
        .orElseThrow()
        .messageSigning()
        .orElseThrow()
        .operations()
        .stream()
        .map(operation -> operation.path().orElse("none"))
        .toList();
  }

  @Test
  void servletThatIsStartedAgain_followsAgain(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    try (ReloadingConfig config = ReloadingConfig.builder(file).build()) {
      DiscoveryServlet servlet =
          DiscoveryServlet.following(
              config, next -> DiscoveryManifest.of(DiscoveryDeclaration.of(next)));
      try (Stage stage =
          Stage.on(kind)
              .registration(context -> context.addServlet("discovery", servlet).addMapping(PATH))
              .start()) {
        // The first request sets it up, where the container does not do so at its start.
        assertEquals(List.of("/hook"), paths(stage.exchange(Call.of("GET", PATH))));
        servlet.destroy();
        Files.writeString(file, withRoute("/more", "v2/orderEvent"));
        assertTrue(config.reload());
        assertEquals(List.of("/hook"), paths(stage.exchange(Call.of("GET", PATH))));
        servlet.init();
        assertEquals(List.of("/more", "/hook"), paths(stage.exchange(Call.of("GET", PATH))));
        Files.writeString(file, CONFIG);
        assertTrue(config.reload());
        assertEquals(List.of("/hook"), paths(stage.exchange(Call.of("GET", PATH))));
      }
    }
  }

  @Test
  void reloadParameter_hasTheConfigurationReadAgain(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    try (Stage stage =
        Stage.on(kind)
            .registration(
                context -> {
                  ServletRegistration.Dynamic servlet =
                      context.addServlet("discovery", DiscoveryServlet.class);
                  servlet.setInitParameter("config", file.toString());
                  servlet.setInitParameter("reload", "PT0.05S");
                  servlet.addMapping(PATH);
                })
            .start()) {
      assertEquals(List.of("/hook"), paths(stage.exchange(Call.of("GET", PATH))));
      Files.writeString(file, withRoute("/more", "v2/orderEvent"));
      List<String> served = List.of();
      for (int i = 0; i < 1000 && served.size() != 2; i++) {
        TimeUnit.MILLISECONDS.sleep(20);
        served = paths(stage.exchange(Call.of("GET", PATH)));
      }
      assertEquals(List.of("/more", "/hook"), served);
    }
  }

  @Test
  void discoveryOfAChangingConfiguration_declaresItsRoutes_andThoseOfTheCode(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    try (ReloadingConfig config = ReloadingConfig.builder(file).build()) {
      DiscoveryDeclaration declared =
          WebhookFilter.builder(config).route("/code", Stage.hook()).discovery().build();
      assertEquals(
          List.of("/code", "/hook"),
          declared.messageSigning().orElseThrow().operations().stream()
              .map(operation -> operation.path().orElse("none"))
              .toList());
    }
  }

  @Test
  void maxAge_outOfRange_isRefused() {
    DiscoveryManifest manifest = manifest();
    assertThrows(
        IllegalArgumentException.class,
        () -> DiscoveryServlet.of(manifest, Duration.ofSeconds(-1)));
    assertThrows(
        IllegalArgumentException.class, () -> DiscoveryServlet.of(manifest, Duration.ofDays(367)));
  }
}
