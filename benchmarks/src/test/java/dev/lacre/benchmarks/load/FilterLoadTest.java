package dev.lacre.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the load is made of is right: a server that refused all of it would look fast. */
class FilterLoadTest {

  @ParameterizedTest
  @EnumSource(Variant.class)
  void eachVariant_givesGenuineDeliveriesToTheApplication_andForgedOnesToWhomItShould(
      Variant variant) throws Exception {
    Server server = FilterLoadServer.start(variant);
    try {
      int port = server.getURI().getPort();
      for (int i : List.of(0, 1, LoadDeliveries.COUNT - 1)) {
        assertEquals(204, status(port, LoadDeliveries.request(i)));
      }
      String forged = LoadDeliveries.request(2).replace("CREATED", "CHANGED");
      boolean checks = variant == Variant.FILTER || variant == Variant.LEDGER;
      assertEquals(checks ? 403 : 204, status(port, forged));
      String stats = body(port, "GET " + FilterLoadServer.STATS + " HTTP/1.0\n\n");
      assertTrue(stats.matches("[0-9]+ " + (checks ? 3 : 4) + " [0-9]+"), stats);
    } finally {
      server.stop();
    }
  }

  private static int status(int port, String request) throws Exception {
    return Integer.parseInt(exchange(port, request).split(" ", 3)[1]);
  }

  private static String body(int port, String request) throws Exception {
    return exchange(port, request).split("\n\n", 2)[1];
  }

  private static String exchange(int port, String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String http =
          request.replace("\n", "\r\n").replace("\r\nHost:", "\r\nConnection: close\r\nHost:");
      socket.getOutputStream().write(http.getBytes(US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
          .lines()
          .collect(Collectors.joining("\n"));
    }
  }

  @Test
  void write_givesAScriptThatReturnsEveryDelivery(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("deliveries.lua");
    LoadDeliveries.write(file);
    String script = Files.readString(file);
    assertTrue(script.startsWith("return {\n[=[\nPOST /v1/newEvent HTTP/1.1\n"));
    assertTrue(script.endsWith("\"}]=],\n}\n"));
    assertEquals(LoadDeliveries.COUNT, script.split("\\[=\\[", -1).length - 1);
  }

  @Test
  void markdown_comparesEachRoundWithItsOwnBareRun() {
    List<LoadRun> runs =
        List.of(
            new LoadRun(Variant.BARE, 1, 10, 1000, 10, 100, 0, 5000, 50),
            new LoadRun(Variant.FILTER, 1, 10, 900, 11, 120, 0, 6000, 55),
            new LoadRun(Variant.BARE, 2, 10, 100, 20, 200, 0, 5002, 40),
            new LoadRun(Variant.FILTER, 2, 10, 96, 21, 210, 3, 6002, 44));
    assertEquals(
        List.of(
            "| bare | 550 | 1.000 | 15 | 1.00 | 150 | 1.00 | 45.0 | 1.00 | 5001 | 0 |",
            "| filter | 498 | 0.930 | 16 | 1.08 | 165 | 1.13 | 49.5 | 1.10 | 6001 | 3 |"),
        new LoadTable(runs).markdown().lines().skip(2).toList());
  }
}
