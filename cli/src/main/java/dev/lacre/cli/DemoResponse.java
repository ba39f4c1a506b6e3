package dev.lacre.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answer to a {@link DemoRequest}. */
final class DemoResponse {

  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final int status;
  private final byte[] body;

  private DemoResponse(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  /**
   * Sends a request to a port of this machine, says no more, and reads to the end of the answer.
   *
   * @throws IOException if there is no answer in good time, or none that is HTTP
   */
  static DemoResponse to(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.connect(new InetSocketAddress(loopback, port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return parse(socket.getInputStream().readAllBytes());
    }
  }

  private static DemoResponse parse(byte[] answer) throws IOException {
    // One character a byte, so that an index into the text is one into the bytes.
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.1 ") || end < 0) {
      throw new IOException("no HTTP answer");
    }
    int status = Integer.parseInt(text.substring(STATUS_AT, STATUS_AT + 3));
    return new DemoResponse(status, Arrays.copyOfRange(answer, end + 4, answer.length));
  }

  int status() {
    return status;
  }

  /** Returns what came behind the header lines. */
  byte[] body() {
    return body;
  }
}
