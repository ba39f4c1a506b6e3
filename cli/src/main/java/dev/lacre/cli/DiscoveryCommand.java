package dev.lacre.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lacre discovery}: what the two sides declare of their authentication. */
@Command(
    name = "discovery",
    header = "Checks a discovery document, or prints one's own.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Lacre.Version.class)
final class DiscoveryCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw Failure.usage("Name what to do: validate or print.");
  }
}
