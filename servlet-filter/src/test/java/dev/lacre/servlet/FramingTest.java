package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a body begins and ends, how long it is, and how long it may take. */
@EachContainer
class FramingTest {

  private static final Sender SENDER = Sender.APPLICATION;

  private final ContainerKind kind;
  private final Stage stage;

  FramingTest(ContainerKind kind) {
    this.kind = kind;
    this.stage = Stage.standard(kind);
  }

  /** Returns a stage whose container gives up a peer that is silent. */
  private Stage impatient() {
    return Stage.shared(
        "impatient " + kind,
        () ->
            Stage.on(kind).filter(Stage::standardRoutes).setting(WebApp.Setting.IMPATIENT).start());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }

  /**
   * Sends these octets and what follows, and says what came of it. The application sees nothing.
   */
  private Answer neverEnters(byte[]... pieces) throws Exception {
    int before = stage.handler.calls();
    try (Wire wire = stage.connect()) {
      for (byte[] piece : pieces) {
        wire.send(piece);
      }
      wire.end();
      Answer answer = wire.receive();
      assertFalse(answer.isSuccess(), answer::toString);
      assertFalse(answer.text().contains("Exception"), answer::toString);
      assertEquals(before, stage.handler.calls());
      return answer;
    }
  }

  private static Call signed(String path, String body) {
    return SENDER.post(path, body).unframed();
  }

  @Test
  void emptyBody_isRefusedInEveryForm() throws Exception {
    stage.unauthorized("body-empty", SENDER.post("/hook", ""));
    stage.unauthorized("body-empty", SENDER.post("/hook", "").unframed());
    stage.unauthorized("body-empty", SENDER.post("/hook", "").chunked(1));
    stage.unauthorized("body-empty", SENDER.forge("/hook", ""));
  }

  @Test
  void bodyThatEndsEarly_isRefusedThoughItsBeginningIsSigned() throws Exception {
    neverEnters(signed("/hook", "hello").line("Content-Length: 10").bytes());
    byte[] head =
        signed("/hook", "hello")
            .line("Transfer-Encoding: chunked")
            .body(new byte[0])
            .unframed()
            .head();
    neverEnters(head, "5\r\nhello\r\n".getBytes(UTF_8));
    neverEnters(head, "a\r\nhello".getBytes(UTF_8));
  }

  @Test
  void brokenChunks_areRefused() throws Exception {
    byte[] head = signed("/hook", "hello").line("Transfer-Encoding: chunked").head();
    for (String chunks :
        List.of("5\r\nhel\r\n0\r\n\r\n", "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n")) {
      Answer answer = neverEnters(head, chunks.getBytes(UTF_8));
      assertTrue(List.of(0, 400).contains(answer.status()), chunks + answer);
    }
  }

  @Test
  void octetsBetweenTwoChunks_areNoPartOfTheBody() throws Exception {
    Call call =
        signed("/hook", "hello")
            .line("Transfer-Encoding: chunked")
            .body("5\r\nhelloX\r\n0\r\n\r\n".getBytes(UTF_8))
            .unframed();
    if (kind == ContainerKind.UNDERTOW_2_3) {
      // It skips them: filter and application see the five bytes that are signed.
      assertEquals(Handler.hash("hello".getBytes(UTF_8)), stage.exchange(call).text());
    } else {
      Answer answer = neverEnters(call.bytes());
      assertTrue(List.of(0, 400).contains(answer.status()), answer::toString);
    }
    neverEnters(
        SENDER
            .post("/hook", "helloX")
            .unframed()
            .line("Transfer-Encoding: chunked")
            .body("5\r\nhelloX\r\n0\r\n\r\n".getBytes(UTF_8))
            .unframed()
            .bytes());
  }

  @Test
  void bytesAfterTheDeclaredLength_areNoPartOfTheBody() throws Exception {
    int before = stage.handler.calls();
    try (Wire wire = stage.connect()) {
      wire.send(signed("/hook", "hello").line("Content-Length: 5").bytes());
      wire.send("EXTRA");
      assertEquals(Handler.hash("hello".getBytes(UTF_8)), wire.receive().text());
      wire.end();
      assertFalse(wire.receive().isSuccess());
      assertEquals(before + 1, stage.handler.calls());
    }
    Call longer =
        SENDER.post(
            "/hook", "hello".getBytes(UTF_8), SENDER.signature("helloEXTRA".getBytes(UTF_8)));
    neverEnters(longer.bytes(), "EXTRA".getBytes(UTF_8));
  }

  @Test
  void lengthAndChunksTogether_areAtMostTheChunks() throws Exception {
    byte[] chunks = "5\r\nhello\r\n0\r\n\r\n".getBytes(UTF_8);
    for (int length : new int[] {5, chunks.length, 3}) {
      Call overPayload =
          signed("/hook", "hello")
              .body(chunks)
              .unframed()
              .line("Content-Length: " + length)
              .line("Transfer-Encoding: chunked");
      int before = stage.handler.calls();
      Answer answer = stage.exchange(overPayload);
      if (answer.isSuccess()) {
        assertEquals(Handler.hash("hello".getBytes(UTF_8)), answer.text());
      } else {
        assertEquals(400, answer.status(), answer::toString);
        assertEquals(before, stage.handler.calls());
      }
      stage.neverEnters(
          SENDER
              .post("/hook", chunks)
              .unframed()
              .line("Transfer-Encoding: chunked")
              .line("Content-Length: " + length));
    }
  }

  @Test
  void oddLengths_areRefused() throws Exception {
    for (List<String> lines :
        List.of(
            List.of("Content-Length: 5,6"),
            List.of("Content-Length: +5"),
            List.of("Content-Length: -1"),
            List.of("Content-Length: 0x5"),
            List.of("Content-Length: 5 6"),
            List.of("Content-Length: 99999999999999999999"),
            List.of("Content-Length: 5", "Content-Length: 6"),
            List.of("Content-Length: 6", "Content-Length: 5"))) {
      Call call = signed("/hook", "hello");
      lines.forEach(call::line);
      Answer answer = neverEnters(call.bytes());
      assertTrue(answer.status() == 400 || answer.status() == 0, lines + " " + answer);
    }
    Answer huge =
        neverEnters(signed("/hook", "hello").line("Content-Length: 9223372036854775807").bytes());
    // Undertow takes no length as long as that.
    assertEquals(kind == ContainerKind.UNDERTOW_2_3 ? 400 : 413, huge.status());
  }

  @Test
  void chunkedInOtherCase_isChunked() throws Exception {
    Call call =
        signed("/hook", "hello")
            .line("Transfer-Encoding: CHUNKED")
            .body("5\r\nhello\r\n0\r\n\r\n".getBytes(UTF_8))
            .unframed();
    assertEquals(Handler.hash("hello".getBytes(UTF_8)), stage.exchange(call).text());
  }

  @Test
  void otherTransferCodings_neverEnter() throws Exception {
    for (String coding :
        List.of("gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked, chunked")) {
      neverEnters(
          signed("/hook", "hello")
              .line("Transfer-Encoding: " + coding)
              .body("5\r\nhelloX\r\n0\r\n\r\n".getBytes(UTF_8))
              .unframed()
              .bytes());
    }
  }

  @Test
  void expectContinue_bringsTheBodyOfAGenuineRequest() throws Exception {
    Call call = SENDER.post("/hook", "hello").header("Expect", "100-continue");
    try (Wire wire = stage.connect()) {
      wire.send(call.head());
      assertEquals("byte", wire.next(20_000), "100 Continue");
      wire.send("hello");
      Answer answer = wire.receive();
      assertEquals(List.of(100), answer.interim());
      assertEquals(Handler.hash("hello".getBytes(UTF_8)), answer.text());
    }
  }

  @Test
  void expectContinue_isRefusedWithoutTheBodyIfTheHeadersSuffice() throws Exception {
    int before = stage.handler.calls();
    for (Call call :
        List.of(
            Call.post("/hook", "hello"),
            Call.of("PUT", "/hook").body("hello".getBytes(UTF_8)),
            SENDER.post("/small", bytes(Stage.SMALL + 1)))) {
      try (Wire wire = stage.connect()) {
        wire.send(call.header("Expect", "100-continue").head());
        // Tomcat says 100 before any filter is asked; what counts is that it does not wait.
        Answer answer = wire.receive();
        assertTrue(List.of(401, 405, 413).contains(answer.status()), answer::toString);
      }
    }
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void expectationThatNobodyKnows_isNoWayIn() throws Exception {
    stage.neverEnters(Call.post("/hook", "hello").header("Expect", "bogus"));
    stage.neverEnters(SENDER.forge("/hook", "hello").header("Expect", "bogus"));
  }

  @Test
  void declaredLengthOverTheLimit_isRefusedUnread() throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    try (Wire wire = stage.connect()) {
      wire.send(SENDER.post("/small", bytes(Stage.SMALL + 1)).head());
      Answer answer = wire.receive();
      assertEquals(413, answer.status());
      assertEquals(
          "{\"error\":\"Content Too Large\",\"message\":\"The request is too large\"}",
          answer.text());
    }
    stage.await("body-too-large");
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void limit_isExact() throws Exception {
    byte[] most = bytes(Stage.SMALL);
    assertEquals(200, stage.exchange(SENDER.post("/small", most)).status());
    assertEquals(200, stage.exchange(SENDER.post("/small", most).chunked(999, 1)).status());
    byte[] more = bytes(Stage.SMALL + 1);
    assertEquals(413, stage.refuses("body-too-large", SENDER.post("/small", more)).status());
    Call chunked = SENDER.post("/small", more).chunked(Stage.SMALL, 1);
    assertEquals(413, stage.refuses("body-too-large", chunked).status());
  }

  @Test
  void endlessChunks_areCutOffAtTheLimit() throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    byte[] head =
        signed("/small", "x")
            .line("Transfer-Encoding: chunked")
            .body(new byte[0])
            .unframed()
            .head();
    byte[] chunk = new byte[65_536 + 9];
    System.arraycopy("10000\r\n".getBytes(UTF_8), 0, chunk, 0, 7);
    System.arraycopy("\r\n".getBytes(UTF_8), 0, chunk, 65_536 + 7, 2);
    try (Wire wire = stage.connect()) {
      wire.send(head);
      int sent = 0;
      while (sent < 1600 && wire.send(chunk)) {
        sent++;
      }
      assertTrue(sent < 1600, "100 MB were taken in");
      Answer answer = wire.receive();
      assertTrue(answer.status() == 413 || answer.status() == 0, answer::toString);
    }
    stage.await("body-too-large");
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void bodyThatDrips_isRefusedWhenItsTimeIsUp() throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    for (boolean chunked : new boolean[] {false, true}) {
      Call call = SENDER.post("/quick", bytes(1000));
      try (Wire wire = stage.connect()) {
        long start = System.nanoTime();
        wire.send(chunked ? call.chunked(1).head() : call.head());
        while (wire.send(chunked ? "1\r\nx\r\n" : "x") && wire.next(50).equals("silence")) {
          assertTrue(System.nanoTime() - start < 20_000_000_000L, "still taken in after 20 s");
        }
        assertTrue(
            System.nanoTime() - start >= Stage.QUICK_MILLIS * 1_000_000L, "refused too early");
        Answer answer = wire.receive();
        assertTrue(answer.status() == 408 || answer.status() == 0, answer::toString);
      }
      stage.await("body-timeout");
    }
    assertEquals(before, stage.handler.calls());
    Call whole = SENDER.post("/quick", "in time");
    int status = stage.exchange(whole).status();
    // A machine that is busy may take as long for a body that does not drip.
    for (int i = 0; i < 20 && status == 408; i++) {
      status = stage.exchange(whole).status();
    }
    assertEquals(200, status);
  }

  @Test
  void slowSenders_doNotHoldUpTheOthers() throws Exception {
    stage.outcomes.clear();
    List<Wire> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Wire wire = stage.connect();
        slow.add(wire);
        wire.send(SENDER.post("/hook", bytes(1000)).head());
        wire.send("x");
      }
      for (int i = 0; i < 10; i++) {
        stage.accepts(SENDER.post("/hook", "in between"));
      }
    } finally {
      for (Wire wire : slow) {
        wire.close();
      }
    }
    int told = 0;
    while (told < slow.size()) { // beside what may still be told of earlier tests
      told += Outcomes.word(stage.outcomes.next()).equals("body-incomplete") ? 1 : 0;
    }
  }

  @Test
  void bodyThatStalls_isRefusedByTheIdleTimeoutOfTheContainer() throws Exception {
    Stage impatient = impatient();
    int before = impatient.handler.calls();
    impatient.outcomes.clear();
    try (Wire wire = impatient.connect()) {
      wire.send(SENDER.post("/hook", "hello").head());
      wire.send("hel");
      Answer answer = wire.receive();
      assertTrue(answer.status() == 408 || answer.status() == 0, answer::toString);
    }
    if (kind == ContainerKind.UNDERTOW_2_3) {
      // It closes the connection, and the reader may see that before it is told why.
      String reason = Outcomes.word(impatient.outcomes.next());
      assertTrue(List.of("body-timeout", "body-incomplete").contains(reason), reason);
    } else {
      impatient.await("body-timeout");
    }
    assertEquals(before, impatient.handler.calls());
  }

  @Test
  void signatureInATrailer_isIgnored() throws Exception {
    Call call =
        SENDER
            .post("/hook", "hello")
            .without("X-App-Signature")
            .header("Trailer", "X-App-Signature")
            .chunked(5)
            .trailer("X-App-Signature", SENDER.signature("hello".getBytes(UTF_8)));
    stage.unauthorized("header-missing", call);
    Call over =
        SENDER
            .forge("/hook", "hello")
            .chunked(5)
            .trailer("X-App-Signature", SENDER.signature("hello".getBytes(UTF_8)));
    stage.unauthorized("signature-mismatch", over);
  }

  @Test
  void refusedBody_isNotTakenForTheNextRequest() throws Exception {
    String smuggled = "GET /open HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (Call refused :
        List.of(
            SENDER.forge("/hook", smuggled),
            Call.post("/hook", smuggled),
            Call.of("PUT", "/hook").body(smuggled.getBytes(UTF_8)),
            Call.post("/hook", smuggled).chunked(7),
            Call.post("//hook", smuggled))) {
      int before = stage.handler.calls();
      try (Wire wire = stage.connect()) {
        wire.send(refused.bytes());
        assertNotEquals(0, wire.receive().status());
        wire.send(SENDER.post("/hook", "next").bytes());
        Answer next = wire.receive();
        if (next.status() != 0) {
          assertEquals(Handler.hash("next".getBytes(UTF_8)), next.text(), refused::toString);
          assertEquals("silence", wire.next(50));
        }
        assertTrue(stage.handler.calls() <= before + 1, refused::toString);
      }
    }
  }

  @Test
  void refusedUpload_isAnsweredOrResetAndNeverEnters() throws Exception {
    byte[] large = bytes(5 * 1024 * 1024);
    for (Call call :
        List.of(
            SENDER.post("/hook", large),
            SENDER.post("/hook", large).chunked(65_536),
            Call.post("/hook", large),
            SENDER.post("/hook", bytes(1_000_000), SENDER.signature(bytes(1))))) {
      Answer answer = stage.neverEnters(call);
      assertTrue(List.of(0, 401, 413).contains(answer.status()), answer::toString);
    }
  }
}
