package dev.lacre.verifier.config;

import static dev.lacre.verifier.config.ConfigFolder.MARKER;
import static dev.lacre.verifier.config.ConfigFolder.outcome;
import static dev.lacre.verifier.config.ConfigFolder.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.VerifiedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a correct {@code lacre.json} means. */
class LacreConfigTest {

  private static final String APP = "3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10";
  private static final String MERCHANTS_APP = "9b1d8e0a-50f2-47a7-8a52-0d1b1b0f7c11";
  private static final String NEW_SECRET = MARKER + "-new-secret-0123456789";
  private static final String OLD_SECRET = MARKER + "-old-secret-0123456789";
  private static final String STORE_SECRET = MARKER + "-store-9-secret-0123456789";
  private static final String BODY = "{\"eventId\":\"evt-001\"}";

  private static final String EXAMPLE =
      """
      {
        "credentials": [
          { "appId": "3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"}, {"file": "old.secret"} ],
            "merchants": ["store-123", "store-456"] },
          { "appId": "9b1d8e0a-50f2-47a7-8a52-0d1b1b0f7c11", "model": "client_credentials_merchant",
            "merchants": { "store-9": { "secrets": [ {"env": "STORE_9_SECRET"} ] } } }
        ],
        "addresses": { "allow": ["203.0.113.0/24", "2001:db8::/32"], "trustedProxies": ["10.0.0.0/8"], "forwardedHeader": "X-Forwarded-For" },
        "routes": {
          "/v1/newEvent":         { "operation": "v1/newEvent" },
          "/v1/newLogisticEvent": { "operation": "v1/newLogisticEvent", "merchantProof": "signed-field" },
          "/stores/*":            { "operation": "ordering-channel", "store": {"pathSegment": 1}, "maxBodyBytes": 262144 }
        }
      }
      """;

  /** One application with one secret, and whatever else a test needs. */
  private static String minimal(String secret, String route, String more) {
    return "{\"credentials\":[{\"appId\":\"app\",\"model\":\"client_credentials_application\","
        + "\"secrets\":["
        + secret
        + "],\"merchants\":[\"store-123\"]}],\"routes\":{\"/v1/newEvent\":"
        + route
        + "}"
        + more
        + "}";
  }

  private static final String LITERAL = "{\"insecureLiteral\":\"" + MARKER + "-in-the-file\"}";
  private static final String LITERAL_TEXT = MARKER + "-in-the-file";
  private static final String NEW_EVENT = "{\"operation\":\"v1/newEvent\"}";

  @TempDir private Path temporary;
  private ConfigFolder folder = new ConfigFolder(Path.of(""));

  @BeforeEach
  void prepare() {
    folder =
        new ConfigFolder(temporary.resolve("service"))
            .variable("LACRE_SECRET", NEW_SECRET)
            .variable("STORE_9_SECRET", STORE_SECRET)
            .file("old.secret", OLD_SECRET + "\n");
  }

  private static RouteConfig route(LacreConfig config, String pattern) {
    return Objects.requireNonNull(config.routes().get(pattern), pattern);
  }

  private RouteConfig only(String json) {
    return route(folder.load(json), "/v1/newEvent");
  }

  @Test
  void example_hasItsThreeRoutes() {
    LacreConfig config = folder.load(EXAMPLE);
    assertEquals(
        List.of("/v1/newEvent", "/v1/newLogisticEvent", "/stores/*"),
        List.copyOf(config.routes().keySet()));
    assertEquals(
        List.of("v1/newEvent", "v1/newLogisticEvent", "ordering-channel"),
        config.routes().values().stream().map(r -> r.verifier().operation().name()).toList());
    assertEquals(
        List.of(1_048_576, 1_048_576, 262_144),
        config.routes().values().stream().map(r -> r.verifier().maxBodyBytes()).toList());
    for (RouteConfig route : config.routes().values()) {
      assertEquals(Duration.ofSeconds(10), route.bodyTimeout());
    }
    assertEquals(OptionalLong.empty(), config.maxBodyBytesInFlight());
    assertThrows(UnsupportedOperationException.class, () -> config.routes().clear());
  }

  @Test
  void example_acceptsBothSecretsOfTheApplication_forItsMerchants() {
    RouteConfig route = route(folder.load(EXAMPLE), "/v1/newEvent");
    VerifiedWebhook first = send(route, APP, "store-123", NEW_SECRET, BODY).orElseThrow();
    assertEquals(0, first.secretPosition());
    assertEquals(MerchantProof.ASSERTED, first.merchantProof());
    assertEquals(1, send(route, APP, "store-456", OLD_SECRET, BODY).orElseThrow().secretPosition());
    assertEquals("merchant-not-authorised", outcome(send(route, APP, "store-9", NEW_SECRET, BODY)));
    assertEquals("signature-mismatch", outcome(send(route, APP, "store-123", STORE_SECRET, BODY)));
    assertEquals(
        "signature-mismatch", outcome(send(route, APP, "store-123", OLD_SECRET + "\n", BODY)));
  }

  @Test
  void example_acceptsTheMerchantsOwnSecret_forItAlone() {
    RouteConfig route = route(folder.load(EXAMPLE), "/v1/newEvent");
    assertEquals(
        MerchantProof.KEY,
        send(route, MERCHANTS_APP, "store-9", STORE_SECRET, BODY).orElseThrow().merchantProof());
    assertEquals(
        "unknown-sender", outcome(send(route, MERCHANTS_APP, "store-123", STORE_SECRET, BODY)));
  }

  @Test
  void example_allowsItsAddressesOnly_forwardedOnesThroughItsProxies() {
    for (RouteConfig route : folder.load(EXAMPLE).routes().values()) {
      String[][] allowed = {
        {"peer", "203.0.113.255"},
        {"peer", "2001:db8::1"},
        {"peer", "10.9.9.9", "X-Forwarded-For", "192.0.2.1, 203.0.113.1"}
      };
      String[][] refused = {
        {"peer", "203.0.114.0"},
        {"peer", "2001:db9::1"},
        {"peer", "10.9.9.9"},
        {"peer", "not an address"},
        {"peer", "192.0.2.1", "X-Forwarded-For", "203.0.113.1"},
        {"peer", "10.9.9.9", "X-Forwarded-For", "203.0.113.1, 192.0.2.1"},
        {"peer", "10.9.9.9", "Forwarded", "for=203.0.113.1"}
      };
      for (String[] each : allowed) {
        assertFalse(
            outcome(send(route, APP, "store-123", NEW_SECRET, BODY, each)).startsWith("address"));
      }
      for (String[] each : refused) {
        assertEquals(
            "address-not-allowed",
            outcome(send(route, APP, "store-123", NEW_SECRET, BODY, each)),
            () -> String.join(" ", each));
      }
    }
  }

  @Test
  void example_demandsASignedFieldWhereItSaysSo() {
    RouteConfig route = route(folder.load(EXAMPLE), "/v1/newLogisticEvent");
    String body = "{\"merchant\":{\"id\":\"store-123\"}}";
    assertEquals("accepted", outcome(send(route, APP, "store-123", NEW_SECRET, body)));
    assertEquals("store-mismatch", outcome(send(route, APP, "store-456", NEW_SECRET, body)));
  }

  @Test
  void example_takesTheStoreFromThePathWhereItSaysSo() {
    RouteConfig route = route(folder.load(EXAMPLE), "/stores/*");
    assertEquals(
        "accepted",
        outcome(
            send(route, APP, "store-123", NEW_SECRET, BODY, "path", "/stores/store-123/orders")));
    assertEquals(
        "store-mismatch",
        outcome(
            send(route, APP, "store-123", NEW_SECRET, BODY, "path", "/stores/store-456/orders")));
  }

  @Test
  void everyKeyOfARoute_hasItsEffect() {
    LacreConfig config =
        folder.load(
            minimal(
                LITERAL,
                """
                {"operation": "v1/confirmationCode",
                 "store": {"header": "X-Store", "pointer": "/store", "aliases": {"padaria": "store-123"}},
                 "merchantProof": "signed-field", "maxBodyBytes": 30, "bodyTimeout": "PT2.5S",
                 "success": 202, "authenticate": ["signature"], "signResponses": true}
                """,
                ", \"maxBodyBytesInFlight\": 5000000000"));
    assertEquals(OptionalLong.of(5_000_000_000L), config.maxBodyBytesInFlight());
    RouteConfig route = route(config, "/v1/newEvent");
    assertEquals(Duration.ofMillis(2500), route.bodyTimeout());
    assertTrue(route.signResponses());
    assertEquals(202, route.verifier().operation().successStatus());
    assertTrue(route.verifier().operation().echoesBody());
    assertEquals(30, route.verifier().maxBodyBytes());
    String body = "{\"store\":\"padaria\"}";
    assertEquals(
        MerchantProof.SIGNED_FIELD,
        send(route, "app", "store-123", LITERAL_TEXT, body, "X-Store", "padaria")
            .orElseThrow()
            .merchantProof());
    assertEquals("header-missing", outcome(send(route, "app", "store-123", LITERAL_TEXT, body)));
    assertEquals(
        "store-mismatch",
        outcome(
            send(
                route,
                "app",
                "store-123",
                LITERAL_TEXT,
                "{\"store\":\"other\"}",
                "X-Store",
                "padaria")));
    assertEquals(
        "body-too-large",
        outcome(
            send(route, "app", "store-123", LITERAL_TEXT, " ".repeat(31), "X-Store", "padaria")));
  }

  @ParameterizedTest
  @CsvSource({"asserted, accepted", "signed-field, too-weak", "key, too-weak"})
  void merchantProof_isDemandedAsItSays(String proof, String expected) {
    RouteConfig route =
        only(
            minimal(
                LITERAL,
                "{\"operation\":\"v1/newEvent\",\"merchantProof\":\"" + proof + "\"}",
                ""));
    assertTrue(outcome(send(route, "app", "store-123", LITERAL_TEXT, BODY)).endsWith(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'', accepted, accepted",
    "', \"addresses\": {}', accepted, accepted",
    "', \"addresses\": {\"allow\": []}', address-not-allowed, address-not-allowed",
    "', \"addresses\": {\"allow\": [\"203.0.113.7\"]}', accepted, address-not-allowed",
    "', \"addresses\": {\"allow\": [\"0.0.0.0/0\"]}', accepted, accepted"
  })
  void allow_absentMeansAnyAddress_emptyMeansNone(String more, String ours, String others) {
    RouteConfig route = only(minimal(LITERAL, NEW_EVENT, more));
    assertEquals(ours, outcome(send(route, "app", "store-123", LITERAL_TEXT, BODY)));
    assertEquals(
        others,
        outcome(send(route, "app", "store-123", LITERAL_TEXT, BODY, "peer", "198.51.100.1")));
  }

  @ParameterizedTest
  @CsvSource({
    "'%s', '%s'",
    "'%s\n', '%s'",
    "'%s\r\n', '%s'",
    "'%s\n\n', '%s\n'",
    "'%s\r\n\r\n', '%s\r\n'",
    "'%s\r', '%s\r'",
    "'%s \n', '%s '",
    "' %s', ' %s'",
    "'%sé\n', '%sé'"
  })
  void secretFile_losesOneNewlineAtItsEnd_andNothingElse(String content, String key) {
    folder.file("a.secret", content.formatted(OLD_SECRET));
    RouteConfig route = only(minimal("{\"file\":\"a.secret\"}", NEW_EVENT, ""));
    assertEquals(
        "accepted", outcome(send(route, "app", "store-123", key.formatted(OLD_SECRET), BODY)));
  }

  @Test
  void secretFile_isRelativeToTheConfigurationsFolder_orAbsolute() {
    folder.file("secrets/deep.secret", OLD_SECRET).file("../outside.secret", NEW_SECRET);
    String absolute = temporary.resolve("outside.secret").toAbsolutePath().toString();
    for (String[] each :
        new String[][] {
          {"secrets/deep.secret", OLD_SECRET},
          {"../outside.secret", NEW_SECRET},
          {absolute, NEW_SECRET}
        }) {
      RouteConfig route = only(minimal("{\"file\":\"" + each[0] + "\"}", NEW_EVENT, ""));
      assertEquals("accepted", outcome(send(route, "app", "store-123", each[1], BODY)), each[0]);
    }
  }

  @Test
  void configurationNamedByARelativePath_findsItsFilesToo() {
    folder.load(EXAMPLE);
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(temporary.toAbsolutePath()).resolve("service/lacre.json");
    assertFalse(relative.isAbsolute());
    LacreConfig config =
        LacreConfig.load(relative, name -> name.equals("LACRE_SECRET") ? NEW_SECRET : STORE_SECRET);
    assertEquals(
        1,
        send(route(config, "/v1/newEvent"), APP, "store-123", OLD_SECRET, BODY)
            .orElseThrow()
            .secretPosition());
  }

  @Test
  void withoutAnEnvironmentGiven_theProcesssIsRead() {
    folder.load(minimal(LITERAL, NEW_EVENT, ""));
    folder.file("lacre.json", minimal("{\"env\":\"PATH\",\"insecureShort\":true}", NEW_EVENT, ""));
    RouteConfig route =
        route(LacreConfig.load(temporary.resolve("service/lacre.json")), "/v1/newEvent");
    String path = System.getenv("PATH");
    assertNotNull(path);
    assertEquals("accepted", outcome(send(route, "app", "store-123", path, BODY)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "file", "insecureLiteral"})
  void shortSecret_isTakenWhereItIsMarkedAsSuch(String source) {
    String key = "Zebra-Short";
    folder.variable("SHORT", key).file("SHORT", key);
    String value = source.equals("insecureLiteral") ? key : "SHORT";
    RouteConfig route =
        only(
            minimal(
                "{\"" + source + "\":\"" + value + "\",\"insecureShort\":true}", NEW_EVENT, ""));
    assertEquals("accepted", outcome(send(route, "app", "store-123", key, BODY)));
  }

  @Test
  void literalSecret_isItsUtf8Bytes() {
    RouteConfig route =
        only(
            minimal(
                "{\"insecureLiteral\":\"Zebra-Marker p\\u00e3o de queijo \\ud83e\\uddc0\"}",
                NEW_EVENT,
                ""));
    assertEquals(
        "accepted",
        outcome(
            send(route, "app", "store-123", "Zebra-Marker p\u00E3o de queijo \uD83E\uDDC0", BODY)));
  }

  @Test
  void eightSecrets_areTheMost() {
    StringBuilder secrets = new StringBuilder(LITERAL);
    for (int i = 1; i < 8; i++) {
      secrets.append(",{\"insecureLiteral\":\"").append(MARKER).append("-number-").append(i);
      secrets.append("\"}");
    }
    RouteConfig route = only(minimal(secrets.toString(), NEW_EVENT, ""));
    assertEquals(
        7,
        send(route, "app", "store-123", MARKER + "-number-7", BODY).orElseThrow().secretPosition());
  }

  @Test
  void toString_showsTheRoutes_andNoSecret() {
    LacreConfig config = folder.load(EXAMPLE);
    String shown = config.toString();
    assertTrue(shown.contains("/v1/newLogisticEvent"), shown);
    assertTrue(shown.contains("signed-field"), shown);
    assertFalse(shown.contains("Zebra"), shown);
  }
}
