package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@code lacre conform sender} that runs in a thread of the test. */
final class Listening implements AutoCloseable {

  static final String OTHER_SECRET = "another-" + Run.SECRET;
  static final String HEX_SECRET = "00112233445566778899aabbccddeeff";
  static final String PIZZA_PLAZA = DemoSetup.PIZZA_PLAZA;

  private static final int TIMEOUT_SECONDS = 60;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LACRE_SECRET", Run.SECRET, "OTHER_SECRET", OTHER_SECRET, "HEX_SECRET", HEX_SECRET);
  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "my-app", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1", "store-2", "%s"] },
          { "appId": "hex-app", "model": "client_credentials_application",
            "secrets": [ {"env": "HEX_SECRET"} ], "merchants": ["store-1"] },
          { "appId": "channel", "model": "client_credentials_merchant",
            "merchants": { "store-9": { "secrets": [ {"env": "OTHER_SECRET"} ] } } }
        ],
        "addresses": { "allow": ["203.0.113.0/24"] },
        "routes": {
          "/v1/newEvent":         { "operation": "v1/newEvent", "maxBodyBytes": 100000 },
          "/v1/newLogisticEvent": { "operation": "v1/newLogisticEvent" },
          "/v1/confirmationCode": { "operation": "v1/confirmationCode" },
          "/v2/orderEvent":       { "operation": "v2/orderEvent", "success": 202 },
          "/v2/accountEvent":     { "operation": "v2/accountEvent" },
          "/v2/customerEvent":    { "operation": "v2/customerEvent" },
          "/v2/loyaltyEvent":     { "operation": "v2/loyaltyEvent" },
          "/stores/*":            { "operation": "ordering-channel",
                                    "store": {"pathSegment": 1, "header": "X-Store",
                                              "aliases": {"nine": "store-9"}} },
          "/fields":              { "operation": "ordering-channel",
                                    "store": {"pointer": "/store/id"} }
        }
      }
      """
          .formatted(PIZZA_PLAZA);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BlockingQueue<String> err = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final Thread thread;
  private final URI address;

  private Listening(List<String> args) throws InterruptedException {
    thread =
        new Thread(
            () -> {
              try {
                code.complete(
                    Lacre.run(
                        args.toArray(String[]::new),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(lines(), true, StandardCharsets.UTF_8),
                        ENVIRONMENT::get));
              } catch (RuntimeException | Error failure) {
                code.completeExceptionally(failure);
              }
            });
    thread.setDaemon(true);
    thread.start();
    String ready = err.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(ready, "it did not begin");
    assertTrue(ready.startsWith("lacre: ready http://"), ready);
    address = URI.create(ready.substring("lacre: ready ".length()));
    if (args.stream().noneMatch(arg -> arg.startsWith("--host="))) {
      assertEquals("127.0.0.1", address.getHost());
    }
  }

  static Path config(Path folder) throws IOException {
    return Files.writeString(folder.resolve("conform.json"), CONFIG);
  }

  static Listening to(Path folder, int deliveries, String... more)
      throws IOException, InterruptedException {
    List<String> args = arguments(folder, deliveries);
    args.addAll(List.of(more));
    return new Listening(args);
  }

  /**
   * Listens to senders that have half a second for a request, however long they need to begin it.
   */
  static Listening toSlow(Path folder, int deliveries, String... more)
      throws IOException, InterruptedException {
    List<String> args = arguments(folder, deliveries);
    args.addAll(List.of(more));
    args.add("--timeout=30");
    Files.writeString(
        config(folder),
        CONFIG.replace("\"operation\"", "\"bodyTimeout\": \"PT0.5S\", \"operation\""));
    return new Listening(args);
  }

  static List<String> arguments(Path folder, int deliveries) throws IOException {
    return new ArrayList<>(
        List.of(
            "conform",
            "sender",
            "--config=" + config(folder),
            "--port=0",
            "--expect-deliveries=" + deliveries));
  }

  int port() {
    return address.getPort();
  }

  /** Returns the address as it was told. */
  URI address() {
    return address;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getByName(address.getHost()), port());
    socket.setSoTimeout(TIMEOUT_SECONDS * 1000);
    return socket;
  }

  /** Sends these bytes on a connection of their own, and returns all that comes back. */
  String send(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Waits for the report; whatever was sent, no secret is in it. */
  Run report() throws Exception {
    int exit = code.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    Run run = new Run(exit, out.toString(StandardCharsets.UTF_8), String.join("\n", err));
    assertEquals(-1, (run.out() + run.err()).indexOf(Run.MARKER), run.out() + run.err());
    assertEquals(-1, (run.out() + run.err()).indexOf(HEX_SECRET), run.out() + run.err());
    assertEquals(-1, run.err().indexOf("\tat "), run.err());
    return run;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private OutputStream lines() {
    return new OutputStream() {
      private final ByteArrayOutputStream current = new ByteArrayOutputStream();

      @Override
      public synchronized void write(int b) {
        if (b == '\n') {
          err.add(current.toString(StandardCharsets.UTF_8));
          current.reset();
        } else {
          current.write(b);
        }
      }
    };
  }
}
