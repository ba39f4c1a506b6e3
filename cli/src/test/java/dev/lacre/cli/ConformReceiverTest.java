package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** {@code lacre conform receiver} against receivers that share no code with Lacre. */
final class ConformReceiverTest {

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "%s", "model": "client_credentials_application",
            "secrets": [ {"insecureLiteral": "%s"}, {"insecureLiteral": "%s"} ],
            "merchants": ["store-a", "store-b"] },
          { "appId": "%s", "model": "client_credentials_merchant",
            "merchants": { "store-x": { "secrets": [ {"insecureLiteral": "%s"} ] },
                           "store-y": { "secrets": [ {"insecureLiteral": "%s"} ] } } }
        ],
        %s
        "routes": { %s }
      }
      """;
  private static final String PROXY =
      """
      "addresses": { "allow": ["203.0.113.0/24"], "trustedProxies": ["127.0.0.0/8"],
                     "forwardedHeader": "X-Forwarded-For" },
      """;

  /** Longer than what careless code reads at once; a mebibyte in every test costs much time. */
  private static final String SHORT_BODIES = ", \"maxBodyBytes\": 100000";

  private static final Map<String, String> ROUTE =
      Map.of(
          "/events",
          "\"operation\": \"v2/orderEvent\"",
          "/logistics",
          "\"operation\": \"v1/newLogisticEvent\"",
          "/codes",
          "\"operation\": \"v1/confirmationCode\"",
          "/stores/*",
          "\"operation\": \"ordering-channel\","
              + " \"store\": {\"pathSegment\": 1, \"header\": \"X-Store\"}",
          "/direct",
          "\"operation\": \"v2/orderEvent\"");
  private static final String ROUTES = routes("/events", "/logistics", "/codes", "/stores/*");

  /** Faults that a test of their own looks at. */
  private static final Set<Fault> APART =
      EnumSet.of(
          Fault.WRONG_SUCCESS,
          Fault.NO_ECHO,
          Fault.NO_CHALLENGE,
          Fault.TALKATIVE,
          Fault.LOCKS_OUT,
          Fault.METHODS_NOT_IMPLEMENTED,
          Fault.DROPS_HUGE,
          Fault.HANGS_ON_REFUSAL,
          Fault.HANGS_LATER,
          Fault.REFUSES_ALL,
          Fault.ACCEPTS_ALL,
          Fault.CRASHES,
          Fault.HANGS,
          Fault.REDIRECTS);

  @TempDir private Path folder;

  private static String routes(String... patterns) {
    return Arrays.stream(patterns)
        .map(pattern -> "\"" + pattern + "\": { " + ROUTE.get(pattern) + SHORT_BODIES + " }")
        .collect(Collectors.joining(",\n"));
  }

  private Path config(String addresses, String routes) throws IOException {
    return Files.writeString(
        folder.resolve("lacre.json"),
        CONFIG.formatted(
            PlainChecks.APP,
            PlainChecks.SECRET,
            PlainChecks.OLD_SECRET,
            PlainChecks.CHANNEL,
            PlainChecks.X_SECRET,
            PlainChecks.Y_SECRET,
            addresses,
            routes));
  }

  private Run conform(PlainReceiver receiver, String... more) throws IOException {
    return conform(receiver.url(), config(PROXY, ROUTES), more);
  }

  private static Run conform(String url, Path config, String... more) {
    List<String> args =
        new ArrayList<>(List.of("conform", "receiver", url, "--config", config.toString()));
    args.addAll(List.of(more));
    if (!args.contains("--timeout")) {
      args.addAll(List.of("--timeout", "60"));
    }
    Run run = Run.given().run(args);
    for (String secret :
        List.of(
            PlainChecks.SECRET,
            PlainChecks.OLD_SECRET,
            PlainChecks.X_SECRET,
            PlainChecks.Y_SECRET)) {
      assertFalse((run.out() + run.err()).contains(secret), "a secret is shown");
    }
    return run;
  }

  private static JsonNode json(Run run) throws IOException {
    return new JsonMapper().readTree(run.out());
  }

  private static List<JsonNode> faults(JsonNode report) {
    List<JsonNode> faults = new ArrayList<>();
    for (JsonNode result : report.path("results")) {
      if (Set.of("fail", "error").contains(result.path("outcome").textValue())) {
        faults.add(result);
      }
    }
    return faults;
  }

  @Test
  void correctReceiver_behindProxy_passesEverything() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver()) {
      Run run = conform(receiver.url(), config(PROXY, ROUTES.replace(SHORT_BODIES, "")));

      assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
      assertTrue(run.out().contains(" 0 failed, 0 errors"), run.out());
      assertTrue(run.out().contains("sig/crlf@/events"), run.out());
      assertTrue(run.out().contains("/codes (v1/confirmationCode): sig, "), run.out());
      assertFalse(run.out().contains("Manner:"), run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  void correctReceiver_withoutProxy_passesEverything() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver()) {
      Run run = conform(receiver.url(), config("", routes("/direct").replace(SHORT_BODIES, "")));

      assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
    }
  }

  static Stream<Fault> faultsOfAWholeRoute() {
    Set<Fault> rest = EnumSet.complementOf(EnumSet.copyOf(APART));
    faultsOfOneTest().forEach(each -> rest.remove((Fault) each.get()[0]));
    return rest.stream();
  }

  @ParameterizedTest
  @MethodSource("faultsOfAWholeRoute")
  void plantedFault_turnsTestsRed_andIsNamed(Fault fault) throws IOException {
    String addresses = fault.route.equals("/direct") ? "" : PROXY;
    Path config = config(addresses, routes(fault.route));
    try (PlainReceiver receiver = new PlainReceiver(fault)) {
      Run run = conform(receiver.url(), config, "--format", "json");

      List<JsonNode> faults = faults(json(run));
      assertNotEquals(Lacre.DONE, run.code(), run.out());
      assertFalse(faults.isEmpty(), run.out());
      Set<String> named = new HashSet<>();
      faults.forEach(each -> named.add(each.path("likelyBug").path("code").asText()));
      assertTrue(fault.bug == null || named.contains(fault.bug), () -> fault + " is " + named);
    }
  }

  static Stream<Arguments> faultsOfOneTest() {
    return Stream.of(
        Arguments.of(Fault.MERCHANT_OF_ANY_APP, "merchant/of-another-application"),
        Arguments.of(Fault.SECOND_APP_NOT_CHECKED, "key/others-random"),
        Arguments.of(Fault.SECOND_APP_MISSING_SKIPS, "key/others-missing"),
        Arguments.of(Fault.SECOND_APP_MISSING_SKIPS, "key/others-empty"),
        Arguments.of(Fault.SECOND_APP_BY_FIRST_KEY, "key/others-by-first"),
        Arguments.of(Fault.SECOND_MERCHANT_NOT_CHECKED, "key/others-random"),
        Arguments.of(Fault.SECOND_SECRET_BY_PREFIX, "key/others-begin-only"),
        Arguments.of(Fault.SECOND_SECRET_UPPER_CASE, "key/others-upper-case"),
        Arguments.of(Fault.KNOWN_ID_ACKNOWLEDGED, "replay/same-id-forged"),
        Arguments.of(Fault.KNOWN_BODY_ACKNOWLEDGED, "replay/again-unsigned"),
        Arguments.of(Fault.ACCEPTED_SIGNATURE_CACHED, "replay/accepted-signature-other-body"),
        Arguments.of(Fault.CHUNKED_NOT_CHECKED, "sig/chunked-forged"),
        Arguments.of(Fault.LARGE_NOT_CHECKED, "sig/large-forged"),
        Arguments.of(Fault.BEGIN_OF_BODY_ONLY, "sig/large-forged"),
        Arguments.of(Fault.JSON_ONLY_CHECKED, "header/content-type-forged"),
        Arguments.of(Fault.QUERY_NOT_CHECKED, "header/query-forged"),
        Arguments.of(Fault.ENCODED_NOT_CHECKED, "header/content-encoding-forged"),
        Arguments.of(Fault.DELETE_ACCEPTED, "method/delete"),
        Arguments.of(Fault.NO_BREAK_SPACE_TRIMMED, "sig-shape/no-break-space"),
        Arguments.of(Fault.NOT_ASCII_SKIPPED, "sig-shape/not-ascii"));
  }

  /** Nothing else is run, so no other test can be what finds it. */
  @ParameterizedTest
  @MethodSource("faultsOfOneTest")
  void plantedFault_isFoundByItsOwnTest(Fault fault, String word) throws IOException {
    String id = word + "@/events";
    try (PlainReceiver receiver = new PlainReceiver(fault)) {
      Run run =
          conform(
              receiver.url(), config(PROXY, routes("/events")), "--format", "json", "--run", id);

      List<JsonNode> faults = faults(json(run));
      assertEquals(Lacre.REFUSED, run.code(), run.out());
      assertEquals(1, faults.size(), run.out());
      assertEquals(id, faults.get(0).path("id").textValue());
      assertEquals(
          fault.bug, faults.get(0).at("/likelyBug/code").textValue(), faults.get(0).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CRLF_NORMALISED, crlf-normalised",
    "LINES_JOINED, lines-joined",
    "JSON_RESERIALISED, json-reserialised"
  })
  void refusedForm_isBlamedOnTheMistakeWhoseSignatureIsTaken(Fault fault, String bug)
      throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(fault)) {
      JsonNode report = json(conform(receiver, "--format", "json", "--run", "sig/*@/events"));

      for (JsonNode result : report.path("results")) {
        if (result.path("id").textValue().equals("sig/crlf@/events")) {
          assertEquals("fail", result.path("outcome").textValue());
          assertEquals(bug, result.at("/likelyBug/code").textValue());
          return;
        }
      }
      throw new AssertionError("sig/crlf was not run");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_SUCCESS, control/first@/events, accepted with 200; the acknowledgement here is 204",
    "NO_ECHO, control/first@/codes, does not give back the body",
    "METHODS_NOT_IMPLEMENTED, method/delete@/events, 501 says that no path takes the method",
    "DROPS_HUGE, sig-shape/huge@/events, closed in place of a refusal",
    "TALKATIVE, manner/refusals-alike@/events, a missing signature is answered otherwise",
  })
  void oddManner_isTolerated_butNotByStrict(Fault fault, String id, String manner)
      throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(fault)) {
      Run run = conform(receiver, "--format", "json", "--run", id);
      JsonNode result = json(run).path("results").path(id.startsWith("control") ? 0 : 1);
      Run strict = conform(receiver, "--strict", "--format", "json", "--run", id);

      assertEquals(Lacre.DONE, run.code(), run.out());
      assertEquals("non-strict", result.path("outcome").textValue(), run.out());
      assertTrue(result.path("manner").asText().contains(manner), run.out());
      assertEquals(Lacre.REFUSED, strict.code(), strict.out());
    }
  }

  @Test
  void refusalWithoutChallenge_passes_andIsTold() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.NO_CHALLENGE)) {
      Run run = conform(receiver, "--run", "sig-shape/missing@/events");

      assertEquals(Lacre.DONE, run.code(), run.out());
      assertTrue(run.out().contains("Manner: no WWW-Authenticate"), run.out());
      assertTrue(run.out().contains("no 'Cache-Control: no-store'"), run.out());
    }
  }

  @Test
  void lockingOut_isToldByTheNextControl() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.LOCKS_OUT)) {
      Run run = conform(receiver, "--run", "*@/events");

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("Control failed on /events"), run.out());
      assertTrue(run.out().contains("tests of this route were not run"), run.out());
      assertFalse(run.out().contains("control/last"), run.out());
    }
  }

  @Test
  void hangingLater_stopsAfterThreeTimeouts() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.HANGS_LATER)) {
      Run run =
          conform(
              receiver,
              "--timeout",
              "1",
              "--format",
              "json",
              "--run",
              "*@/events",
              "--skip",
              "*/large*@*");

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      List<JsonNode> faults = faults(json(run));
      assertEquals(4, faults.size(), run.out());
      faults.forEach(each -> assertEquals("hangs", each.at("/likelyBug/code").textValue()));
    }
  }

  @Test
  void hangingOnRefusals_isGivenUp_andFails() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.HANGS_ON_REFUSAL)) {
      Run run = conform(receiver, "--timeout", "1", "--format", "json", "--run", "*@/events");

      assertEquals(Lacre.REFUSED, run.code(), run.out());
      JsonNode report = json(run);
      List<JsonNode> faults = faults(report);
      assertEquals(10, faults.size(), run.out());
      faults.forEach(each -> assertEquals("hangs", each.at("/likelyBug/code").textValue()));
      assertTrue(run.out().contains("10 tests were not answered in time. "), run.out());
      assertTrue(run.out().matches("(?s).* [1-9][0-9]+ tests of this route were not run.*"));
    }
  }

  @Test
  void refusingAll_isToldApart() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.REFUSES_ALL)) {
      Run run = conform(receiver, "--run", "*@/events");

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("refuses everything"), run.out());
      assertTrue(run.out().contains("[refuses-all]"), run.out());
      assertTrue(run.err().contains("set-up or control failed"), run.err());
    }
  }

  @Test
  void acceptingAll_isToldApart() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.ACCEPTS_ALL)) {
      Run run = conform(receiver, "--run", "*@/events");

      assertEquals(Lacre.REFUSED, run.code(), run.out());
      assertTrue(run.out().contains("accepts everything on /events"), run.out());
      assertTrue(run.out().contains("[signature-not-checked]"), run.out());
    }
  }

  @Test
  void crashing_isToldApart() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.CRASHES)) {
      Run run = conform(receiver);

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("The receiver crashes"), run.out());
    }
  }

  @Test
  void hanging_isToldApart() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.HANGS)) {
      Run run = conform(receiver, "--timeout", "0.2");

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("The receiver hangs"), run.out());
    }
  }

  @Test
  void redirecting_isToldApart_andNotFollowed() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver(Fault.REDIRECTS)) {
      Run run = conform(receiver);

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("The receiver redirects"), run.out());
    }
  }

  @Test
  void nobodyListening_isSetUp() throws IOException {
    String url;
    try (PlainReceiver receiver = new PlainReceiver()) {
      url = receiver.url();
    }

    Run run = conform(url, config(PROXY, ROUTES));

    assertEquals(Lacre.SET_UP, run.code(), run.out());
    assertTrue(run.out().contains("cannot be reached"), run.out());
  }

  @Test
  void strict_countsWhatIsTolerated() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver()) {
      Run run = conform(receiver, "--strict", "--run", "replay/other-merchant@/events");

      assertEquals(Lacre.REFUSED, run.code(), run.out());
      assertTrue(run.out().contains("[merchant-swap-not-seen]"), run.out());
    }
  }

  @Test
  void remoteTarget_isRefused_unlessAllowed() throws IOException {
    Path config = config(PROXY, ROUTES);

    Run refused = conform("http://192.0.2.1:1", config);
    Run allowed = conform("http://192.0.2.1:1", config, "--allow-remote", "--dry-run");

    refused.assertUsageFault();
    assertTrue(refused.err().contains("--allow-remote"), refused.err());
    assertEquals(Lacre.DONE, allowed.code(), allowed.err());
  }

  @Test
  void urlOfAnotherKind_isUsage() throws IOException {
    Path config = config(PROXY, ROUTES);

    for (String url :
        List.of(
            "ftp://127.0.0.1/",
            "127.0.0.1:80",
            "http://u:" + Run.MARKER + "@127.0.0.1/",
            "http://127.0.0.1/?q",
            "http://[::1")) {
      conform(url, config).assertUsageFault();
    }
  }

  @Test
  void dryRun_listsAndSendsNothing() throws IOException {
    Run run =
        conform("http://127.0.0.1:9", config(PROXY, ROUTES), "--dry-run", "--run", "sig/*@/events");

    assertEquals(Lacre.DONE, run.code(), run.err());
    assertTrue(run.out().startsWith("control/first@/events\ta genuine delivery\n"), run.out());
    assertTrue(run.out().contains("\nsig/crlf@/events\t"), run.out());
    assertFalse(run.out().contains("@/codes"), run.out());
  }

  @Test
  void runAndSkip_select_andControlsStay() throws IOException {
    try (PlainReceiver receiver = new PlainReceiver()) {
      Run run = conform(receiver, "--run", "sig-shape/*@/events", "--skip", "*/missing@*");

      assertEquals(Lacre.DONE, run.code(), run.out());
      assertAll(
          () -> assertTrue(run.out().contains("sig-shape/empty@/events"), run.out()),
          () -> assertFalse(run.out().contains("sig-shape/missing"), run.out()),
          () -> assertFalse(run.out().contains("@/codes"), run.out()),
          () -> assertTrue(run.out().contains("control/first@/events"), run.out()),
          () -> assertTrue(run.out().contains("control/after-20@/events"), run.out()),
          () -> assertTrue(run.out().contains("control/last@/events"), run.out()));
    }
  }

  @Test
  void runAndSkip_thatLeaveNothing_areAUsageFault() throws IOException {
    conform("http://127.0.0.1:9", config(PROXY, ROUTES), "--run=nothing").assertUsageFault();
  }

  @Test
  void knownFailures_areExpected_untilTheyAreGone() throws IOException {
    Path known = folder.resolve("known.txt");
    String[] shapes = {"--run", "sig-shape/*@/events"};
    try (PlainReceiver wrong = new PlainReceiver(Fault.UPPER_CASE)) {
      Run first = conform(wrong, shapes[0], shapes[1], "--write-expect", known.toString());
      assertEquals(Lacre.REFUSED, first.code(), first.out());
      assertTrue(
          Files.readString(known).contains("\nsig-shape/upper-case@/events\n"),
          Files.readString(known));

      Run second = conform(wrong, shapes[0], shapes[1], "--expect", known.toString());
      assertEquals(Lacre.DONE, second.code(), second.out());
    }
    try (PlainReceiver right = new PlainReceiver()) {
      Run third = conform(right, shapes[0], shapes[1], "--expect", known.toString());
      assertEquals(Lacre.REFUSED, third.code(), third.out());
    }
  }

  @Test
  void formats_parse() throws Exception {
    try (PlainReceiver receiver = new PlainReceiver(Fault.SHAPE_ONLY)) {
      JsonNode report = json(conform(receiver, "--run", "sig*@/events", "--format", "json"));
      assertEquals(report.path("results").size(), report.path("counts").path("tests").intValue());

      Run junit = conform(receiver, "--run", "sig*@/events", "--format", "junit");
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(junit.out().getBytes(StandardCharsets.UTF_8)));
      assertTrue(document.getElementsByTagName("testcase").getLength() > 20);
      assertTrue(document.getElementsByTagName("failure").getLength() > 5);
    }
  }
}
