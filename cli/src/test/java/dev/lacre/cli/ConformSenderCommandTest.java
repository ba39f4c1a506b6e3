package dev.lacre.cli;

import static dev.lacre.cli.ConformSenderBugsTest.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Payloads;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConformSenderCommandTest {

  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "/v1/newEvent, my-app, store-1, v1-newEvent-CREATED.json, 204",
    "/v1/newEvent?a=b, my-app, store-2, bytes-compact-utf8.json, 204",
    "/v1/newEvent, my-app, store-1, bytes-pretty-crlf.json, 204",
    "/v1/newLogisticEvent, my-app, PIZZA, newLogisticEvent-ACCEPTED.json, 204",
    "/v1/confirmationCode, my-app, store-1, confirmationCode.json, 200",
    "/v2/orderEvent, my-app, store-1, v2-orderEvent-CONFIRMED.json, 202",
    "/v2/accountEvent, my-app, store-1, v2-accountEvent-PAYMENT_UPDATED.json, 204",
    "/v2/customerEvent, my-app, store-1, v2-customerEvent-customer.updated.json, 204",
    "/v2/customerEvent, my-app, store-1, v2-customerEvent-minimal-noId.json, 204",
    "/v2/loyaltyEvent, my-app, store-1, v2-loyaltyEvent-loyalty.points.earned.json, 204",
    "/stores/store-9/orders, channel, store-9, v1-newEvent-CREATED.json, 200",
    "/stores/nine/orders, channel, store-9, v1-newEvent-CREATED.json, 200"
  })
  void sender_correct_passesEveryQuestion(
      String target, String app, String merchant, String payload, int status) throws Exception {
    String id = merchant.equals("PIZZA") ? Listening.PIZZA_PLAZA : merchant;
    String secret = app.equals("my-app") ? Run.SECRET : Listening.OTHER_SECRET;
    byte[] body = Payloads.bytes(payload);
    PlainSender sender = new PlainSender(target, app, id, secret, body);
    sender.lines.add("x-store: store-9");
    try (Listening listening = Listening.to(folder, 1, "--strict")) {
      String answer = listening.send(sender.bytes());
      assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
      String echo = Serving.body(answer);
      assertEquals(
          payload.startsWith("confirmationCode")
              ? new String(body, StandardCharsets.ISO_8859_1)
              : "",
          echo);
      Run run = listening.report();
      assertEquals(Lacre.DONE, run.code(), run.out());
      assertTrue(run.out().contains(" 0 failed, 0 errors, 0 non-strict, 0 skipped"), run.out());
      assertFalse(run.out().startsWith("0 tests"), run.out());
    }
  }

  @Test
  void sender_bytesThatOtherParsersMayRefuse_areTolerated() throws Exception {
    for (String payload : List.of("bytes-utf8-bom.json", "bytes-latin1-INVALID-utf8.json")) {
      try (Listening listening = Listening.to(folder, 1, "--format=json")) {
        listening.send(PlainSender.event(Payloads.bytes(payload)).bytes());
        Run run = listening.report();
        assertEquals("non-strict", result(run, "delivery-1/body").get("outcome").asText());
        assertEquals("pass", result(run, "delivery-1/signature").get("outcome").asText());
      }
    }
  }

  @Test
  void sender_laxInForm_isNonStrictOrRed() throws Exception {
    for (String strict : List.of("--run=*", "--strict")) {
      try (Listening listening = Listening.to(folder, 1, "--format=json", strict)) {
        PlainSender sender = PlainSender.event(EVENT);
        sender.lines.subList(1, 3).clear();
        String request = new String(sender.bytes(), StandardCharsets.ISO_8859_1);
        listening.send(request.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
        Run run = listening.report();
        boolean red = strict.equals("--strict");
        assertEquals(red ? Lacre.REFUSED : Lacre.DONE, run.code(), run.out());
        for (String word : List.of("http", "media-type", "user-agent")) {
          assertEquals(
              red ? "fail" : "non-strict",
              result(run, "delivery-1/" + word).get("outcome").asText(),
              run.out());
        }
      }
    }
  }

  @Test
  void eventId_usedAgain_isARetryOrRed() throws Exception {
    byte[] other =
        "{\"eventId\":\"ba5b6c15-b4ac-5f17-8666-fa4d210aeab0\"}".getBytes(StandardCharsets.UTF_8);
    try (Listening listening = Listening.to(folder, 4, "--format=json")) {
      listening.send(PlainSender.event(EVENT).bytes());
      listening.send(PlainSender.event(EVENT).bytes());
      listening.send(PlainSender.event(other).bytes());
      PlainSender swapped = PlainSender.event(EVENT);
      swapped.merchant = "store-2";
      listening.send(swapped.bytes());
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code());
      List<String> outcomes = List.of("pass", "pass", "fail", "fail");
      for (int i = 0; i < 4; i++) {
        var result = result(run, "delivery-" + (i + 1) + "/event-id");
        assertEquals(outcomes.get(i), result.get("outcome").asText(), run.out());
        assertEquals(
            i < 2 ? "" : "event-id-reused", result.at("/likelyBug/code").asText(), run.out());
      }
    }
  }

  @Test
  void remarks_oneBugInSeveralDeliveries_isToldOnce() throws Exception {
    try (Listening listening = Listening.to(folder, 3)) {
      for (int i = 0; i < 3; i++) {
        PlainSender sender = PlainSender.event(EVENT);
        sender.signature = "sha256=" + sender.signature;
        listening.send(sender.bytes());
      }
      Run run = listening.report();
      assertEquals(
          2,
          run.out().split("One bug explains 3 deliveries: you wrote or took a prefix", -1).length,
          run.out());
      assertTrue(run.out().contains("\n    \u2718 delivery-2/signature: "), run.out());
    }
  }

  @Test
  void connection_keptAlive_takesSeveralDeliveries() throws Exception {
    try (Listening listening = Listening.to(folder, 2, "--strict");
        Socket socket = listening.connect()) {
      for (int i = 0; i < 2; i++) {
        byte[] body = ("{\"eventId\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(PlainSender.event(body).keepingAlive());
        assertEquals("HTTP/1.1 204 ", head(socket.getInputStream()));
      }
      assertEquals(Lacre.DONE, listening.report().code());
    }
  }

  /** Returns the first line, and reads to the end of the head. */
  private static String head(InputStream in) throws Exception {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, head::toString);
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  @Test
  void body_chunkedBehindExpect_isReadAndToldToComeOn() throws Exception {
    try (Listening listening = Listening.to(folder, 1, "--strict");
        Socket socket = listening.connect()) {
      String head =
          new String(PlainSender.event(EVENT).bytes(), StandardCharsets.ISO_8859_1)
              .replaceFirst(
                  "Content-Length: .*\r\n",
                  "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n");
      head = head.substring(0, head.indexOf("\r\n\r\n") + 4);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 100 Continue", head(socket.getInputStream()));
      String text = new String(EVENT, StandardCharsets.ISO_8859_1);
      String body =
          "A;x=y\r\n"
              + text.substring(0, 10)
              + "\r\n"
              + Integer.toHexString(text.length() - 10)
              + "\r\n"
              + text.substring(10)
              + "\r\n0\r\n\r\n";
      socket.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 204 ", head(socket.getInputStream()));
      Run run = listening.report();
      assertEquals(Lacre.DONE, run.code(), run.out());
    }
  }

  @Test
  void curl_withHeadersFromSign_passes() throws Exception {
    Path body = Files.write(folder.resolve("body"), EVENT);
    Path headers = folder.resolve("headers");
    Run signed =
        Run.given()
            .in(EVENT)
            .run("sign", "--app-id=my-app", "--merchant-id=store-1", "--secret-env=LACRE_SECRET");
    Files.writeString(headers, signed.out());
    try (Listening listening = Listening.to(folder, 1, "--strict")) {
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-sS",
                  "-w%{http_code}",
                  "-H@" + headers,
                  "-HContent-Type: application/json",
                  "--data-binary",
                  "@" + body,
                  "http://127.0.0.1:" + listening.port() + "/v1/newEvent")
              .redirectErrorStream(true)
              .start();
      assertEquals("204", new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      Run run = listening.report();
      assertEquals(Lacre.DONE, run.code(), run.out());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\1\2\3garbage\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\1\0\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nX-App-Id : a\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n",
        "POST  /v1/newEvent HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999999\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Length: 3\r\n\r\n0\r\n\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "fffffffffffffff\r\n",
        "POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"
      })
  void request_malformed_isAFailureOfThatDelivery(String request) throws Exception {
    try (Listening listening = Listening.to(folder, 2, "--format=json")) {
      String answer = listening.send(request.getBytes(StandardCharsets.ISO_8859_1));
      assertTrue(answer.matches("(?s)HTTP/1.1 (4\\d\\d|50[15]) \r\n.*"), answer);
      listening.send(PlainSender.event(EVENT).bytes());
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code());
      assertEquals("fail", result(run, "delivery-1/http").get("outcome").asText());
      assertEquals("pass", result(run, "delivery-2/signature").get("outcome").asText());
    }
  }

  @Test
  void request_hugeHead_isCutOff() throws Exception {
    try (Listening listening = Listening.to(folder, 1, "--format=json")) {
      String answer =
          listening.send(
              ("POST /v1/newEvent HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(70_000) + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
      assertEquals(Lacre.REFUSED, listening.report().code());
    }
  }

  @Test
  void request_endsEarly_isAFailureEvenIfOnlyTheSignatureIsAsked() throws Exception {
    try (Listening listening =
        Listening.to(folder, 1, "--format=json", "--run=*/signature,deliveries")) {
      byte[] whole = PlainSender.event(EVENT).bytes();
      try (Socket socket = listening.connect()) {
        socket.getOutputStream().write(whole, 0, whole.length - 1);
      }
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code());
      assertEquals("error", result(run, "delivery-1/signature").get("outcome").asText());
    }
  }

  @Test
  void request_slow_isCutOffAtItsDeadline() throws Exception {
    try (Listening listening = Listening.toSlow(folder, 1, "--format=json");
        Socket socket = listening.connect()) {
      socket.getOutputStream().write("POST /v1/newEvent HT".getBytes(StandardCharsets.US_ASCII));
      assertEquals("HTTP/1.1 408 ", head(socket.getInputStream()));
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code());
      assertEquals(
          "it did not come whole within the time allowed",
          result(run, "delivery-1/http").get("actual").asText());
    }
  }

  @Test
  void connection_withoutABytes_isNoDelivery() throws Exception {
    try (Listening listening = Listening.to(folder, 1)) {
      listening.connect().close();
      listening.send(PlainSender.event(EVENT).bytes());
      Run run = listening.report();
      assertEquals(Lacre.DONE, run.code(), run.out());
    }
  }

  @Test
  void body_hostileBytes_neverEndTheRun() throws Exception {
    List<byte[]> bodies =
        List.of(
            new byte[] {0, 0, 0, '"', -1, -1, -1, -1, 0, 0, 0, '"'},
            "[".repeat(90_000).getBytes(StandardCharsets.US_ASCII),
            ("[" + "9".repeat(50_000) + "]").getBytes(StandardCharsets.US_ASCII),
            "{\"eventId\":1e99999999}".getBytes(StandardCharsets.US_ASCII),
            "{\"eventId\":\"\\ud800\u001b[2J\"}".getBytes(StandardCharsets.UTF_8),
            ("[".repeat(99) + "1,".repeat(49_000) + "1" + "]".repeat(99))
                .getBytes(StandardCharsets.US_ASCII),
            ("[".repeat(999) + "]".repeat(999)).getBytes(StandardCharsets.US_ASCII),
            new byte[] {-17, -69, -65},
            new byte[1000]);
    try (Listening listening = Listening.to(folder, bodies.size(), "--timeout=20")) {
      for (byte[] body : bodies) {
        PlainSender sender = PlainSender.event(body);
        sender.signature = "0".repeat(64);
        listening.send(sender.bytes());
      }
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code(), run.err());
      assertEquals(-1, run.out().indexOf('\u001b'));
      assertTrue(run.out().contains("delivery-9/signature"), run.out());
    }
  }

  @Test
  void deliveries_tooFew_isAnError() throws Exception {
    try (Listening listening =
        Listening.to(folder, 2, "--timeout=3", "--format=json", "--run=*/signature")) {
      listening.send(PlainSender.event(EVENT).bytes());
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code());
      assertEquals("error", result(run, "deliveries").get("outcome").asText());
    }
  }

  @Test
  void deliveries_none_isASetUpFault() throws Exception {
    try (Listening listening = Listening.to(folder, 1, "--timeout=0.2")) {
      Run run = listening.report();
      assertEquals(Lacre.SET_UP, run.code());
      assertTrue(run.out().contains("! deliveries: "), run.out());
      assertTrue(run.err().contains("no delivery came"), run.err());
    }
  }

  @Test
  void expect_knownFailures_areNotRed() throws Exception {
    Path known = folder.resolve("known.txt");
    for (String option : List.of("--write-expect=", "--expect=")) {
      try (Listening listening = Listening.to(folder, 1, option + known)) {
        PlainSender sender = PlainSender.event(EVENT);
        sender.signature = sender.signature.toUpperCase(java.util.Locale.ROOT);
        listening.send(sender.bytes());
        Run run = listening.report();
        assertEquals(
            option.startsWith("--write") ? Lacre.REFUSED : Lacre.DONE, run.code(), run.out());
      }
    }
    assertTrue(Files.readString(known).endsWith("\ndelivery-1/signature\n"));
  }

  @Test
  void dryRun_always_listsIdsAndDoesNotListen() throws Exception {
    List<String> args = Listening.arguments(folder, 2);
    args.addAll(List.of("--dry-run", "--run=delivery-2/*", "--skip=*/body"));
    Run run = Run.given().variable("HEX_SECRET", Listening.HEX_SECRET).run(args);
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertTrue(
        run.out()
            .startsWith("delivery-2/http\tit is one whole HTTP/1.1 request\ndelivery-2/method\t"),
        run.out());
    assertFalse(run.out().contains("2/body\t"), run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--expect-deliveries=0",
        "--expect-deliveries=x",
        "--port=65536",
        "--host=0.0.0.0",
        "--host=192.0.2.1",
        "--timeout=0",
        "--timeout=NaN",
        "--format=xml",
        "--run=nothing"
      })
  void run_wrongOption_isAUsageFault(String option) throws Exception {
    List<String> args = Listening.arguments(folder, 1);
    args.removeIf(arg -> arg.startsWith(option.substring(0, option.indexOf('='))));
    args.add(option);
    Run.given().variable("HEX_SECRET", Listening.HEX_SECRET).run(args).assertUsageFault();
  }

  @Test
  void help_always_hasAnExampleAndFitsATerminal() {
    Run run = Run.given().run("conform", "sender", "--help");
    assertEquals(Lacre.DONE, run.code());
    assertTrue(run.out().contains("Example:\n  lacre conform sender "), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
  }

  @Test
  void run_portThatIsTaken_isASetUpFault() throws Exception {
    try (Listening listening = Listening.to(folder, 1, "--timeout=20")) {
      List<String> args = Listening.arguments(folder, 1);
      args.set(3, "--port=" + listening.port());
      Run run = Run.given().variable("HEX_SECRET", Listening.HEX_SECRET).run(args);
      run.assertSetUpFault();
      assertTrue(run.err().contains("Cannot listen on 127.0.0.1:"), run.err());
    }
  }
}
