package dev.lacre.verifier.config;

import static dev.lacre.verifier.config.ConfigFolder.MARKER;
import static dev.lacre.verifier.config.ConfigFolder.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.internal.ConfigAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code apiKeys}, {@code bearer} and {@code authenticate}: what they do, and their faults. */
class CallersSectionTest {

  private static final String CREDENTIALS =
      """
      "credentials": [
          { "appId": "app", "model": "client_credentials_application",
            "secrets": [ {"env": "SECRET"} ], "merchants": ["store-1", "store-2"] } ]""";
  private static final String API_KEYS =
      """
      "apiKeys": { "header": "Partner-Key", "clients": [
          { "appId": "app", "keys": [ {"env": "KEY"}, {"file": "old.key"} ],
            "merchants": ["store-1", "store-2"] },
          { "appId": "other", "keys": [ {"insecureLiteral": "Zebra-Marker-literal"} ],
            "merchants": ["store-9"] } ] }""";
  private static final String BEARER =
      """
      "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS256",
          "secrets": [ {"env": "TOKENS"} ], "scopes": ["od.orders"], "clockSkew": "PT30S",
          "appIdClaim": "sub", "clients": [ { "appId": "app", "merchants": ["store-1"] } ] }""";

  @TempDir private Path temporary;
  private ConfigFolder folder = new ConfigFolder(Path.of(""));

  @BeforeEach
  void prepare() {
    folder =
        new ConfigFolder(temporary)
            .variable("SECRET", MARKER + "-of-the-signature")
            .variable("KEY", MARKER + "-key")
            .variable("TOKENS", MARKER + "-of-the-issuer-of-tokens-0123456789")
            .variable("SHORT", "Zebra")
            .file("old.key", MARKER + "-old-key\n")
            .file("empty.json", "{\"keys\":[]}");
  }

  private static String routes(String authenticate) {
    return "\"routes\": {\"/stores/*\": {\"operation\": \"ordering-channel\","
        + " \"store\": {\"pathSegment\": 1}, \"authenticate\": "
        + authenticate
        + "}}";
  }

  private static String file(String... sections) {
    return "{" + String.join(",\n", sections) + "}";
  }

  private RouteConfig route(String... sections) {
    return Objects.requireNonNull(folder.load(file(sections)).routes().get("/stores/*"));
  }

  private static String send(RouteConfig route, String path, String... headers) {
    InboundWebhook.Builder request = InboundWebhook.builder().path(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return outcome(route.verifier().verify(request.build()));
  }

  @Test
  void routeThatDemandsAnApiKey_takesEveryActiveKey_andNeedsNoCredentials() {
    RouteConfig route = route(API_KEYS, routes("[\"api-key\"]"));
    assertEquals("accepted", send(route, "/stores/store-1", "Partner-Key", MARKER + "-key"));
    assertEquals("accepted", send(route, "/stores/store-2", "partner-key", MARKER + "-old-key"));
    assertEquals("accepted", send(route, "/stores/store-9", "Partner-Key", MARKER + "-literal"));
    assertEquals(
        "merchant-not-authorised", send(route, "/stores/store-9", "Partner-Key", MARKER + "-key"));
    assertEquals("unknown-api-key", send(route, "/stores/store-1", "Partner-Key", MARKER));
    assertEquals("header-missing", send(route, "/stores/store-1", "X-API-KEY", MARKER + "-key"));
  }

  @Test
  void header_isXApiKeyUnlessNamed() {
    RouteConfig route =
        route(API_KEYS.replace("\"header\": \"Partner-Key\", ", ""), routes("[\"api-key\"]"));
    assertEquals("accepted", send(route, "/stores/store-1", "x-api-key", MARKER + "-key"));
  }

  @Test
  void routeThatDemandsAll_takesNoneForAnother() {
    RouteConfig route =
        route(CREDENTIALS, API_KEYS, BEARER, routes("[\"signature\", \"api-key\", \"bearer\"]"));
    String[] key = {"path", "/stores/store-1", "Partner-Key", MARKER + "-key"};
    assertEquals(
        "header-missing",
        outcome(
            ConfigFolder.send(route, "app", "store-1", MARKER + "-of-the-signature", "x", key)));
    String[] bad = {
      "path", "/stores/store-1", "Partner-Key", MARKER + "-key", "Authorization", "Bearer x.y.z"
    };
    assertEquals(
        "token-malformed",
        outcome(
            ConfigFolder.send(route, "app", "store-1", MARKER + "-of-the-signature", "x", bad)));
    assertTrue(route.verifier().toString().contains("BearerTokens[https://auth.example, HS256"));
  }

  @Test
  void routeThatSaysNothing_demandsASignature_whateverElseTheFileHas() {
    String two =
        "\"routes\": {\"/v1/newEvent\": {\"operation\": \"v1/newEvent\"},"
            + routes("[\"api-key\"]").substring("\"routes\": {".length());
    RouteConfig signed =
        Objects.requireNonNull(
            folder.load(file(CREDENTIALS, API_KEYS, two)).routes().get("/v1/newEvent"));
    assertEquals("header-missing", send(signed, "/v1/newEvent", "Partner-Key", MARKER + "-key"));
    assertEquals(
        "accepted",
        outcome(ConfigFolder.send(signed, "app", "store-1", MARKER + "-of-the-signature", "x")));
    ConfigAccess.Setup setup = ConfigAccess.setup(folder.load(file(CREDENTIALS, API_KEYS, two)));
    assertEquals(
        List.of("signature"),
        Objects.requireNonNull(setup.routes().get("/v1/newEvent")).authenticate());
    assertEquals(
        List.of("api-key"), Objects.requireNonNull(setup.routes().get("/stores/*")).authenticate());
  }

  @Test
  void merchantProof_isOfTheClient() {
    String strict =
        routes("[\"api-key\"]")
            .replace("\"authenticate\"", "\"merchantProof\": \"key\", \"authenticate\"");
    RouteConfig route = route(API_KEYS, strict);
    assertEquals(
        "merchant-proof-too-weak", send(route, "/stores/store-1", "Partner-Key", MARKER + "-key"));
    assertEquals("accepted", send(route, "/stores/store-9", "Partner-Key", MARKER + "-literal"));
    assertEquals(MerchantProof.KEY, MerchantProof.ofCode("key").orElseThrow());
  }

  private void fault(String place, String expected, String... sections) {
    LacreConfigException fault = folder.fault(file(sections));
    String message = String.valueOf(fault.getMessage());
    assertTrue(fault.place().endsWith("(" + place + ")"), message);
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "['api-key']|/0|has no 'apiKeys'",
        "['signature', 'bearer']|/1|has no 'bearer'",
        "['token']|/0|'token' is unknown",
        "['API-KEY']|/0|'API-KEY' is unknown",
        "['signature', 'signature']|/1|stands twice",
        "[]||demands no credential",
        "[7]|/0|must be a string",
        "'signature'||must be an array"
      })
  void authenticate_isReadStrictly(String words, String place, String expected) {
    String json = words.replace('\'', '"');
    String below = place == null ? "" : place;
    fault("/routes/~1stores~1*/authenticate" + below, expected, CREDENTIALS, routes(json));
  }

  @Test
  void sectionsThatNoRouteUses_areFaults() {
    fault(
        "/apiKeys", "no route demands 'api-key'", CREDENTIALS, API_KEYS, routes("[\"signature\"]"));
    fault("/bearer", "no route demands 'bearer'", API_KEYS, BEARER, routes("[\"api-key\"]"));
    fault(
        "/credentials",
        "no route demands 'signature'",
        CREDENTIALS,
        API_KEYS,
        routes("[\"api-key\"]"));
  }

  @Test
  void signatureWithoutCredentials_isAFault() {
    fault("/", "'credentials' is missing", routes("[\"signature\"]"));
    fault(
        "/routes/~1stores~1*",
        "the file has no 'credentials'",
        API_KEYS,
        routes("[\"signature\", \"api-key\"]"));
  }

  @Test
  void routeThatNamesNoMerchant_isAFault() {
    String none = routes("[\"api-key\"]").replace("\"store\": {\"pathSegment\": 1}, ", "");
    fault("/routes/~1stores~1*", "which merchant a request is for", API_KEYS, none);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'Partner-Key'|'Partner Key'|/apiKeys/header|is no header name",
        "'appId': 'other'|'appId': 'app'|/apiKeys/clients/1|stands twice",
        "'appId': 'other'|'appId': 'a b'|/apiKeys/clients/1/appId|visible ASCII",
        "{'insecureLiteral': 'Zebra-Marker-literal'}|{'env': 'KEY'}|/apiKeys|belongs to both",
        "{'file': 'old.key'}|{'env': 'KEY'}|/apiKeys|same API key twice",
        "{'file': 'old.key'}|{'env': 'ABSENT'}|/apiKeys/clients/0/keys/1/env|is not set",
        "{'file': 'old.key'}|{'env': 'SHORT'}|/apiKeys/clients/0/keys/1/env|needs at least 16",
        "['store-9']|[]|/apiKeys/clients/1|no merchant",
        "['store-9']|['store-9','store-9']|/apiKeys/clients/1/merchants/1|stands twice",
        "'keys': [ {'insecureLiteral'|'key': [ {'insecureLiteral'|/apiKeys/clients/1/key|unknown",
        "'clients'|'client'|/apiKeys/client|is unknown"
      })
  void apiKeys_areReadStrictly(String old, String changed, String place, String expected) {
    String from = old.replace('\'', '"');
    assertTrue(API_KEYS.contains(from), from);
    fault(
        place,
        expected,
        API_KEYS.replace(from, changed.replace('\'', '"')),
        routes("[\"api-key\"]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'issuer': 'https://auth.example'|'issuer': ' '|/bearer/issuer|blank",
        "'audience': 'us', |''|/bearer|'audience' is missing",
        "'HS256'|'none'|/bearer/algorithm|is no algorithm",
        "'HS256'|'RS256'|/bearer|public keys",
        "'HS256'|'HS512'|/bearer|needs at least 64",
        "'secrets': [ {'env': 'TOKENS'} ], |''|/bearer|exactly one of 'jwks' and 'secrets'",
        "'secrets'|'jwks': {'file': 'empty.json'}, 'secrets'|/bearer|exactly one of",
        "['od.orders']|['od.orders od.menu']|/bearer/scopes|is no scope",
        "'PT30S'|'PT6M'|/bearer/clockSkew|clock skew",
        "'PT30S'|'30'|/bearer/clockSkew|no ISO 8601 duration",
        "'sub'|''|/bearer/appIdClaim|blank",
        "['store-1']|[]|/bearer/clients/0|no merchant",
        "'appIdClaim'|'appClaim'|/bearer/appClaim|is unknown"
      })
  void bearer_isReadStrictly(String old, String changed, String place, String expected) {
    String from = old.replace('\'', '"');
    String to = changed.equals("''") && old.endsWith(",") ? "" : changed.replace('\'', '"');
    assertTrue(BEARER.contains(from), from);
    fault(place, expected, BEARER.replace(from, to), routes("[\"bearer\"]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'url': 'http://auth.example/keys'}|/bearer/jwks/url|not https",
        "{'url': 'not a url: Zebra'}|/bearer/jwks/url|is no URL",
        "{'url': 'https://x/keys', 'file': 'empty.json'}|/bearer/jwks|exactly one of 'url'",
        "{}|/bearer/jwks|exactly one of 'url'",
        "{'file': 'empty.json', 'insecureHttp': true}|/bearer/jwks/insecureHttp|leave it out",
        "{'file': 'empty.json'}|/bearer|has no key for RS256",
        "{'file': 'absent.json'}|/bearer|cannot be read",
        "{'uri': 'https://x/keys'}|/bearer/jwks/uri|is unknown"
      })
  void jwks_areReadStrictly(String jwks, String place, String expected) {
    String bearer =
        BEARER
            .replace("\"HS256\"", "\"RS256\"")
            .replace(
                "\"secrets\": [ {\"env\": \"TOKENS\"} ]", "\"jwks\": " + jwks.replace('\'', '"'));
    fault(place, expected, bearer, routes("[\"bearer\"]"));
  }

  @Test
  void jwksWithoutTls_mustBeSaidByName() {
    for (String url :
        List.of(
            "{\"url\": \"http://x/k\", \"insecureHttp\": true}", "{\"url\": \"https://x/k\"}")) {
      String bearer =
          BEARER
              .replace("\"HS256\"", "\"ES256\"")
              .replace("\"secrets\": [ {\"env\": \"TOKENS\"} ]", "\"jwks\": " + url);
      RouteConfig route = route(bearer, routes("[\"bearer\"]"));
      assertEquals("header-missing", send(route, "/stores/store-1"));
      assertEquals(
          "token-malformed", send(route, "/stores/store-1", "Authorization", "Bearer x.y.z"));
    }
  }
}
