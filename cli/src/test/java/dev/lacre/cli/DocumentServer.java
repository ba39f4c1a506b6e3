package dev.lacre.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server on this machine that answers each path with the octets it was told, over plain HTTP. */
final class DocumentServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  DocumentServer() throws IOException {
    socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "document-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  DocumentServer document(String path, String body) {
    return answer(path, "200 OK", "Content-Length: " + body.length(), body);
  }

  DocumentServer redirect(String path, String location) {
    return answer(path, "302 Found", "Content-Length: 0\r\nLocation: " + location, "");
  }

  DocumentServer answer(String path, String status, String headers, String body) {
    answers.put(
        path, "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n\r\n" + body);
    return this;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread thread = new Thread(() -> answer(client), "document-server-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      String path = in.readLine().split(" ", -1)[1];
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        // the head
      }
      String answer = answers.getOrDefault(path, "HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n");
      client.getOutputStream().write(answer.getBytes(ISO_8859_1));
      client.getOutputStream().flush();
      if (answer.contains("X-Hold")) {
        in.readLine(); // until the other side gives up
      }
    } catch (IOException gone) {
      // It has what it wanted.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
