package dev.lacre.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Loads the filter and what it is compared with, in turns, with {@code wrk}. Arguments: wrk's
 * script, the CSV file to write, the number of rounds, the seconds of each run, and the variants
 * besides {@code bare}. Prints a table; fails if any request was not answered with success.
 */
public final class FilterLoad {

  private static final int CONNECTIONS = 32;

  private FilterLoad() {}

  /** Runs the load. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    Path script = Path.of(arguments[0]);
    Path csv = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Duration time = Duration.ofSeconds(Integer.parseInt(arguments[3]));
    Set<Variant> variants = EnumSet.of(Variant.BARE);
    Arrays.stream(arguments).skip(4).map(Variant::named).forEach(variants::add);
    Path deliveries = Files.createTempFile("deliveries", ".lua");
    List<LoadedServer> servers = new ArrayList<>();
    try {
      LoadDeliveries.write(deliveries);
      for (Variant each : variants) {
        servers.add(LoadedServer.start(each));
      }
      List<LoadRun> runs = new ArrayList<>();
      List<String> lines = new ArrayList<>(List.of(LoadRun.CSV_HEADER));
      for (int round = 0; round <= rounds; round++) {
        for (LoadedServer each : servers) {
          LoadRun run = each.run(round, CONNECTIONS, time, script, deliveries);
          System.err.println((round == 0 ? "warm-up " : "") + run.csv());
          if (round > 0) {
            runs.add(run);
            lines.add(run.csv());
            Files.write(csv, lines);
          }
        }
      }
      System.out.print(new LoadTable(runs).markdown());
      if (runs.stream().anyMatch(run -> run.errors() > 0)) {
        throw new IllegalStateException("Not every request was answered with success.");
      }
    } finally {
      servers.forEach(LoadedServer::close);
      Files.delete(deliveries);
    }
  }
}
