package dev.lacre.verifier.config;

import static dev.lacre.verifier.config.ConfigFolder.MARKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault names its place, the rule, what is there and what to do, and shows no secret. */
class LacreConfigFaultTest {

  private static final String GOOD =
      """
      {
        "credentials": [
          { "appId": "app-1", "model": "client_credentials_application",
            "secrets": [ {"env": "SECRET"}, {"file": "old.secret"} ],
            "merchants": ["store-1", "store-2"] },
          { "appId": "app-2", "model": "client_credentials_merchant",
            "merchants": {
              "store-9": { "secrets": [ {"insecureLiteral": "Zebra-Marker-literal"} ] } } }
        ],
        "addresses": { "allow": ["203.0.113.0/24"],
          "trustedProxies": ["10.0.0.0/8"], "forwardedHeader": "X-Forwarded-For" },
        "routes": {
          "/v1/newEvent": { "operation": "v1/newEvent" },
          "/stores/*": { "operation": "ordering-channel", "store": {"pathSegment": 1} }
        }
      }
      """;

  private static final String ROUTE = "\"operation\": \"v1/newEvent\"";
  private static final String ROUTE_AT = "/routes/~1v1~1newEvent";
  private static final String FIRST_SECRET = "{\"env\": \"SECRET\"}";
  private static final String FIRST_SECRET_AT = "/credentials/0/secrets/0";

  @TempDir private Path temporary;
  private ConfigFolder folder = new ConfigFolder(Path.of(""));

  @BeforeEach
  void prepare() {
    folder =
        new ConfigFolder(temporary)
            .variable("SECRET", MARKER + "-of-the-environment")
            .variable("EMPTY", "")
            .variable("BLANK", " \t ")
            .variable("GARBLED", MARKER + "-p\uFFFD\uFFFDo-de-queijo")
            .variable("SHORT", "Zebra-Marker-15")
            .file("old.secret", MARKER + "-of-the-old-file")
            .file("empty.secret", "")
            .file("newline.secret", "\r\n")
            .file("blank.secret", "  \n")
            .file("short.secret", "Zebra-Marker-15\n")
            .file("bom.secret", "\uFEFF" + MARKER + "-of-the-old-file")
            .file("large.secret", MARKER.repeat(6000))
            .file("folder/x", "x");
  }

  /**
   * One fault: in the good file, {@code good} is replaced by {@code bad}, in which a section sign
   * marks the place that the message must name.
   */
  private record Fault(String good, String bad, String pointer, List<String> said) {
    @Override
    public String toString() {
      return bad.length() > 80 ? bad.substring(0, 80) : bad;
    }
  }

  private static Fault fault(String good, String bad, String pointer, String... said) {
    return new Fault(good, bad, pointer, List.of(said));
  }

  @Test
  void theGoodFile_loads() {
    assertEquals(2, folder.load(GOOD).routes().size());
  }

  @ParameterizedTest
  @MethodSource({
    "unknownKeys",
    "doubledKeys",
    "missingKeys",
    "secrets",
    "credentials",
    "addresses",
    "routes",
    "stores",
    "routeOptions",
    "nulls"
  })
  void everyFault_namesItsPlaceItsRuleAndItsRemedy(Fault fault) {
    assertEquals(2, GOOD.split(Pattern.quote(fault.good), -1).length, fault.good);
    String marked = GOOD.replace(fault.good, fault.bad);
    int at = marked.indexOf('§');
    int line = 1 + (int) marked.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - marked.lastIndexOf('\n', at);
    LacreConfigException thrown = folder.fault(marked.replace("§", ""));
    assertEquals("lacre.json:" + line + ":" + column + " (" + fault.pointer + ")", thrown.place());
    for (String said : fault.said) {
      String message = String.valueOf(thrown.getMessage());
      assertTrue(message.contains(said), message);
    }
  }

  @Test
  void topLevelKeysThatMustBeThere_areMissed() {
    String routes = GOOD.substring(GOOD.indexOf("\"routes\""));
    String credentials = GOOD.substring(0, GOOD.indexOf(",\n  \"addresses\""));
    for (String[] each :
        new String[][] {
          {"{ " + routes, "'credentials'"},
          {credentials + "}", "'routes'"},
          {" {}", "'credentials'"}
        }) {
      LacreConfigException fault = folder.fault(each[0]);
      String place = each[0].startsWith(" ") ? "lacre.json:1:2 (/)" : "lacre.json:1:1 (/)";
      assertEquals(
          place + ": the key " + each[1] + " is missing here; add it.", fault.getMessage());
    }
    for (String[] each :
        new String[][] {
          {"[]", "an array"}, {"\"Zebra\"", "a string"}, {"null", "null"}, {"7", "a number"}
        }) {
      assertEquals(
          "lacre.json:1:1 (/): here stands " + each[1] + ", but it must be an object.",
          folder.fault(each[0]).getMessage());
    }
  }

  @Test
  void noCredentialsOrNoRoutes_isAFault() {
    String message =
        String.valueOf(folder.fault("{\"credentials\": [], \"routes\": {}}").getMessage());
    assertTrue(message.startsWith("lacre.json:1:17 (/credentials): "), message);
    assertTrue(message.contains("nobody could ever be accepted; add some"), message);

    String credentials = GOOD.substring(0, GOOD.indexOf("\"addresses\""));
    message = String.valueOf(folder.fault(credentials + "\"routes\": {}}").getMessage());
    assertTrue(message.contains(" (/routes): the route table is empty"), message);
    assertTrue(message.contains("name at least one"), message);
  }

  @Test
  void oneSecretOfTwoOwners_namesBoth_howeverTheSecretIsWritten() {
    folder.variable("SAME", MARKER + "-literal").file("same.secret", MARKER + "-literal\r\n");
    for (String same :
        new String[] {
          "{\"env\": \"SAME\"}",
          "{\"file\": \"same.secret\"}",
          "{\"insecureLiteral\": \"Zebra-Marker\\u002dliteral\"}"
        }) {
      LacreConfigException fault = folder.fault(GOOD.replace(FIRST_SECRET, same));
      String message = String.valueOf(fault.getMessage());
      assertEquals("lacre.json:2:18 (/credentials)", fault.place());
      assertTrue(message.contains("One secret belongs to both app-1 and app-2 store-9"), message);
      assertTrue(message.contains("each needs its own"), message);
    }
  }

  @Test
  void secretInAWrongPlaceOrForm_isNotShown() {
    for (String wrong :
        new String[] {
          "{\"insecureLiteral\": 4242424242424242}",
          "{\"env\": 4242424242424242}",
          "{\"env\": \"Zebra-4242424242424242\"}",
          "4242424242424242",
          "[4242424242424242]",
          "{\"insecureShort\": 4242424242424242}"
        }) {
      String message = String.valueOf(folder.fault(GOOD.replace(FIRST_SECRET, wrong)).getMessage());
      assertFalse(message.contains("4242"), message);
    }
  }

  @Test
  void numberOutOfItsRange_isShownAsItStands() {
    for (String[] each :
        new String[][] {{"404", "a number (404)"}, {"99999999999999999999", "a number, but"}}) {
      String json = GOOD.replace(ROUTE, ROUTE + ", \"success\": " + each[0]);
      String message = String.valueOf(folder.fault(json).getMessage());
      assertTrue(message.contains("here stands " + each[1]), message);
    }
  }

  @Test
  void oneSecretTwiceInOneList_isAFault() {
    String message =
        String.valueOf(
            folder.fault(GOOD.replace("{\"file\": \"old.secret\"}", FIRST_SECRET)).getMessage());
    assertTrue(message.contains("The credentials of app-1 have the same secret twice"), message);
  }

  static Stream<Fault> unknownKeys() {
    String rule = "an unknown key could be a misspelt check, so none is ignored. Known here: ";
    return Stream.of(
        fault(
            "\"routes\": {",
            "\"route\": §{}, \"routes\": {",
            "/route",
            "'route' is unknown",
            rule + "addresses, apiKeys, bearer, credentials, ledger, maxBodyBytesInFlight, routes"),
        fault(
            "\"appId\": \"app-1\"",
            "\"secret\": §\"Zebra\", \"appId\": \"app-1\"",
            "/credentials/0/secret",
            "'secret' is unknown",
            rule + "appId, merchants, model, secrets"),
        fault(
            FIRST_SECRET,
            "{\"env\": \"SECRET\", \"trim\": §true}",
            FIRST_SECRET_AT + "/trim",
            rule + "env, file, insecureLiteral, insecureShort"),
        fault(
            FIRST_SECRET,
            "{\"literal\": §\"Zebra-Marker-literal-2\"}",
            FIRST_SECRET_AT + "/literal",
            "'literal' is unknown"),
        fault(
            "\"store-9\": {",
            "\"store-9\": {\"secret\": §1, ",
            "/credentials/1/merchants/store-9/secret",
            rule + "secrets"),
        fault(
            "\"allow\":",
            "\"deny\": §[], \"allow\":",
            "/addresses/deny",
            rule + "allow, forwardedHeader, trustedProxies"),
        fault(
            ROUTE,
            "\"Operation\": §1, " + ROUTE,
            ROUTE_AT + "/Operation",
            rule
                + "authenticate, bodyTimeout, maxBodyBytes, merchantProof, operation,"
                + " signResponses, store, success"),
        fault(
            "\"pathSegment\": 1",
            "\"pathsegment\": §1",
            "/routes/~1stores~1*/store/pathsegment",
            rule + "aliases, header, pathSegment, pointer"),
        fault(
            ROUTE,
            "\"a~b/\\u0000\\u00e9\": §1, " + ROUTE,
            ROUTE_AT + "/a~0b~1\\u0000\\u00e9",
            "'a~b/\\u0000\\u00e9' is unknown"));
  }

  static Stream<Fault> doubledKeys() {
    String rule = "stands twice; keep one of them";
    return Stream.of(
        fault("\"routes\": {", "§\"addresses\": {}, \"routes\": {", "/addresses", rule),
        fault("\"routes\": {", "\"routes\": {}, §\"routes\": {", "/routes", rule),
        fault(
            "\"appId\": \"app-1\"",
            "\"appId\": \"app-0\", §\"appId\": \"app-1\"",
            "/credentials/0/appId",
            rule),
        fault(
            FIRST_SECRET,
            "{\"env\": \"EMPTY\", §\"env\": \"SECRET\"}",
            FIRST_SECRET_AT + "/env",
            rule),
        fault(
            "\"store-9\": {",
            "\"store-9\": {}, §\"store-9\": {",
            "/credentials/1/merchants/store-9",
            rule),
        fault(
            "\"store-9\": {",
            "\"store\\u002d9\": {}, §\"store-9\": {",
            "/credentials/1/merchants/store-9",
            rule),
        fault(
            "\"/stores/*\": {",
            "§\"/v1/newEvent\": {}, \"/stores/*\": {",
            ROUTE_AT,
            "'/v1/newEvent' " + rule),
        fault(
            "\"pathSegment\": 1",
            "\"pathSegment\": 1, §\"pathSegment\": 2",
            "/routes/~1stores~1*/store/pathSegment",
            rule));
  }

  static Stream<Fault> missingKeys() {
    return Stream.of(
        fault("{ \"appId\": \"app-1\", ", "§{ ", "/credentials/0", "'appId' is missing", "add it"),
        fault(
            "{ \"appId\": \"app-1\", \"model\": \"client_credentials_application\",",
            "§{ \"appId\": \"app-1\",",
            "/credentials/0",
            "'model' is missing"),
        fault(
            "{ \"appId\": \"app-1\", \"model\": \"client_credentials_application\",\n"
                + "      \"secrets\": [ {\"env\": \"SECRET\"}, {\"file\": \"old.secret\"} ],",
            "§{ \"appId\": \"app-1\", \"model\": \"client_credentials_application\",",
            "/credentials/0",
            "'secrets' is missing"),
        fault(
            "{ \"appId\": \"app-2\", \"model\": \"client_credentials_merchant\",",
            "§{ \"appId\": \"app-2\", \"model\": \"client_credentials_merchant\" }, {",
            "/credentials/1",
            "'merchants' is missing"),
        fault(
            "{ \"secrets\": [ {\"insecureLiteral\": \"Zebra-Marker-literal\"} ] }",
            "§{}",
            "/credentials/1/merchants/store-9",
            "'secrets' is missing"),
        fault("{ " + ROUTE + " }", "§{}", ROUTE_AT, "'operation' is missing"));
  }

  static Stream<Fault> secrets() {
    List<Fault> faults = new ArrayList<>();
    String[][] sources = {
      {"{\"env\": §\"NOT_SET\"}", "/env", "'NOT_SET' is not set", "before the service starts"},
      {"{\"env\": §\"EMPTY\"}", "/env", "is empty", "give the secret that was issued"},
      {"{\"env\": §\"BLANK\"}", "/env", "nothing but white space", "which anybody can guess"},
      {"{\"env\": §\"SHORT\"}", "/env", "15 bytes long", "at least 16"},
      {"{\"env\": §\"SHORT\", \"insecureShort\": false}", "/env", "15 bytes long", "longer one"},
      {"{\"env\": §\"EMPTY\", \"insecureShort\": true}", "/env", "is empty", "guess"},
      {"{\"env\": §\"GARBLED\"}", "/env", "locale", "UTF-8"},
      {"{\"env\": §7}", "/env", "here stands a number", "must be a string"},
      {"{\"file\": §\"missing.secret\"}", "/file", "the secret file '", "cannot be read"},
      {"{\"file\": §\"folder\"}", "/file", "the secret file '", "name a file that exists"},
      {"{\"file\": §\"\"}", "/file", "secret file", "cannot be read"},
      {"{\"file\": §\"empty.secret\"}", "/file", "the secret file '", "is empty"},
      {"{\"file\": §\"newline.secret\"}", "/file", "the secret file '", "is empty"},
      {"{\"file\": §\"blank.secret\"}", "/file", "the secret file '", "nothing but white space"},
      {"{\"file\": §\"short.secret\"}", "/file", "the secret file '", "15 bytes long"},
      {"{\"file\": §\"bom.secret\"}", "/file", "the secret file '", "byte order mark"},
      {"{\"file\": §\"large.secret\"}", "/file", "the secret file '", "larger than 64 KiB"},
      {"{\"file\": §\"a\\u0000b\"}", "/file", "", ""},
      {"{\"insecureLiteral\": §\"\"}", "/insecureLiteral", "is empty", "guess"},
      {"{\"insecureLiteral\": §\" \\n\"}", "/insecureLiteral", "white space", "guess"},
      {"{\"insecureLiteral\": §\"Zebra-Marker-15\"}", "/insecureLiteral", "15 bytes", "16"},
      {
        "{\"insecureLiteral\": §\"\\ud800Zebra-Marker-of-half\"}",
        "/insecureLiteral",
        "surrogate",
        "as it was issued"
      },
      {
        "{\"insecureLiteral\": §\"\\ud800Zebra\", \"insecureShort\": true}",
        "/insecureLiteral",
        "surrogate",
        "as it was issued"
      },
      {"{\"insecureLiteral\": §[\"Zebra\"]}", "/insecureLiteral", "an array", "a string"},
      {
        "{\"env\": \"SHORT\", \"insecureShort\": §\"true\"}",
        "/insecureShort",
        "here stands a string",
        "must be true or false"
      },
      {"§{}", "", "0 sources", "exactly one of env, file, managed and insecureLiteral"},
      {"§{\"insecureShort\": true}", "", "0 sources", "exactly one"},
      {"§{\"env\": \"SECRET\", \"file\": \"old.secret\"}", "", "2 sources", "exactly one"},
      {"§{\"env\": \"SECRET\", \"insecureLiteral\": \"Zebra\"}", "", "2 sources", "exactly one"},
      {"§\"Zebra-Marker-of-the-environment\"", "", "a string", "must be an object"}
    };
    for (String[] source : sources) {
      faults.add(fault(FIRST_SECRET, source[0], FIRST_SECRET_AT + source[1], source[2], source[3]));
    }
    String list = "[ {\"env\": \"SECRET\"}, {\"file\": \"old.secret\"} ]";
    String at = "/credentials/0/secrets";
    faults.add(fault(list, "§[]", at, "app-1 have 0 secrets", "1 to 8"));
    faults.add(fault(list, "§\"Zebra-Marker-literal\"", at, "a string", "must be an array"));
    StringBuilder nine = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      nine.append(i == 0 ? "" : ",").append("{\"insecureLiteral\": \"Zebra-Marker-number-");
      nine.append(i).append("\"}");
    }
    faults.add(fault(list, "§[" + nine + "]", at, "app-1 have 9 secrets", "1 to 8"));
    String literal = "[ {\"insecureLiteral\": \"Zebra-Marker-literal\"} ]";
    faults.add(
        fault(
            literal,
            "§[]",
            "/credentials/1/merchants/store-9/secrets",
            "app-2 store-9 have 0 secrets"));
    faults.add(
        fault(
            literal,
            "[ {\"env\": §\"NOT_SET\"} ]",
            "/credentials/1/merchants/store-9/secrets/0/env",
            "'NOT_SET' is not set"));
    return faults.stream();
  }

  static Stream<Fault> credentials() {
    String first = "\"appId\": \"app-1\"";
    String model = "\"client_credentials_application\"";
    String merchants = "[\"store-1\", \"store-2\"]";
    return Stream.of(
        fault(
            "\"appId\": \"app-2\"",
            "\"appId\": §\"app-1\"",
            "/credentials/1/appId",
            "'app-1' stands twice in the file",
            "one entry"),
        fault(first, "\"appId\": §\"\"", "/credentials/0/appId", "1 to 128 visible ASCII"),
        fault(first, "\"appId\": §\"a b\"", "/credentials/0/appId", "'a b' is not 1 to 128"),
        fault(first, "\"appId\": §\"caf\u00E9\"", "/credentials/0/appId", "'caf\\u00e9'"),
        fault(first, "\"appId\": §\"" + "x".repeat(129) + "\"", "/credentials/0/appId", "xxx..."),
        fault(first, "\"appId\": §17", "/credentials/0/appId", "a number", "must be a string"),
        fault(
            model,
            "§\"authorization_code\"",
            "/credentials/0/model",
            "'authorization_code' is unknown",
            "client_credentials_application or client_credentials_merchant"),
        fault(model, "§[]", "/credentials/0/model", "must be a string"),
        fault(
            model + ",\n      \"secrets\": [",
            "\"client_credentials_merchant\",\n      \"secrets\": §[",
            "/credentials/0/secrets",
            "each merchant has its own secrets; move them into 'merchants'"),
        fault(merchants, "§{}", "/credentials/0/merchants", "an object", "must be an array"),
        fault(merchants, "[§\"\"]", "/credentials/0/merchants/0", "merchant id", "1 to 128"),
        fault(merchants, "[\"a\", §\"a b\"]", "/credentials/0/merchants/1", "'a b'"),
        fault(merchants, "[§7]", "/credentials/0/merchants/0", "must be a string"),
        fault(
            merchants,
            "[\"a\", \"b\", §\"a\"]",
            "/credentials/0/merchants/2",
            "stands twice in this list",
            "keep one"),
        fault("\"store-9\": {", "\"\": §{", "/credentials/1/merchants/", "merchant id"),
        fault("\"store-9\": {", "\"a b\": §{", "/credentials/1/merchants/a b", "'a b'"),
        fault(
            "{\n        \"store-9\": { \"secrets\": [ {\"insecureLiteral\": \"Zebra-Marker-literal\"} ] } }",
            "§[\"store-9\"]",
            "/credentials/1/merchants",
            "an array",
            "must be an object"));
  }

  static Stream<Fault> addresses() {
    List<Fault> faults = new ArrayList<>();
    String[][] rules = {
      {"203.0.113.0/33", "33"},
      {"2001:db8::/129", "129"},
      {"203.0.113.7/24", "203.0.113.0/24"},
      {"2001:db8::1/32", "2001:db8::/32"},
      {"example.org", "example.org"},
      {"localhost", "localhost"},
      {"", "''"},
      {" ", "' '"},
      {"203.0.113.0/", "slash"},
      {"203.0.113", "203.0.113"},
      {"203.0.113.1-203.0.113.9", "203.0.113.1-203.0.113.9"},
      {"fe80::1%eth0", "fe80::1%eth0"},
      {"*", "*"}
    };
    for (String[] rule : rules) {
      faults.add(
          fault(
              "[\"203.0.113.0/24\"]",
              "[\"192.0.2.1\", §\"" + rule[0] + "\"]",
              "/addresses/allow/1",
              rule[1].replace("'", "")));
      faults.add(
          fault(
              "[\"10.0.0.0/8\"]",
              "[\"192.0.2.1\", §\"" + rule[0] + "\"]",
              "/addresses/trustedProxies/1",
              rule[1].replace("'", "")));
    }
    faults.add(
        fault("[\"203.0.113.0/24\"]", "§\"203.0.113.0/24\"", "/addresses/allow", "an array"));
    faults.add(fault("[\"203.0.113.0/24\"]", "[§1]", "/addresses/allow/0", "a string"));
    String together = "stand together or not at all";
    faults.add(
        fault(
            "\"addresses\": { \"allow\": [\"203.0.113.0/24\"],\n    \"trustedProxies\": [\"10.0.0.0/8\"],",
            "\"addresses\": §{ \"allow\": [\"203.0.113.0/24\"],\n",
            "/addresses",
            together,
            "Add the other"));
    faults.add(
        fault(
            "\"addresses\": { \"allow\": [\"203.0.113.0/24\"],\n    \"trustedProxies\": [\"10.0.0.0/8\"], \"forwardedHeader\": \"X-Forwarded-For\"",
            "\"addresses\": §{ \"trustedProxies\": [\"10.0.0.0/8\"]",
            "/addresses",
            together,
            "Add the other"));
    for (String header : new String[] {"", " ", "X Forwarded", "X-Forwarded-For:"}) {
      faults.add(
          fault(
              "\"X-Forwarded-For\"",
              "§\"" + header + "\"",
              "/addresses/forwardedHeader",
              "is not a header name",
              "token of RFC 9110"));
    }
    faults.add(fault("\"X-Forwarded-For\"", "§true", "/addresses/forwardedHeader", "a string"));
    faults.add(
        fault(
            "{ \"allow\": [\"203.0.113.0/24\"],\n    \"trustedProxies\": [\"10.0.0.0/8\"], \"forwardedHeader\": \"X-Forwarded-For\" }",
            "§[\"203.0.113.0/24\"]",
            "/addresses",
            "an array",
            "must be an object"));
    return faults.stream();
  }

  static Stream<Fault> routes() {
    List<Fault> faults = new ArrayList<>();
    String[][] patterns = {
      {"", "is blank"},
      {"v1/newEvent", "has no leading slash"},
      {"//v1/newEvent", "is not canonical"},
      {"/v1//newEvent", "is not canonical"},
      {"/v1/./newEvent", "is not canonical"},
      {"/v1/../newEvent", "is not canonical"},
      {"/v1/newEvent/", "ends with a slash"},
      {"/v1/newEvent;a=b", "is not canonical"},
      {"/v1/%6EewEvent", "is not canonical"},
      {"/v1/new%2FEvent", "is not canonical"},
      {"/v1/*/newEvent", "misplaced"},
      {"/v1/new*", "misplaced"},
      {"/v1/newEvent?x=y", "query"},
      {"https://example.org/v1", "has no leading slash"}
    };
    for (String[] pattern : patterns) {
      faults.add(
          fault(
              "\"/v1/newEvent\": {",
              "\"" + pattern[0] + "\": §{",
              "/routes/" + pattern[0].replace("~", "~0").replace("/", "~1"),
              pattern[1],
              "\"" + pattern[0] + "\""));
    }
    faults.add(
        fault(
            "\"routes\": {",
            "\"routes\": §{ \"/V1/NEWevent\": { " + ROUTE + " },",
            "/routes",
            "\"/V1/NEWevent\" and \"/v1/newEvent\"",
            "remove one of them"));
    faults.add(
        fault(
            "\"/v1/newEvent\": {", "\"/x\": §[], \"/v1/newEvent\": {", "/routes/~1x", "an object"));
    faults.add(
        fault(
            ROUTE,
            "\"operation\": §\"v1/newevent\"",
            ROUTE_AT + "/operation",
            "'v1/newevent' is unknown",
            "v1/newEvent, v1/newLogisticEvent, v1/confirmationCode, v2/orderEvent, v2/accountEvent,"
                + " v2/customerEvent, v2/loyaltyEvent, ordering-channel."));
    faults.add(fault(ROUTE, "\"operation\": §\"\"", ROUTE_AT + "/operation", "'' is unknown"));
    faults.add(fault(ROUTE, "\"operation\": §1", ROUTE_AT + "/operation", "a string"));
    return faults.stream();
  }

  static Stream<Fault> stores() {
    String at = ROUTE_AT + "/store";
    List<Fault> faults = new ArrayList<>();
    String[][] stores = {
      {"§{}", "", "names no source", "a pointer or a path segment"},
      {"§{\"aliases\": {\"a\": \"store-1\"}}", "", "names no source", "header"},
      {"§\"X-Store\"", "", "a string", "must be an object"},
      {"{\"header\": §\"\"}", "/header", "''", "RFC 9110"},
      {"{\"header\": §\"X Store\"}", "/header", "'X Store' is no header name", "RFC 9110"},
      {"{\"header\": §[]}", "/header", "an array", "must be a string"},
      {"{\"pointer\": §\"\"}", "/pointer", "no JSON Pointer", "'/merchant/id'"},
      {"{\"pointer\": §\"merchant/id\"}", "/pointer", "'merchant/id'", "RFC 6901"},
      {"{\"pointer\": §\"/a~2\"}", "/pointer", "'/a~2'", "'~0' and '~1'"},
      {"{\"pointer\": §1}", "/pointer", "a number", "must be a string"},
      {"{\"pathSegment\": §2}", "/pathSegment", "segment 2 does not exist", "0 to 1"},
      {"{\"pathSegment\": §100}", "/pathSegment", "does not exist", "end the route in '/*'"},
      {"{\"pathSegment\": §101}", "/pathSegment", "a number", "from 0 to 100"},
      {"{\"pathSegment\": §-1}", "/pathSegment", "a number", "from 0 to 100"},
      {"{\"pathSegment\": §1.0}", "/pathSegment", "a number with a fraction", "whole"},
      {"{\"pathSegment\": §\"1\"}", "/pathSegment", "a string", "whole number"},
      {"{\"header\": \"X\", \"aliases\": §[]}", "/aliases", "an array", "an object"},
      {"{\"header\": \"X\", \"aliases\": {\"\": §\"store-1\"}}", "/aliases/", "empty", "name what"},
      {"{\"header\": \"X\", \"aliases\": {\"a\": §1}}", "/aliases/a", "a number", "a string"},
      {"{\"header\": \"X\", \"aliases\": {\"a\": §\"\"}}", "/aliases/a", "merchant id", "128"}
    };
    for (String[] store : stores) {
      faults.add(
          fault(ROUTE, ROUTE + ", \"store\": " + store[0], at + store[1], store[2], store[3]));
    }
    return faults.stream();
  }

  static Stream<Fault> routeOptions() {
    List<Fault> faults = new ArrayList<>();
    String bytes = "a whole number from 1 to 1073741824";
    String time = "write it as PT10S";
    String[][] options = {
      {"merchantProof", "\"strong\"", "'strong' is unknown", "asserted, signed-field or key"},
      {"merchantProof", "\"KEY\"", "'KEY' is unknown", "weakest first"},
      {"merchantProof", "\"signed_field\"", "'signed_field' is unknown", "signed-field"},
      {"merchantProof", "true", "a boolean", "a string"},
      {"maxBodyBytes", "0", "a number", bytes},
      {"maxBodyBytes", "-1", "a number", bytes},
      {"maxBodyBytes", "1.5", "a number with a fraction", bytes},
      {"maxBodyBytes", "1e3", "a number with a fraction", bytes},
      {"maxBodyBytes", "\"1\"", "a string", bytes},
      {"maxBodyBytes", "1073741825", "a number", bytes},
      {"maxBodyBytes", "4294967297", "a number", bytes},
      {"maxBodyBytes", "99999999999999999999", "a number", bytes},
      {"maxBodyBytes", "-99999999999999999999", "a number", bytes},
      {"maxBodyBytes", "true", "a boolean", bytes},
      {"bodyTimeout", "\"10s\"", "'10s' is no time", time},
      {"bodyTimeout", "\"10\"", "'10'", "PT1H in ISO 8601"},
      {"bodyTimeout", "\"\"", "''", time},
      {"bodyTimeout", "\"PT0S\"", "'PT0S'", "just above nothing"},
      {"bodyTimeout", "\"PT-1S\"", "'PT-1S'", time},
      {"bodyTimeout", "\"PT1H0.000000001S\"", "'PT1H0.000000001S'", time},
      {"bodyTimeout", "\"P10000000000000000000D\"", "'P1000", time},
      {"bodyTimeout", "10", "a number", "a string"},
      {"success", "404", "a number", "a whole number from 200 to 299"},
      {"success", "199", "a number", "200 to 299"},
      {"success", "300", "a number", "200 to 299"},
      {"success", "\"204\"", "a string", "200 to 299"},
      {"success", "4294967500", "a number", "200 to 299"},
      {"authenticate", "[]", "demands no credential", "[\"signature\"]"},
      {"authenticate", "\"signature\"", "a string", "an array"},
      {"signResponses", "\"false\"", "a string", "true or false"}
    };
    for (String[] option : options) {
      faults.add(
          fault(
              ROUTE,
              ROUTE + ", \"" + option[0] + "\": §" + option[1],
              ROUTE_AT + "/" + option[0],
              option[2],
              option[3]));
    }
    for (String inFlight : new String[] {"0", "-1", "1.5", "\"1\"", "true"}) {
      faults.add(
          fault(
              "\"routes\": {",
              "\"maxBodyBytesInFlight\": §" + inFlight + ", \"routes\": {",
              "/maxBodyBytesInFlight",
              "a whole number from 1 to"));
    }
    faults.add(
        fault(
            "\"routes\": {",
            "\"maxBodyBytesInFlight\": §99999999999999999999, \"routes\": {",
            "/maxBodyBytesInFlight",
            "a whole number"));
    return faults.stream();
  }

  static Stream<Fault> nulls() {
    List<Fault> faults = new ArrayList<>();
    for (String key :
        new String[] {
          "store",
          "merchantProof",
          "maxBodyBytes",
          "bodyTimeout",
          "success",
          "authenticate",
          "signResponses"
        }) {
      faults.add(
          fault(ROUTE, ROUTE + ", \"" + key + "\": §null", ROUTE_AT + "/" + key, "it must be"));
    }
    faults.add(fault(ROUTE, "\"operation\": §null", ROUTE_AT + "/operation", "it must be"));
    faults.add(fault("{ " + ROUTE + " }", "§null", ROUTE_AT, "it must be an object"));
    faults.add(fault(FIRST_SECRET, "§null", FIRST_SECRET_AT, "it must be an object"));
    faults.add(fault(FIRST_SECRET, "{\"env\": §null}", FIRST_SECRET_AT + "/env", "a string"));
    faults.add(
        fault(
            "\"allow\": [\"203.0.113.0/24\"]", "\"allow\": §null", "/addresses/allow", "an array"));
    faults.add(
        fault("[\"store-1\", \"store-2\"]", "§null", "/credentials/0/merchants", "an array"));
    faults.add(
        fault(
            "\"routes\": {",
            "\"maxBodyBytesInFlight\": §null, \"routes\": {",
            "/maxBodyBytesInFlight",
            "a whole number"));
    return faults.stream();
  }
}
