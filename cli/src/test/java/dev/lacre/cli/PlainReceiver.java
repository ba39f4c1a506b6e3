package dev.lacre.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A webhook receiver over a plain socket that shares no code with Lacre: HTTP by hand, and {@link
 * PlainChecks} for the decision. With faults it is a wrong one.
 */
final class PlainReceiver implements AutoCloseable {

  /** A request as it came. */
  @SuppressWarnings("ArrayRecordComponent")
  record Request(
      String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {

    /** Returns the target without its query. */
    String path() {
      return target.replaceFirst("[?].*", "");
    }

    /** Returns the values of a header, one a line. */
    List<String> all(String name) {
      return headers.stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  /** What is answered; status 0 drops the connection. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, List<String> headers, byte[] body) {

    static Answer of(int status, String text, String... headers) {
      return new Answer(status, List.of(headers), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Fault> faults;
  private final PlainChecks checks;
  private final AtomicInteger requests = new AtomicInteger();

  PlainReceiver(Fault... faults) throws IOException {
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(List.of(faults));
    this.checks = new PlainChecks(this.faults);
    this.listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    threads.execute(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(10_000);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Answer answer = answer(in);
      if (answer.status() != 0) {
        write(answer, socket.getOutputStream());
        // What is still to come is read, or closing would reset the connection.
        socket.shutdownOutput();
        in.skip(1 << 21);
      }
    } catch (IOException | RuntimeException gone) {
      // The connection is dropped: the runner must notice.
    }
  }

  private Answer answer(InputStream in) throws IOException {
    try {
      return answer(read(in));
    } catch (EOFException incomplete) {
      return Answer.of(400, "", "Cache-Control: no-store");
    }
  }

  private Answer answer(Request request) throws IOException {
    if (faults.contains(Fault.REFUSES_ALL)) {
      return checks.refusal(request, 401);
    }
    if (faults.contains(Fault.ACCEPTS_ALL)) {
      return checks.success(request);
    }
    if (faults.contains(Fault.CRASHES)) {
      return Answer.of(500, "oops");
    }
    if (faults.contains(Fault.REDIRECTS)) {
      return Answer.of(302, "", "Location: https://127.0.0.1:1/elsewhere");
    }
    int before = requests.getAndIncrement();
    if (faults.contains(Fault.HANGS) || faults.contains(Fault.HANGS_LATER) && before > 30) {
      return hang();
    }
    if (faults.contains(Fault.LOCKS_OUT) && before > 30) {
      return checks.refusal(request, 401);
    }
    Answer answer = checks.decide(request);
    return faults.contains(Fault.HANGS_ON_REFUSAL) && answer.status() >= 400 ? hang() : answer;
  }

  /** Until the runner gives up and the socket is closed with the test. */
  private static Answer hang() throws IOException {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("hung");
  }

  private Request read(InputStream in) throws IOException {
    String[] start = line(in).split(" ", 3);
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1);
      headers.add(
          Map.entry(
              line.substring(0, colon),
              faults.contains(Fault.HEADER_SPACE)
                  ? value.replaceFirst("\\A ", "")
                  : value.replaceAll("\\A[ \t]+|[ \t]+\\z", "")));
    }
    Request head = new Request(start[0], start[1], headers, new byte[0]);
    byte[] body = new byte[0];
    if (!head.all("Transfer-Encoding").isEmpty()) {
      body = chunks(in);
    } else if (!head.all("Content-Length").isEmpty()) {
      int length = Integer.parseInt(head.all("Content-Length").get(0));
      body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException();
      }
    }
    return new Request(start[0], start[1], headers, body);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).replaceAll("\r\\z", "");
  }

  private static void write(Answer answer, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Whatever\r\n");
    answer.headers().forEach(header -> head.append(header).append("\r\n"));
    if (answer.status() != 204) {
      head.append(String.format(Locale.ROOT, "Content-Length: %d%n", answer.body().length));
    }
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.write(answer.status() == 204 ? new byte[0] : answer.body());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
