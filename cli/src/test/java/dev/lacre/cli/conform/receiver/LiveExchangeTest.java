package dev.lacre.cli.conform.receiver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subject answers is not trusted. */
final class LiveExchangeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Answers one request with these bytes, whatever it is, and closes. */
  private static LiveAnswer answeredWith(String answer, int times, byte[] request)
      throws IOException, InterruptedException {
    try (ServerSocket server =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      server.setSoTimeout((int) TIMEOUT.toMillis());
      Thread subject = new Thread(() -> serve(server, answer, times));
      subject.start();
      LiveTarget target = LiveTarget.of("http://127.0.0.1:" + server.getLocalPort(), false);
      try (LiveExchange exchange = new LiveExchange(target, TIMEOUT)) {
        return exchange.send(
            new LiveRequest(List.of(request), false, true, new byte[0], Set.of(), Set.of()));
      } finally {
        subject.join();
      }
    }
  }

  private static void serve(ServerSocket server, String answer, int times) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < times; i++) {
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException closed) {
      // The exchange has seen enough.
    }
  }

  private static LiveAnswer answeredWith(String answer) throws IOException, InterruptedException {
    return answeredWith(answer, 1, new byte[] {'G'});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\1\2\n",
        "SSH-2.0-x\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 099 Odd\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200",
      })
  void answerThatIsNone_isGarbage(String answer) throws Exception {
    assertEquals(LiveAnswer.Kind.GARBAGE, answeredWith(answer).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4194305\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400001\r\n",
      })
  void bodyBeyondTheBound_isTooLong(String answer) throws Exception {
    assertEquals(LiveAnswer.Kind.TOO_LONG, answeredWith(answer).kind());
  }

  @Test
  void endlessChunkLineAndTrailers_areTooLong() throws Exception {
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertEquals(LiveAnswer.Kind.TOO_LONG, answeredWith(chunked + "1;" + "x".repeat(2_000)).kind());
    assertEquals(
        LiveAnswer.Kind.TOO_LONG,
        answeredWith(chunked + "0\r\n" + "X: y\r\n".repeat(20_000)).kind());
  }

  @Test
  void mebibyteInSmallChunks_isRead() throws Exception {
    LiveAnswer answer =
        answeredWith(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "7\r\nabcdefg\r\n".repeat(150_000)
                + "0\r\n\r\n");

    assertEquals(200, answer.status(), answer.describe());
    assertEquals(1_050_000, answer.body().length);
  }

  @Test
  void endlessHead_isTooLong() throws Exception {
    LiveAnswer answer = answeredWith("HTTP/1.1 200 OK\r\nX: ".repeat(2), 20_000, new byte[1]);

    assertEquals(LiveAnswer.Kind.TOO_LONG, answer.kind());
  }

  @Test
  void endlessInterimAnswers_areTooLong() throws Exception {
    LiveAnswer answer = answeredWith("HTTP/1.1 100 Continue\r\n\r\n", 1_000, new byte[1]);

    assertEquals(LiveAnswer.Kind.TOO_LONG, answer.kind());
  }

  @Test
  void nothing_isDropped() throws Exception {
    assertEquals(LiveAnswer.Kind.DROPPED, answeredWith("").kind());
  }

  @Test
  void interimAndChunkedAnswer_isRead() throws Exception {
    LiveAnswer answer =
        answeredWith(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 No\r\nX-A: 1\r\nx-a: 2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nT: x\r\n\r\n");

    assertEquals(403, answer.status());
    assertEquals("1, 2", answer.header("x-a"));
    assertArrayEquals("abcd".getBytes(StandardCharsets.US_ASCII), answer.body());
  }

  @Test
  void earlyAnswerToLongRequest_isRead() throws Exception {
    LiveAnswer answer =
        answeredWith("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n", 1, new byte[3 << 20]);

    assertEquals(413, answer.status());
  }

  @Test
  void silence_endsAtTheDeadline() throws Exception {
    try (ServerSocket silent =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      LiveTarget target = LiveTarget.of("http://127.0.0.1:" + silent.getLocalPort(), false);
      try (LiveExchange exchange = new LiveExchange(target, Duration.ofMillis(100))) {
        LiveAnswer answer =
            exchange.send(
                new LiveRequest(
                    List.of(new byte[8 << 20]), false, true, new byte[0], Set.of(), Set.of()));

        assertEquals(LiveAnswer.Kind.TIMED_OUT, answer.kind());
        assertTrue(answer.took().compareTo(TIMEOUT) < 0, answer.took().toString());
      }
    }
  }
}
