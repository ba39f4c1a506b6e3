package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lacre discovery}: what is printed, and what is found in files and behind URLs. */
final class DiscoveryCommandTest {

  private static final String PAGE =
      """
      { "authentication": {
          "supportedModels": ["client_credentials_application", "client_credentials_merchant"],
          "defaultModel": "client_credentials_application",
          "scopes": ["od.orders", "od.menu", "od.logistics", "od.crm", "od.all"],
          "messageSigning": { "supported": true, "required": false },
          "merchantDiscovery": { "supported": true } } }
      """;

  private static final String BROKEN =
      PAGE.replace("\"od.menu\"", "\"od.menus\"").replace("\"required\": false", "\"required\": 0");

  @TempDir private Path folder = Path.of("");

  private static Run validate(String... args) {
    return validate(Run.given(), args);
  }

  private static Run validate(Run.Given given, String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "discovery";
    all[1] = "validate";
    System.arraycopy(args, 0, all, 2, args.length);
    return given.run(all);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("manifest.json"), text);
  }

  @Test
  void validate_pagesExample_isValid_withWarningsOnLinesOfTheirOwn() throws Exception {
    Run run = validate(file(PAGE).toString());
    assertEquals(Lacre.DONE, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(
        lines
            .get(0)
            .startsWith("/authentication/messageSigning/mechanism: warning mechanism-not-said: "),
        lines.get(0));
    assertEquals("lacre: valid: 0 errors, 2 warnings.\n", run.err());
  }

  @Test
  void validate_brokenDocument_printsEachError() throws Exception {
    Run run = validate(file(BROKEN).toString());
    assertEquals(Lacre.REFUSED, run.code(), run.err());
    List<String> errors = run.out().lines().filter(line -> line.contains(": error ")).toList();
    assertEquals(2, errors.size(), run.out());
    assertTrue(errors.get(0).startsWith("/authentication/scopes/1: error unknown-scope: "));
    assertTrue(
        errors.get(1).startsWith("/authentication/messageSigning/required: error wrong-type: "));
  }

  @Test
  void validate_standardInput_isRead() {
    assertEquals(Lacre.DONE, validate(Run.given().in(PAGE), "-").code());
    Run odd = validate(Run.given().in("{\"\\u001b[31m\\n\": 1, \"\\u001b[31m\\n\": 1}"), "-");
    assertEquals(Lacre.REFUSED, odd.code());
    assertTrue(odd.out().startsWith("/\\u001b[31m\\u000a: error duplicate-key: "), odd.out());
  }

  @Test
  void validate_whatCannotBeRead_isASetUpFault() {
    validate(folder.resolve("none.json").toString()).assertSetUpFault();
    validate(folder.toString()).assertSetUpFault();
    validate().assertUsageFault();
    validate("--insecure-http", "manifest.json").assertUsageFault();
    Run.given().run("discovery").assertUsageFault();
  }

  @Test
  void validate_url_isFetched_plainHttpOnlyIfSaidByName() throws Exception {
    try (DocumentServer server = new DocumentServer()) {
      server.document("/good", PAGE).document("/bad", BROKEN);
      assertEquals(Lacre.DONE, validate("--insecure-http", server.url("/good")).code());
      assertEquals(Lacre.REFUSED, validate("--insecure-http", server.url("/bad")).code());
      Run refused = validate(server.url("/good"));
      refused.assertUsageFault();
      assertTrue(refused.err().contains("--insecure-http"), refused.err());
      Run missing = validate("--insecure-http", server.url("/none"));
      missing.assertSetUpFault();
      assertTrue(missing.err().contains("it answered 404 instead of 200"), missing.err());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://", "https:///x", "https://user:pw@host/x", "https://a b/", "http://"})
  void validate_urlThatIsNone_isAUsageFault(String url) {
    Run run = validate("--insecure-http", url);
    run.assertUsageFault();
    assertEquals(-1, run.err().indexOf("pw@"), run.err());
  }

  @Test
  void validate_redirects_areFollowedThreeTimes_andNotToOtherSchemes() throws Exception {
    try (DocumentServer server = new DocumentServer()) {
      server
          .document("/good", PAGE)
          .redirect("/1", "/good")
          .redirect("/2", server.url("/1"))
          .redirect("/3", "/2")
          .redirect("/4", "/3")
          .redirect("/file", "file:///etc/hostname")
          .redirect("/user", "https://user:pw@example.test/")
          .answer("/lost", "302 Found", "Content-Length: 0", "");
      assertEquals(Lacre.DONE, validate("--insecure-http", server.url("/3")).code());
      for (String path : List.of("/4", "/file", "/user", "/lost")) {
        validate("--insecure-http", server.url(path)).assertSetUpFault();
      }
    }
  }

  @Test
  void validate_bodyThatIsTooLong_orNobodyServes_isASetUpFault() throws Exception {
    String gone;
    try (DocumentServer server = new DocumentServer()) {
      server.answer("/long", "200 OK", "X-Length: none", " ".repeat((1 << 20) + 1));
      server.answer("/short", "200 OK", "Content-Length: 50", "{}");
      Run run = validate("--insecure-http", server.url("/long"));
      run.assertSetUpFault();
      assertTrue(run.err().contains("it is longer than 1048576 bytes"), run.err());
      validate("--insecure-http", server.url("/short")).assertSetUpFault();
      gone = server.url("/gone");
    }
    validate("--insecure-http", gone).assertSetUpFault();
  }

  @Test
  void fetch_thatTakesTooLong_isGivenUp() throws Exception {
    try (DocumentServer server = new DocumentServer()) {
      server.answer("/slow", "200 OK", "X-Hold: yes\r\nContent-Length: 50", "{");
      DocumentFetcher fetcher = new DocumentFetcher(true, 1000, Duration.ofMillis(300));
      Failure failure = assertThrows(Failure.class, () -> fetcher.fetch(server.url("/slow")));
      assertEquals(Lacre.SET_UP, failure.exitCode());
    }
  }

  @Test
  void print_isTheManifestOfWhatIsEnforced() throws Exception {
    Path config = Fixture.config(folder);
    Run run = Run.given().run("discovery", "print", "--config", config.toString());
    assertEquals(Lacre.DONE, run.code(), run.err());
    JsonNode block = new ObjectMapper().readTree(run.out()).get("authentication");
    assertEquals(
        "[\"client_credentials_application\",\"client_credentials_merchant\"]",
        block.get("supportedModels").toString());
    assertEquals("[\"od.orders\",\"od.logistics\"]", block.get("scopes").toString());
    JsonNode signing = block.get("messageSigning");
    assertTrue(signing.get("required").asBoolean());
    assertEquals(
        "{\"operation\":\"v1/newEvent\",\"path\":\"/v1/newEvent\",\"scope\":\"od.orders\","
            + "\"presenter\":\"ordering-application\",\"access\":\"protected\"}",
        signing.get("operations").get(0).toString());
    assertEquals(6, signing.get("operations").size());
    Run again = validate(Run.given().in(run.out()), "-");
    assertEquals(Lacre.DONE, again.code());
    assertEquals("", again.out(), "what is printed is valid, without a warning");
  }

  @Test
  void print_completesAManifest_orSaysWhatContradicts() throws Exception {
    Path config = Fixture.config(folder);
    Path own =
        file(
            "{\"appId\": \"me\", \"authentication\": {\"scopes\": [\"od.all\", \"od.orders\", \"od.logistics\"]}}");
    Run run =
        Run.given()
            .run("discovery", "print", "--config", config.toString(), "--manifest", own.toString());
    assertEquals(Lacre.DONE, run.code(), run.err());
    JsonNode manifest = new ObjectMapper().readTree(run.out());
    assertEquals("me", manifest.get("appId").asText());
    assertEquals(
        "[\"od.orders\",\"od.logistics\",\"od.all\"]",
        manifest.get("authentication").get("scopes").toString());
    Run contradiction =
        Run.given()
            .in("{\"authentication\": {\"messageSigning\": {\"required\": false}}}")
            .run("discovery", "print", "--config", config.toString(), "--manifest", "-");
    contradiction.assertSetUpFault();
    assertTrue(
        contradiction.err().contains("/authentication/messageSigning/required: error not-enforced"),
        contradiction.err());
  }

  @Test
  void print_keysAlone_saysThatNoModelIsKnown() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("lacre.json"),
            """
            { "apiKeys": { "clients": [
                { "appId": "my-app", "keys": [ {"env": "LACRE_SECRET"} ], "merchants": ["s"] } ] },
              "routes": { "/keyed": { "operation": "v2/orderEvent", "authenticate": ["api-key"],
                "store": {"header": "X-Store"} } } }
            """);
    Run run = Run.given().run("discovery", "print", "--config", config.toString());
    run.assertSetUpFault();
    assertTrue(
        run.err().contains("/authentication/supportedModels: error missing: no route demands"),
        run.err());
  }
}
