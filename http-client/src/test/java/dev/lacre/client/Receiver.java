package dev.lacre.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver over a plain socket: takes requests, and answers each with the next of its script. */
final class Receiver implements AutoCloseable {

  /** What the receiver does with one request that it has read. */
  interface Step {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** A request as it came; header names in any case. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(String start, Map<String, String> headers, byte[] body) {

    String header(String name) {
      return headers.getOrDefault(name, "(none)");
    }
  }

  /** Ends what hangs. */
  private final CountDownLatch closed = new CountDownLatch(1);

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Step> script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();

  Receiver(Step... script) throws IOException {
    this.script = new LinkedBlockingQueue<>(List.of(script));
    this.listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    threads.execute(this::accept);
  }

  /** Answers with a status and header lines, and no body. */
  static Step status(int status, String... headers) {
    return text(status, "", headers);
  }

  static Step text(int status, String body, String... headers) {
    StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      answer.append(header).append("\r\n");
    }
    if (status != 204) {
      answer.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return raw(answer + "Connection: close\r\n\r\n" + body);
  }

  static Step raw(String answer) {
    return out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Closes the connection without an answer. */
  static Step drop() {
    return out -> {};
  }

  /** Writes this, if anything, and then says no more until the receiver is closed. */
  Step hang(String first) {
    return out -> {
      out.write(first.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      closed.await();
    };
  }

  void next(Step step) {
    script.add(step);
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  List<Request> requests() {
    return requests;
  }

  /** Waits for the next request. */
  Request arrival() throws InterruptedException {
    Request request = arrivals.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Request request = read(in);
      requests.add(request);
      arrivals.add(request);
      Step step = script.poll();
      if (step != null) {
        step.answer(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // The sender left; tests look at what it got.
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String start = line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Request(start, headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    threads.shutdownNow();
  }
}
