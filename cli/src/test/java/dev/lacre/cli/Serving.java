package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@code lacre serve} that runs in a thread of the test. */
final class Serving implements AutoCloseable {

  private static final int TIMEOUT_SECONDS = 60;
  private static final String ENDED = "it ended ";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LACRE_SECRET", Run.SECRET, "OTHER_SECRET", "another-" + Run.SECRET);

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Thread thread;
  private final URI address;
  private boolean asked;

  private Serving(List<String> args, Map<String, String> environment) throws InterruptedException {
    PrintStream out = new PrintStream(new Lines(lines), false, StandardCharsets.UTF_8);
    thread =
        new Thread(
            () -> {
              String end;
              try {
                int exit =
                    Lacre.run(
                        args.toArray(String[]::new),
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment::get);
                end = "with " + exit;
                code.complete(exit);
              } catch (RuntimeException | Error failure) {
                end = "by " + failure;
                code.completeExceptionally(failure);
              }
              // Nobody has to wait for a line that cannot come.
              lines.add(ENDED + end);
            });
    thread.setDaemon(true);
    thread.start();
    String first = nextLine();
    assertTrue(first.startsWith("ready http://"), first);
    address = URI.create(first.substring("ready ".length()));
  }

  static Serving start(Path config, String... more) throws InterruptedException {
    return start(config, ENVIRONMENT, more);
  }

  /** Starts one that finds other variables around it. */
  static Serving start(Path config, Map<String, String> environment, String... more)
      throws InterruptedException {
    List<String> args =
        new ArrayList<>(List.of("serve", "--config", config.toString(), "--port", "0"));
    args.addAll(List.of(more));
    return new Serving(args, environment);
  }

  URI address() {
    return address;
  }

  /** Returns the next line of standard output, and waits for it. */
  String nextLine() throws InterruptedException {
    String line = lines.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(line, "no line came; standard error says: " + err());
    assertFalse(line.startsWith(ENDED), () -> line + "; standard error says: " + err());
    return line;
  }

  /** Returns the next line as JSON. */
  JsonNode nextVerdict() throws InterruptedException, IOException {
    return new JsonMapper().readTree(nextLine());
  }

  boolean hasLine() {
    return !lines.isEmpty();
  }

  /** Takes the lines that came and were not asked for, so that a test that fails leaves none. */
  List<String> linesLeft() {
    List<String> left = new ArrayList<>();
    lines.drainTo(left);
    return left;
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port());
    socket.setSoTimeout(TIMEOUT_SECONDS * 1000);
    return socket;
  }

  int port() {
    return address.getPort();
  }

  /** Sends a POST and returns the whole answer, one character a byte. */
  String post(String target, String headerLines, byte[] body) throws IOException {
    return send(
        "POST " + target + " HTTP/1.1\nContent-Length: " + body.length + "\n" + headerLines, body);
  }

  /** Sends a head, with Host and Connection added, and a body; returns the whole answer. */
  String send(String head, byte[] body) throws IOException {
    return exchange((head.stripTrailing() + "\nHost: h\nConnection: close\n\n"), body);
  }

  /** Sends exactly this head, its newlines as CRLF, and body; returns the whole answer. */
  String exchange(String head, byte[] body) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** As {@link #exchange}, and ends the connection: after CONNECT it would stay open for long. */
  String lastExchange(String head) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Asks the command to end, and returns its exit code. */
  int stop() throws InterruptedException, ExecutionException, TimeoutException {
    interrupt();
    return code.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  void interrupt() {
    if (!asked) {
      asked = true;
      thread.interrupt();
    }
  }

  @Override
  public void close() throws ExecutionException, TimeoutException {
    try {
      stop();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts what is written into lines. */
  private static final class Lines extends OutputStream {

    private final BlockingQueue<String> lines;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();

    Lines(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        lines.add(current.toString(StandardCharsets.UTF_8));
        current.reset();
      } else {
        current.write(b);
      }
    }
  }

  /** Returns the part of an answer behind its header lines. */
  static @Nullable String body(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    return end < 0 ? null : answer.substring(end + 4);
  }
}
