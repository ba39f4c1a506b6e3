package dev.lacre.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lacre conform}: holds an implementation against the test vectors. */
@Command(
    name = "conform",
    header = "Tests a receiver, a sender, a signer or a verifier, in any language.",
    description = {
      "",
      "Exit codes: 0 all as expected, 1 a difference, 2 usage, 3 set-up or control failed.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Lacre.Version.class)
final class ConformCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw Failure.usage("Name what to test: vectors, receiver, sender or pipe.");
  }
}
