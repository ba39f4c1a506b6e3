package dev.lacre.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A {@link FilterLoadServer} in a process of its own, and the client that loads it. */
final class LoadedServer implements AutoCloseable {

  private final Variant variant;
  private final Process process;
  private final String url;
  private long sent;

  private LoadedServer(Variant variant, Process process, String url) {
    this.variant = variant;
    this.process = process;
    this.url = url;
  }

  /** Starts a server, with more options for its virtual machine from the environment. */
  static LoadedServer start(Variant variant) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xms512m", "-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    String more = System.getenv().getOrDefault("LOAD_JAVA_" + variant.name(), "");
    Stream.of(more.split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FilterLoadServer.class.getName(), variant.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = reader(process);
    String line;
    do {
      line = said.readLine();
      if (line == null) {
        process.destroy();
        throw new IOException("the server of variant " + variant + " did not start");
      }
    } while (!line.startsWith("ready "));
    return new LoadedServer(variant, process, "http://127.0.0.1:" + line.substring(6));
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
  }

  /**
   * Loads the server with one thread of wrk. Each run begins where the one before left off, so that
   * no delivery comes again while a ledger knows it.
   *
   * @param script prints the result as one line that begins with {@code lacre}
   * @param deliveries what the script sends
   */
  LoadRun run(int round, int connections, Duration time, Path script, Path deliveries)
      throws IOException, InterruptedException {
    Stats before = stats();
    Process wrk =
        new ProcessBuilder(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + time.toSeconds() + "s",
                "--latency",
                "--script=" + script,
                url + Variant.ROUTE,
                "--",
                deliveries.toString(),
                Long.toString(sent))
            .redirectErrorStream(true)
            .start();
    List<String> said;
    try (BufferedReader out = reader(wrk)) {
      said = out.lines().toList();
    }
    int exit = wrk.waitFor();
    double[] figures =
        said.stream()
            .filter(line -> line.startsWith("lacre "))
            .map(line -> Arrays.stream(line.substring(6).split(" ")))
            .map(numbers -> numbers.mapToDouble(Double::parseDouble).toArray())
            .findFirst()
            .orElse(null);
    if (exit != 0 || figures == null) {
      throw new IOException("wrk ended with " + exit + ": " + String.join("\n", said));
    }
    Stats after = stats();
    long requests = (long) figures[0];
    sent += requests + 2L * connections; // Some were sent and their answers not awaited.
    long unserved = Math.max(0, requests - (after.calls() - before.calls()));
    return new LoadRun(
        variant,
        round,
        requests,
        requests / (figures[1] / 1e6),
        figures[2],
        figures[3],
        (long) figures[4] + unserved,
        (double) (after.allocated() - before.allocated()) / requests,
        (double) (after.cpuNanos() - before.cpuNanos()) / requests / 1e3);
  }

  /** What the server says of itself: all that it allocated, the calls of its servlet, its work. */
  private record Stats(long allocated, long calls, long cpuNanos) {}

  private Stats stats() throws IOException {
    try (var in = URI.create(url + FilterLoadServer.STATS).toURL().openStream()) {
      String[] numbers = new String(in.readAllBytes(), US_ASCII).split(" ", 3);
      return new Stats(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  /** Ends the server. */
  @Override
  public void close() {
    process.destroy();
  }
}
