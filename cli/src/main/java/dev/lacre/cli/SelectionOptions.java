package dev.lacre.cli;

import dev.lacre.vectors.Selection;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which tests: what every {@code lacre conform} command has in common. */
final class SelectionOptions {

  @Option(
      names = "--run",
      paramLabel = "GLOB",
      split = ",",
      description = "take only tests whose id matches; may be repeated. '*' stands for anything")
  private List<String> run = new ArrayList<>();

  @Option(
      names = "--skip",
      paramLabel = "GLOB",
      split = ",",
      description = "leave out tests whose id matches; may be repeated")
  private List<String> skip = new ArrayList<>();

  Selection selection() {
    return Selection.of(run, skip);
  }

  boolean isGiven() {
    return !run.isEmpty() || !skip.isEmpty();
  }
}
