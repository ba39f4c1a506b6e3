package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lacre.vectors.Payloads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {

  private static final List<String> KEYS =
      List.of(
          "verdict",
          "reason",
          "status",
          "appId",
          "merchantId",
          "merchantProof",
          "route",
          "address",
          "bodyBytes",
          "bodySha256",
          "duplicate");

  /** One for all tests that do not end it. */
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
    assertEquals("", serving.err());
  }

  /** No test leaves anything to the next. */
  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), serving.linesLeft());
    assertEquals("", serving.err());
  }

  private static String genuine(String target, byte[] body) throws IOException {
    return serving.post(target, Fixture.headers("my-app", "store-1", body), body);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  private static void assertNextLine(String verdict, String reason, int status) throws Exception {
    assertNextLine(serving, verdict, reason, status);
  }

  private static void assertNextLine(Serving by, String verdict, String reason, int status)
      throws Exception {
    String quoted = reason.equals("null") ? reason : "\"" + reason + "\"";
    String line = by.nextLine();
    assertTrue(
        line.startsWith(
            "{\"verdict\":\"%s\",\"reason\":%s,\"status\":%d,".formatted(verdict, quoted, status)),
        line);
  }

  @Test
  void serve_genuineDelivery_isAcceptedAndTold() throws Exception {
    String answer = genuine("/v1/newEvent", Fixture.BODY);
    assertStatus(204, answer);
    assertEquals("", Serving.body(answer));
    assertEquals(
        "{\"verdict\":\"accepted\",\"reason\":null,\"status\":204,\"appId\":\"my-app\","
            + "\"merchantId\":\"store-1\",\"merchantProof\":\"asserted\","
            + "\"route\":\"/v1/newEvent\",\"address\":\"127.0.0.1\",\"bodyBytes\":16,"
            + "\"bodySha256\":\"e88b9f819e77d99a9d9244df066be599376c003ac0e34b05c5e87e0bfacc3cdc\","
            + "\"duplicate\":false}",
        serving.nextLine());
  }

  @Test
  void serve_eachByteChanged_isRefused() throws Exception {
    String headers = Fixture.headers("my-app", "store-1", Fixture.BODY);
    for (int i = 0; i < Fixture.BODY.length; i++) {
      byte[] changed = Fixture.BODY.clone();
      changed[i] ^= 1;
      assertStatus(403, serving.post("/v1/newEvent", headers, changed));
      assertNextLine("rejected", "signature-mismatch", 403);
    }
  }

  @Test
  void serve_verifyOfTheSame_printsTheSameLine() throws Exception {
    Path headers =
        Files.writeString(
            folder.resolve("headers"), Fixture.headers("my-app", "store-2", Fixture.BODY));
    for (String path : new String[] {"/v1/newEvent", "/accepted", "/stores/a", "//accepted"}) {
      serving.post(path, Files.readString(headers), Fixture.BODY);
      Run verify =
          Run.given()
              .in(Fixture.BODY)
              .run(
                  "verify",
                  "--config=" + config,
                  "--headers=" + headers,
                  "--route=" + path,
                  "--address=127.0.0.1");
      assertEquals(serving.nextLine() + "\n", verify.out());
    }
  }

  @Test
  void serve_pathOutsideAllRoutes_isNotFoundAndNotTold() throws Exception {
    for (String target : new String[] {"/", "/elsewhere", "/v1", "/v1/newEvents"}) {
      String answer = genuine(target, Fixture.BODY);
      assertStatus(404, answer);
      assertEquals("", Serving.body(answer));
    }
    assertStatus(202, genuine("/accepted", Fixture.BODY));
    assertNextLine("accepted", "null", 202);
    assertFalse(serving.hasLine());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "application/json;charset=iso-8859-1, application/json;charset=iso-8859-1",
    "text/plain; charset=bogus, text/plain; charset=bogus"
  })
  void serve_confirmationCode_givesTheSameBytesBack(String type, String back) throws Exception {
    byte[] body = Payloads.bytes("bytes-latin1-INVALID-utf8.json");
    String headers = "Content-Type: " + type + "\n" + Fixture.headers("my-app", "store-1", body);
    String answer = serving.post("/v1/confirmationCode", headers, body);
    assertStatus(200, answer);
    assertEquals(new String(body, StandardCharsets.ISO_8859_1), Serving.body(answer));
    assertTrue(answer.contains("\r\nContent-Type: " + back + "\r\n"), answer);
    assertNextLine("accepted", "null", 200);
  }

  @Test
  void serve_confirmationCodeWithoutAType_givesNoneBack() throws Exception {
    String answer = genuine("/v1/confirmationCode", Fixture.BODY);
    assertStatus(200, answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("content-type"), answer);
    assertNextLine("accepted", "null", 200);
  }

  @ParameterizedTest
  @CsvSource({"/old/confirmationCode, 204", "/accepted, 202", "/v1/newEvent, 204"})
  void serve_otherSuccess_hasNoBody(String target, int status) throws Exception {
    assertEquals("", Serving.body(genuine(target, Fixture.BODY)));
    assertNextLine("accepted", "null", status);
  }

  @Test
  void serve_refusal_hasTheOperationsBodyAndNothingOfTheServer() throws Exception {
    String answer = serving.post("/stores/store-9", "", Fixture.BODY);
    assertStatus(401, answer);
    assertEquals(
        "{\"error\":\"Unauthorized\",\"message\":\"Invalid or missing authentication\"}",
        Serving.body(answer));
    String lower = answer.toLowerCase(Locale.ROOT);
    assertAll(
        () -> assertFalse(lower.contains("\r\nserver:"), answer),
        () -> assertFalse(lower.contains("powered"), answer),
        () -> assertFalse(lower.contains("jetty"), answer));
    assertNextLine("rejected", "header-missing", 401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/newEvent",
        "/v1//newEvent",
        "/v1/./newEvent",
        "/x/../v1/newEvent",
        "/v1/newEvent/",
        "/v1/newEvent.json",
        "/v1/%6eewEvent",
        "/v1%2FnewEvent",
        "/v1%5cnewEvent",
        "/v1\\newEvent",
        "/v1;a=b/newEvent",
        "/V1/newevent",
        "/v1/newEvent%20",
        "/v1/newEvent%3b",
        "/%c0%afv1/newEvent"
      })
  void serve_pathThatFoldsToARoute_isRefusedByTheFilterItself(String target) throws Exception {
    String answer = genuine(target, Fixture.BODY);
    assertStatus(400, answer);
    assertEquals("{\"title\":\"Bad Request\",\"status\":400}", Serving.body(answer));
    assertNextLine("rejected", "path-not-canonical", 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "post", "FOO"})
  void serve_otherMethod_isRefusedAndEchoesNothing(String method) throws Exception {
    String answer = serving.send(method + " /v1/newEvent HTTP/1.1\nX-Note: ECHO\n", new byte[0]);
    assertStatus(405, answer);
    assertFalse(answer.contains("ECHO"), answer);
    assertNextLine("rejected", "method-not-allowed", 405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE",
        "GET / HTTP/9.9\nHost: h",
        "POST /v1/newEvent HTTP/1.1\nHost: h\nContent-Length: 5,6",
        "POST /v1/newEvent HTTP/1.1\nHost: h\nX : y",
        "POST /v1/newEvent HTTP/1.1\nHost: h\u00ff[",
        "POST /v1/newEvent%00 HTTP/1.1\nHost: h",
        "GET /%zz HTTP/1.1\nHost: h",
        "GET /../.. HTTP/1.1\nHost: h",
        "TRACE /x HTTP/1.1\nHost: h\nX-Note: ECHO",
        "CONNECT h:80 HTTP/1.1\nHost: h",
        "OPTIONS * HTTP/1.1\nHost: h"
      })
  void serve_requestThatIsNone_isAnsweredWithoutAPage(String head) throws Exception {
    String answer = serving.lastExchange(head + "\nConnection: close\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505"), answer);
    assertEquals("", Serving.body(answer));
    assertFalse(answer.contains("ECHO"), answer);
    assertFalse(serving.hasLine());
  }

  @Test
  void serve_forwardedHeaderOfAStranger_isNotBelieved() throws Exception {
    serving.post(
        "/v1/newEvent",
        "X-Forwarded-For: 192.0.2.1\nForwarded: for=192.0.2.1;proto=https\n"
            + Fixture.headers("my-app", "store-1", Fixture.BODY),
        Fixture.BODY);
    String line = serving.nextLine();
    assertTrue(line.contains("\"address\":\"127.0.0.1\""), line);
  }

  @Test
  void serve_manyAtOnce_printsWholeLinesOfTheSameKeys() throws Exception {
    int count = 64;
    String headers = Fixture.headers("my-app", "store-1", Fixture.BODY);
    ExecutorService senders = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String target = i % 2 == 0 ? "/v1/newEvent" : "//v1/newEvent";
        answers.add(senders.submit(() -> serving.post(target, headers, Fixture.BODY)));
      }
      for (Future<String> answer : answers) {
        answer.get();
      }
    } finally {
      senders.shutdown();
    }
    for (int i = 0; i < count; i++) {
      assertEquals(KEYS, keys(serving.nextLine()));
    }
    assertFalse(serving.hasLine());
  }

  private static List<String> keys(String line) throws IOException {
    List<String> keys = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          keys.add(json.currentName());
        }
      }
    }
    return keys;
  }

  @Test
  void serve_requestInFlightWhenAskedToEnd_isStillAnswered() throws Exception {
    String headers =
        Fixture.headers("my-app", "store-1", Fixture.BODY).replace("\n", "\r\n")
            + "Expect: 100-continue\r\n";
    Serving ending = Serving.start(config);
    try (Socket socket = ending.connect()) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nContent-Length: 16\r\n" + headers + "\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      // It is in the filter, and waits for the body.
      byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertStatus(100, new String(goOn, StandardCharsets.US_ASCII));
      // A connection that is silent for a second from now on is closed.
      ending.interrupt();
      out.write(Fixture.BODY);
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertStatus(204, answer);
      assertNextLine(ending, "accepted", "null", 204);
    } finally {
      assertEquals(Lacre.DONE, ending.stop());
    }
    assertEquals("", ending.err());
  }

  @Test
  void serve_bodyThatStopsComing_isGivenUpInTime() throws Exception {
    Path hasty =
        Files.writeString(
            folder.resolve("slow.json"),
            Files.readString(config).replace("\"success\": 202", "\"bodyTimeout\": \"PT3S\""));
    try (Serving slow = Serving.start(hasty)) {
      String answer =
          slow.send(
              "POST /accepted HTTP/1.1\nContent-Length: 99\n"
                  + Fixture.headers("my-app", "store-1", Fixture.BODY),
              Fixture.BODY);
      assertStatus(408, answer);
      assertTrue(slow.nextLine().contains("\"body-timeout\",\"status\":408"));
    }
  }

  @Test
  void serve_portInUse_isASetUpFaultThatNamesIt() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      String port = Integer.toString(taken.getLocalPort());
      Run run = Run.given().run("serve", "--config=" + config, "--port", port);
      run.assertSetUpFault();
      assertTrue(run.err().contains("127.0.0.1:" + port), run.err());
    }
  }

  @Test
  void serve_hostOfIpV6_isBracketed() throws Exception {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
      assumeTrue(probe.isBound());
    } catch (IOException none) {
      abort("this machine has no IPv6");
    }
    for (String host : new String[] {"::1", "[::1]"}) {
      try (Serving six = Serving.start(config, "--host", host)) {
        assertEquals("[::1]", six.address().getHost());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "x", ""})
  void serve_portThatIsNone_isAUsageFault(String port) {
    Run.given().run("serve", "--config=" + config, "--port", port).assertUsageFault();
  }

  @Test
  void serve_configurationWithAFault_isASetUpFaultThatTellsWhere() throws Exception {
    Run.given().run("serve").assertUsageFault();
    Run.given().run("serve", "--config=" + folder.resolve("nothing")).assertSetUpFault();
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"routes\": {\"x\": {}}}");
    Run run = Run.given().run("serve", "--config=" + broken);
    run.assertSetUpFault();
    assertTrue(run.err().contains("broken.json:"), run.err());
    Run missing = Run.given().variable("OTHER_SECRET", null).run("serve", "--config=" + config);
    missing.assertSetUpFault();
    assertTrue(missing.err().contains("OTHER_SECRET"), missing.err());
  }
}
