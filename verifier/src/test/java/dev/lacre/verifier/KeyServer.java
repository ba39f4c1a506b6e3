package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer's server of keys, which can be told what to answer, and be gone. */
final class KeyServer implements AutoCloseable {

  private final AtomicInteger calls = new AtomicInteger();
  private final int port;
  private volatile ServerSocket socket;
  private volatile String head = "HTTP/1.1 200 OK";
  private volatile String body;
  private volatile boolean dripping;

  KeyServer(String body) throws IOException {
    this.body = body;
    this.socket = open(0);
    this.port = socket.getLocalPort();
  }

  private ServerSocket open(int at) throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
    Thread thread = new Thread(() -> serve(opened), "key-server");
    thread.setDaemon(true);
    thread.start();
    return opened;
  }

  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        calls.incrementAndGet();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
          line = in.readLine();
        }
        byte[] bytes = body.getBytes(UTF_8);
        String answer =
            head + "\r\nConnection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        for (int i = 0; dripping && i < bytes.length; i++) {
          client.getOutputStream().write(bytes[i]);
          Thread.sleep(5);
        }
        client.getOutputStream().write(dripping ? new byte[0] : bytes);
        client.getOutputStream().flush();
      } catch (IOException | InterruptedException gone) {
        // The next call, if there is one.
      }
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/keys.json");
  }

  int calls() {
    return calls.get();
  }

  /** Answers with this from now on. */
  void answer(String newBody) {
    this.body = newBody;
  }

  /** Answers with this status line, and headers if it has some, from now on. */
  void status(String newHead) {
    this.head = newHead;
  }

  /** Answers byte by byte from now on. */
  void drip() {
    this.dripping = true;
  }

  void goDown() throws IOException {
    socket.close();
  }

  void comeBack() throws IOException {
    socket = open(port);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
