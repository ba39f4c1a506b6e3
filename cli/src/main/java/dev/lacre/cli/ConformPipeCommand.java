package dev.lacre.cli;

import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.PipeSubject;
import dev.lacre.vectors.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lacre conform pipe}: a signer or a verifier in another process, in any language. */
@Command(
    name = "pipe",
    header = "Tests a signer or a verifier that answers lines of JSON.",
    description = {
      "",
      "Starts COMMAND, writes one line of JSON a test to its standard input, and reads one line of"
          + " JSON an answer from its standard output. docs/conformance.md has the protocol, and a"
          + " complete example in Python and in Node.",
      ""
    },
    footer = {"", "Example:", "  lacre conform pipe verifier -- python3 my_verifier.py"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class ConformPipeCommand implements Callable<Integer> {

  private static final int LONGEST_NAME = 200;

  private final Terminal terminal;

  @Mixin private ConformOptions options = new ConformOptions();

  @Parameters(index = "0", paramLabel = "signer|verifier", description = "what the command is")
  private String role = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "the program and its arguments, behind '--'")
  private List<String> command = new ArrayList<>();

  ConformPipeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.check(terminal);
    boolean signs = role.equals("signer");
    if (!signs && !role.equals("verifier")) {
      throw Failure.usage("Say what the command is: signer or verifier.");
    }
    Vectors selected = Vectors.v1().select(options.selection());
    if (signs) {
      selected = selected.filter(test -> test.isCanonical());
    }
    if (selected.tests().isEmpty()) {
      throw Failure.usage(ConformVectorsCommand.NOTHING_SELECTED);
    }
    if (options.dryRun()) {
      ConformOptions.list(
          selected.tests().stream().map(test -> test.id() + "\t" + test.title()).toList(),
          terminal);
      return Lacre.DONE;
    }
    try (PipeSubject subject =
        signs
            ? PipeSubject.signer(command, options.timeout())
            : PipeSubject.verifier(command, options.timeout())) {
      String name = role + " " + shortened(String.join(" ", command));
      ConformanceRunner runner =
          (signs
                  ? ConformanceRunner.signer(name, subject)
                  : ConformanceRunner.verifier(name, subject))
              .with(selected);
      ConformanceReport report = (options.strict() ? runner.strict() : runner).run();
      return options.finish(report, wasJudged(report), terminal);
    } catch (IOException unstarted) {
      throw Failure.setUp(
          "The program '"
              + command.get(0)
              + "' cannot be started; give its path, or put it on the PATH.");
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
  }

  private static boolean wasJudged(ConformanceReport report) {
    return report.count(Outcome.ERROR) + report.count(Outcome.SKIPPED) < report.results().size();
  }
}
