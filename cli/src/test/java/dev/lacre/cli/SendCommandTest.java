package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacre.vectors.Payloads;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lacre send} without {@code --break}, against {@code lacre serve}. */
final class SendCommandTest {

  /** One for all tests that send to {@link Fixture#config}: to stop it takes a second. */
  private static Serving serving;

  private static Path config;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    config = Fixture.config(shared);
    serving = Serving.start(config);
  }

  @AfterAll
  static void stop() throws Exception {
    assertEquals(Lacre.DONE, serving.stop());
  }

  /** No test leaves a verdict to the next. */
  @AfterEach
  void noVerdictIsLeft() {
    assertEquals(List.of(), serving.linesLeft());
  }

  private static Run send(String url, Path config, String app, String merchant, String... more) {
    return Run.given().in(Fixture.BODY).send(url, config, app, merchant, more);
  }

  @Test
  void send_bodyOnStandardInput_isAcceptedAsItIs() throws Exception {
    Run run =
        send(serving.address() + "/v1/newEvent", config, "my-app", "store-1", "--check-status");

    assertEquals(Lacre.DONE, run.code(), run.err());
    assertEquals("", run.err());
    List<JsonNode> lines = run.json();
    assertEquals(2, lines.size(), run.out());
    assertEquals("acknowledged", lines.get(0).path("outcome").textValue());
    assertEquals(204, lines.get(0).path("status").intValue());
    assertTrue(lines.get(0).path("fault").isNull(), run.out());
    assertTrue(lines.get(0).path("nextDelayMillis").isNull());
    assertEquals(
        "{\"result\":\"acknowledged\",\"attempts\":1,\"status\":204,\"expectedStatus\":204,"
            + "\"break\":null,\"expectedReason\":null}",
        lines.get(1).toString());
    JsonNode verdict = serving.nextVerdict();
    assertEquals("accepted", verdict.path("verdict").textValue());
    assertEquals(Fixture.BODY.length, verdict.path("bodyBytes").intValue());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/newEvent, my-app, store-1, CREATED, 204",
    "/v1/newEvent, my-app, store-1, v1-newEvent-CONFIRMED.json, 204",
    "/v1/newLogisticEvent, my-app, store-1, ACCEPTED, 204",
    "/v1/confirmationCode, my-app, store-2, confirmationCode, 200",
    "/old/confirmationCode, my-app, store-2, confirmationCode, 204",
    "/accepted, my-app, store-1, CONFIRMED, 202",
    "/v1/newEvent, channel, store-9, CREATED, 204",
  })
  void send_event_isAccepted(String path, String app, String merchant, String event, int status)
      throws Exception {
    Run run =
        send(serving.address() + path, config, app, merchant, "--event", event, "--check-status");

    assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
    assertEquals("accepted", serving.nextVerdict().path("verdict").textValue());
    assertEquals(status, run.json().get(1).path("status").intValue());
  }

  @Test
  void send_eventsExactBytes_arrive() throws Exception {
    send(
        serving.address() + "/v1/newEvent?from=test",
        config,
        "my-app",
        "store-1",
        "--event",
        "CREATED");

    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(Payloads.bytes("v1-newEvent-CREATED.json"));
    assertEquals(
        HexFormat.of().formatHex(digest), serving.nextVerdict().path("bodySha256").textValue());
  }

  @Test
  void send_repeated_isADuplicateToTheLedger() throws Exception {
    Path withLedger = Fixture.configWithLedger(folder);
    try (Serving remembering = Serving.start(withLedger)) {
      Run run =
          send(
              remembering.address() + "/v1/newEvent",
              withLedger,
              "my-app",
              "store-1",
              "--repeat",
              "3",
              "--check-status");

      assertEquals(Lacre.DONE, run.code(), run.out());
      assertEquals(6, run.json().size());
      assertFalse(remembering.nextVerdict().path("duplicate").booleanValue());
      assertTrue(remembering.nextVerdict().path("duplicate").booleanValue());
      assertTrue(remembering.nextVerdict().path("duplicate").booleanValue());
    }
  }

  @Test
  void send_signedResponseDemanded_dependsOnTheReceiver() throws Exception {
    Path signing = Fixture.configWithSignedResponses(folder);
    try (Serving proving = Serving.start(signing)) {
      String url = proving.address() + "/v1/newEvent";
      assertEquals(Lacre.DONE, send(url, signing, "my-app", "store-1", "--verify-response").code());
    }
    String url = serving.address() + "/v1/newEvent";
    Run run = send(url, config, "my-app", "store-1", "--verify-response", "--attempts", "1");
    assertEquals(Lacre.REFUSED, run.code());
    assertEquals("not-proven", run.json().get(0).path("outcome").textValue());
    assertEquals("gave-up", run.json().get(1).path("result").textValue());
    assertEquals("accepted", serving.nextVerdict().path("verdict").textValue());
  }

  @Test
  void send_refused_isOneAttemptAndExitCode1() throws Exception {
    // Below the route of another store.
    Run run = send(serving.address() + "/stores/store-8/x", config, "channel", "store-9");

    assertEquals(Lacre.REFUSED, run.code());
    assertEquals("refused", run.json().get(1).path("result").textValue());
    assertEquals(403, run.json().get(1).path("status").intValue());
    assertEquals("store-mismatch", serving.nextVerdict().path("reason").textValue());
  }

  @Test
  void send_nobodyListens_triesAgainAndShowsEachAttempt() throws Exception {
    int port;
    try (ServerSocket free =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      port = free.getLocalPort();
    }
    Run run =
        send(
            "http://127.0.0.1:" + port + "/v1/newEvent",
            config,
            "my-app",
            "store-1",
            "--attempts",
            "2");

    assertEquals(Lacre.REFUSED, run.code());
    List<JsonNode> lines = run.json();
    assertEquals(3, lines.size(), run.out());
    assertEquals("unreachable", lines.get(0).path("outcome").textValue());
    assertTrue(lines.get(0).path("fault").textValue().endsWith("Exception"), run.out());
    assertTrue(lines.get(0).path("nextDelayMillis").isNumber());
    assertTrue(lines.get(1).path("nextDelayMillis").isNull());
    assertEquals("gave-up", lines.get(2).path("result").textValue());
    assertTrue(lines.get(2).path("status").isNull());
  }

  @Test
  void send_offline_printsWhatLacreVerifyAccepts() throws Exception {
    // A name that nobody could resolve: nothing is looked up.
    Run run =
        send("https://receiver.invalid/v1/newEvent?a=b", config, "my-app", "store-1", "--offline");

    assertEquals(Lacre.DONE, run.code(), run.err());
    assertTrue(
        run.out().startsWith("POST /v1/newEvent?a=b HTTP/1.1\r\nHost: receiver.invalid\r\n"));
    int end = run.out().indexOf("\r\n\r\n");
    assertEquals(new String(Fixture.BODY, StandardCharsets.US_ASCII), run.out().substring(end + 4));
    String headers = run.out().substring(run.out().indexOf("\r\n") + 2, end) + "\r\n";
    assertTrue(headers.contains("User-Agent: my-app\r\n"), headers);
    Path file = Files.writeString(folder.resolve("headers"), headers);
    Run verified =
        Run.given()
            .in(Fixture.BODY)
            .run(
                "verify",
                "--config",
                config.toString(),
                "--route",
                "/v1/newEvent",
                "--headers",
                file.toString());
    assertEquals(Lacre.DONE, verified.code(), verified.out() + verified.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://receiver.example/v1/newEvent",
        "http://127.0.0.1.evil.example/v1/newEvent",
        "http://user:pw@127.0.0.1/v1/newEvent",
        "ftp://127.0.0.1/v1/newEvent",
        "/v1/newEvent",
        "127.0.0.1:8080/v1/newEvent",
        "https://receiver.example:0/v1/newEvent"
      })
  void send_urlThatWillNotDo_isAUsageFault(String url) throws Exception {
    Run run = send(url, config, "my-app", "store-1", "--offline");
    run.assertUsageFault();
    assertFalse(run.err().contains("user:pw"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/v1/newEvent",
        "http://127.9.9.9:1/v1/newEvent",
        "http://[::1]:80/v1/newEvent",
        "https://receiver.example/v1/newEvent"
      })
  void send_urlThatWillDo_isTaken(String url) throws Exception {
    Run run = send(url, config, "my-app", "store-1", "--offline");
    assertEquals(Lacre.DONE, run.code(), run.err());
  }

  @Test
  void send_plainHttpToAnotherMachine_needsToBeNamed() throws Exception {
    Run run =
        send(
            "http://receiver.example/v1/newEvent",
            config,
            "my-app",
            "store-1",
            "--offline",
            "--insecure-http");
    assertEquals(Lacre.DONE, run.code(), run.err());
  }

  @Test
  void send_argumentsThatWillNotDo_areUsageFaults() throws Exception {
    String url = "http://127.0.0.1:1/v1/newEvent";
    send(url, config, "my app", "store-1").assertUsageFault();
    send(url, config, "my-app", "store-1", "--event", "NOTHING").assertUsageFault();
    send(url, config, "my-app", "store-1", "--event", "CREATED", "body").assertUsageFault();
    send(url, config, "my-app", "store-1", "--operation", "v9/x").assertUsageFault();
    send(url, config, "my-app", "store-1", "--repeat", "0").assertUsageFault();
    send(url, config, "my-app", "store-1", "--timeout", "0").assertUsageFault();
    send("http://127.0.0.1:1/elsewhere", config, "my-app", "store-1").assertUsageFault();
    send(url, config, "my-app", "store-9").assertSetUpFault();
    send(url, config, "nobody", "store-1").assertSetUpFault();
    Run unknown = send(url, config, "my-app", "store-1", "--break", "everything");
    unknown.assertUsageFault();
    assertTrue(unknown.err().contains("no-signature, "), unknown.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--offline --repeat 2",
        "--offline --check-status",
        "--offline --verify-response",
        "--offline --attempts 2",
        "--offline --timeout 1",
        "--offline --deadline 1",
        "--offline --break no-signature --allow-remote",
        "--break no-signature --verify-response",
        "--break no-signature --attempts 2",
        "--break no-signature --deadline 1",
        "--allow-remote"
      })
  void send_optionThatWouldBeIgnored_isAUsageFault(String options) throws Exception {
    Run run =
        send("http://127.0.0.1:1/v1/newEvent", config, "my-app", "store-1", options.split(" ", -1));
    run.assertUsageFault();
    assertTrue(run.err().contains(" has no meaning with"), run.err());
  }

  @Test
  void send_proofOfAnAnswerThatGivesTheBodyBack_isAUsageFault() throws Exception {
    Run run =
        send(
            "http://127.0.0.1:1/v1/confirmationCode",
            config,
            "my-app",
            "store-2",
            "--event",
            "confirmationCode",
            "--verify-response");
    run.assertUsageFault();
    assertTrue(run.err().contains("has no meaning for v1/confirmationCode"), run.err());
  }

  @Test
  void send_brokenToNobody_saysWhatBroke() throws Exception {
    int port;
    try (ServerSocket free =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      port = free.getLocalPort();
    }
    Run run =
        send(
            "http://127.0.0.1:" + port + "/v1/newEvent",
            config,
            "my-app",
            "store-1",
            "--break",
            "no-signature",
            "--timeout",
            "5");
    assertEquals(Lacre.REFUSED, run.code());
    assertEquals("unreachable", run.json().get(0).path("fault").textValue());
  }

  @Test
  void send_pathThatIsNoRoute_takesTheOperationByName() throws Exception {
    Run run =
        send(
            "http://127.0.0.1:1/app/v1/newEvent",
            config,
            "my-app",
            "store-1",
            "--offline",
            "--operation",
            "v1/newEvent");
    assertEquals(Lacre.DONE, run.code(), run.err());
    Run byEvent =
        send(
            "http://127.0.0.1:1/app/v1/newEvent",
            config,
            "my-app",
            "store-1",
            "--offline",
            "--event",
            "v1-newEvent-CREATED");
    assertEquals(Lacre.DONE, byEvent.code(), byEvent.err());
  }

  @Test
  void help_listsEveryFaultAndItsReason() {
    String help = Run.given().run("send", "--help").out();
    for (SendFault fault : SendFault.values()) {
      assertTrue(
          help.lines()
              .anyMatch(
                  line ->
                      line.matches(
                          "  %s +%s +%s"
                              .formatted(fault.code(), fault.usualReason().code(), fault.title()))),
          fault + help);
    }
    assertNotEquals("", help);
  }
}
