package dev.lacre.verifier.discovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken document has exactly these errors, each at its place. */
class BrokenDocumentsTest {

  private static final String SIGNED =
      Documents.PAGE.replace(
          "\"required\": false",
          "\"required\": false, \"mechanism\": \"HMAC-SHA256\", \"operations\": [\"orderEvent\"]");

  private static Arguments broken(String name, String document, String... errors) {
    return Arguments.of(name, document, List.of(errors));
  }

  private static String with(String before, String after) {
    assertTrue(SIGNED.contains(before), before);
    return SIGNED.replace(before, after);
  }

  private static String manifest(String block) {
    return "{\"appId\":\"x\",\"authentication\":" + block + "}";
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        broken("empty", "", " malformed-json"),
        broken("not JSON", "{'a': 1}", " malformed-json"),
        broken("two documents", "{} {}", " malformed-json"),
        broken("an array", "[]", " wrong-type"),
        broken("neither block nor manifest", "{\"appId\":\"x\"}", "/authentication missing"),
        broken("block is null", "{\"authentication\":null}", "/authentication wrong-type"),
        broken(
            "all is missing",
            "{\"authentication\":{}}",
            "/authentication/supportedModels missing",
            "/authentication/defaultModel missing",
            "/authentication/scopes missing",
            "/authentication/messageSigning missing",
            "/authentication/merchantDiscovery missing"),
        broken(
            "parts are missing",
            with("\"supported\": true, \"required\": false, ", "")
                .replace("{ \"supported\": true }", "{}"),
            "/messageSigning/supported missing",
            "/messageSigning/required missing",
            "/merchantDiscovery/supported missing"),
        broken(
            "wrong types",
            """
            {"supportedModels": "authorization_code", "defaultModel": ["authorization_code"],
             "scopes": {}, "messageSigning": true, "merchantDiscovery": {"supported": "true"}}
            """,
            "/supportedModels wrong-type",
            "/defaultModel wrong-type",
            "/scopes wrong-type",
            "/messageSigning wrong-type",
            "/merchantDiscovery/supported wrong-type"),
        broken(
            "wrong types in lists",
            with("\"od.menu\"", "7").replace("\"client_credentials_merchant\"]", "null]"),
            "/supportedModels/1 wrong-type",
            "/scopes/1 wrong-type"),
        broken(
            "unknown model and scope",
            with("\"od.menu\"", "\"od.Menu\"")
                .replace("\"client_credentials_merchant\"]", "\"password\"]"),
            "/supportedModels/1 unknown-model",
            "/scopes/1 unknown-scope"),
        broken(
            "unknown default",
            with("\"defaultModel\": \"client_credentials_application\"", "\"defaultModel\": \"\""),
            "/defaultModel unknown-model"),
        broken(
            "default is not supported",
            manifest(
                with(
                    "\"defaultModel\": \"client_credentials_application\"",
                    "\"defaultModel\": \"authorization_code\"")),
            "/authentication/defaultModel default-not-supported"),
        broken(
            "empty lists",
            with("[\"client_credentials_application\", \"client_credentials_merchant\"]", "[]")
                .replace(
                    "[\"od.orders\", \"od.menu\", \"od.logistics\", \"od.crm\", \"od.all\"]", "[]")
                .replace("[\"orderEvent\"]", "[]"),
            "/supportedModels empty-list",
            "/scopes empty-list",
            "/messageSigning/operations empty-list"),
        broken(
            "duplicates in lists",
            with("\"od.menu\"", "\"od.orders\"")
                .replace("\"client_credentials_merchant\"]", "\"client_credentials_application\"]")
                .replace("[\"orderEvent\"]", "[\"orderEvent\", \"orderEvent\"]"),
            "/supportedModels/1 duplicate-value",
            "/scopes/1 duplicate-value",
            "/messageSigning/operations/1 duplicate-value"),
        broken(
            "required, not supported",
            with(
                "\"supported\": true, \"required\": false, \"mechanism\": \"HMAC-SHA256\","
                    + " \"operations\": [\"orderEvent\"]",
                "\"supported\": false, \"required\": true"),
            "/messageSigning/required required-not-supported"),
        broken(
            "mechanism and operations of wrong types",
            with("\"HMAC-SHA256\"", "256").replace("[\"orderEvent\"]", "\"orderEvent\""),
            "/messageSigning/mechanism wrong-type",
            "/messageSigning/operations wrong-type"),
        broken(
            "operations without a name",
            with("[\"orderEvent\"]", "[\" \", {\"path\": \"/x\"}, {\"operation\": 1}, 3]")
                .replace("\"HMAC-SHA256\"", "\"\""),
            "/messageSigning/mechanism wrong-type",
            "/messageSigning/operations/0 wrong-type",
            "/messageSigning/operations/1/operation missing",
            "/messageSigning/operations/2/operation wrong-type",
            "/messageSigning/operations/3 wrong-type"),
        broken(
            "an operation's scope is not supported",
            with("[\"orderEvent\"]", "[{\"operation\": \"a\", \"scope\": \"od.crm\"}]")
                .replace(", \"od.crm\", \"od.all\"]", "]"),
            "/messageSigning/operations/0/scope scope-not-supported"),
        broken(
            "duplicate keys, one of them escaped",
            with("\"scopes\"", "\"default\\u004dodel\": \"authorization_code\", \"scopes\"")
                .replace("{ \"supported\": true }", "{\"supported\": true, \"supported\": true}"),
            "/defaultModel duplicate-key",
            "/merchantDiscovery/supported duplicate-key"),
        broken(
            "pointers are escaped",
            "{\"authentication\": " + SIGNED + ", \"a/b~c\": {\"\": 1, \"\": 2}}",
            "/a~1b~0c/ duplicate-key"),
        broken(
            "half a character",
            with("\"orderEvent\"", "\"\\ud83c\""),
            "/messageSigning/operations/0 malformed-json"),
        broken(
            "the draft's, unknown words",
            "{\"supportedGrantTypes\":[\"password\",\"client_credentials\"],"
                + "\"clientIdGeneration\":[\"by_store\"]}",
            "/supportedGrantTypes/0 unknown-grant-type",
            "/clientIdGeneration/0 unknown-client-id-generation"),
        broken(
            "the draft's, half of it",
            "{\"supportedGrantTypes\":[\"client_credentials\"]}",
            "/clientIdGeneration missing"),
        broken(
            "both shapes, which disagree",
            with(
                "\"scopes\"",
                "\"supportedGrantTypes\": [\"authorization_code\"],"
                    + " \"clientIdGeneration\": [\"by_app\"], \"scopes\""),
            "/supportedModels shapes-disagree"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void brokenDocument_hasExactlyTheseErrors(String name, String document, List<String> errors) {
    DiscoveryReading reading = Documents.read(document);
    assertFalse(reading.isValid(), name);
    assertTrue(reading.declaration().isEmpty());
    InvalidDiscoveryException thrown =
        assertThrows(InvalidDiscoveryException.class, reading::orElseThrow);
    assertEquals(errors, Documents.issues(thrown.issues()));
    for (DiscoveryIssue issue : thrown.issues()) {
      assertTrue(issue.message().contains(";"), "fact and remedy: " + issue);
      assertTrue(issue.toString().chars().allMatch(c -> c >= ' ' && c <= '~'), "" + issue);
      assertTrue(("" + thrown.getMessage()).contains(issue.toString()));
    }
  }

  @Test
  void moreThanTwentyDocuments_areBroken() {
    assertTrue(documents().count() >= 20);
  }

  @Test
  void signedDocument_isValidWithoutAnyIssue() {
    assertEquals(List.of(), Documents.read(SIGNED).issues());
  }

  @Test
  void signingThatIsNotSupported_butDescribed_isAWarning() {
    DiscoveryReading reading =
        Documents.read(
            with("\"supported\": true, \"required\"", "\"supported\": false, \"required\""));
    assertTrue(reading.isValid());
    assertEquals(
        List.of("~/messageSigning/supported signing-not-supported"),
        Documents.issues(reading.issues()));
  }

  private static List<String> issues(byte[] document) {
    return Documents.issues(DiscoveryDeclaration.read(document).issues());
  }

  @Test
  void bytes_otherThanUtf8_areRefused() {
    byte[] latin = SIGNED.replace("orderEvent", "\u00e9").getBytes(ISO_8859_1);
    assertEquals(List.of(" not-utf8"), issues(latin));
    assertEquals(
        List.of(" not-utf8"), issues(Documents.bytes("\ufeff" + SIGNED)), "a byte order mark");
    byte[] overlong = Documents.bytes("{\"a\":\"xx\"}");
    overlong[6] = (byte) 0xC0;
    overlong[7] = (byte) 0x80;
    assertEquals(List.of(" not-utf8"), issues(overlong));
  }

  @Test
  void size_isBounded() {
    byte[] most = Arrays.copyOf(Documents.bytes(SIGNED), DiscoveryDeclaration.MAX_BYTES);
    Arrays.fill(most, SIGNED.length(), most.length, (byte) ' ');
    assertEquals(List.of(), issues(most));
    byte[] more = Arrays.copyOf(most, most.length + 1);
    more[most.length] = ' ';
    assertEquals(List.of(" too-large"), issues(more));
  }

  @Test
  void depthAndNumbers_areBounded() {
    assertEquals(List.of(" too-large"), issues(Documents.bytes("[".repeat(65) + "]".repeat(65))));
    assertEquals(List.of(" wrong-type"), issues(Documents.bytes("[".repeat(64) + "]".repeat(64))));
    assertEquals(
        List.of(" too-large"), issues(Documents.bytes("{\"a\":" + "1".repeat(2000) + "}")));
  }

  @Test
  void issues_ofAHostileDocument_areBounded() {
    String many = "\"x\",".repeat(100_000);
    DiscoveryReading reading = Documents.read(with("\"od.orders\"", many + "\"od.orders\""));
    assertFalse(reading.isValid());
    assertEquals(1000, reading.issues().size());
  }

  @Test
  void longNamesAroundManyValues_costNoMoreThanTheDocument() {
    for (int length : new int[] {250, 50_000}) {
      StringBuilder document = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        document.append("{\"").append("n".repeat(length)).append("\":");
      }
      document.append("[0").append(",\"\\ud800\"".repeat(30_000)).append("]");
      document.append("}".repeat(10));
      byte[] bytes = document.toString().getBytes(UTF_8);
      assertTrue(bytes.length <= DiscoveryDeclaration.MAX_BYTES, () -> "" + bytes.length);
      DiscoveryReading reading =
          assertTimeoutPreemptively(Duration.ofSeconds(30), () -> DiscoveryDeclaration.read(bytes));
      assertFalse(reading.isValid());
      long held = reading.issues().stream().mapToLong(issue -> issue.pointer().length()).sum();
      assertTrue(held < 4_000_000, () -> "the pointers hold " + held + " characters");
    }
  }
}
