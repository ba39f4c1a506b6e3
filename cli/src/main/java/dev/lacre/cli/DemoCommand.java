package dev.lacre.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lacre demo}: genuine and forged deliveries, and what comes of them. */
@Command(
    name = "demo",
    header = "Sends itself genuine and forged deliveries, and shows the verdicts.",
    description = {
      "",
      "Serves the real filter on a free port of this machine, with random secrets, and sends it"
          + " deliveries of every kind. Exit code 0 means that each came out as it must, 1 that one"
          + " did not.",
      ""
    },
    footer = {"", "Example:", "  lacre demo"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class DemoCommand implements Callable<Integer> {

  /** Read when the filter's class is loaded. */
  private static final String FILTER_LOG = "org.slf4j.simpleLogger.log.dev.lacre.servlet";

  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    silenceFilter();
    DemoSetup setup = new DemoSetup();
    return play(setup, Demo.deliveries(setup), terminal);
  }

  /** The alarm for a swapped merchant would stand amid the table, which tells of it already. */
  private static void silenceFilter() {
    System.setProperty(FILTER_LOG, "off");
  }

  /** Sends these deliveries, and returns the exit code. */
  static int play(DemoSetup setup, Map<String, List<DemoDelivery>> deliveries, Terminal terminal) {
    DemoTable table = new DemoTable(terminal);
    try (Demo demo = new Demo(setup)) {
      table.begin(demo.url(), demo.ledgerUrl());
      deliveries.forEach(
          (heading, group) -> {
            table.heading(heading);
            group.forEach(delivery -> table.row(delivery, demo.send(delivery)));
          });
    }
    return table.end() ? Lacre.DONE : Lacre.REFUSED;
  }
}
