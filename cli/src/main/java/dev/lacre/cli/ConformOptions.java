package dev.lacre.cli;

import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.ReportFormat;
import dev.lacre.vectors.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that run tests have in common: which, how long, what is known, how to tell. */
final class ConformOptions {

  private static final String WHAT = "file of known failures";
  private static final int LONGEST = 1_048_576;
  private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(5);

  @Mixin private final SelectionOptions tests = new SelectionOptions();

  @Option(names = "--strict", description = "what is merely tolerated counts as a failure")
  private boolean strict;

  @Option(names = "--dry-run", description = "list the tests that would run, and run none")
  private boolean dryRun;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "how long to wait for one answer (default: 5), or for the next delivery (default: 60)")
  private @Nullable Double timeout;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description =
          "ids of tests that are known to fail, one a line; one that no longer fails is a"
              + " difference too")
  private @Nullable String expect;

  @Option(
      names = "--write-expect",
      paramLabel = "FILE",
      description = "write the ids of the tests that failed, for --expect")
  private @Nullable String writeExpect;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json or junit (default: ${DEFAULT-VALUE})")
  private String format = "text";

  private Set<String> known = Set.of();

  /** Checks what picocli cannot, and reads what is known; called before anything is done. */
  void check(Terminal terminal) {
    known = knownFailures(terminal);
    format();
    if (timeout != null && !(timeout > 0 && timeout <= 3600)) {
      throw Failure.usage(
          "Invalid value for --timeout: give seconds above 0 and up to 3600, such as 2.5.");
    }
  }

  Selection selection() {
    return tests.selection();
  }

  boolean strict() {
    return strict;
  }

  boolean dryRun() {
    return dryRun;
  }

  Duration timeout() {
    return timeout(FOR_AN_ANSWER);
  }

  /** Returns how long to wait for whatever the command waits for. */
  Duration timeout(Duration unlessGiven) {
    return timeout == null ? unlessGiven : Duration.ofNanos((long) (timeout * 1e9));
  }

  private ReportFormat format() {
    return switch (format) {
      case "text" -> ReportFormat.TEXT;
      case "json" -> ReportFormat.JSON;
      case "junit" -> ReportFormat.JUNIT;
      default ->
          throw Failure.usage(
              "Invalid value for --format: it is text, json or junit, written like that.");
    };
  }

  /** Prints what would be run: a line for each test, its id, a tab and what is tested. */
  static void list(List<String> tests, Terminal terminal) {
    String lines = String.join("\n", tests) + "\n";
    terminal.out().writeBytes(lines.getBytes(StandardCharsets.UTF_8));
    terminal.out().flush();
  }

  /**
   * Prints the report, keeps or compares the failures, and returns the exit code.
   *
   * @param conclusive whether the run could judge; if not, its failures are not worth keeping
   */
  int finish(ConformanceReport report, boolean conclusive, Terminal terminal) {
    ConformanceReport judged = report.expecting(known);
    StringBuilder out = new StringBuilder();
    try {
      judged.write(format(), terminal.colours() && format() == ReportFormat.TEXT, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    terminal.out().writeBytes(out.toString().getBytes(StandardCharsets.UTF_8));
    terminal.out().flush();
    if (!conclusive) {
      return Lacre.SET_UP;
    }
    if (writeExpect != null) {
      write(writeExpect, judged.failures());
    }
    return judged.asExpected() ? Lacre.DONE : Lacre.REFUSED;
  }

  private Set<String> knownFailures(Terminal terminal) {
    if (expect == null) {
      return Set.of();
    }
    String text = new String(Inputs.read(WHAT, expect, LONGEST, terminal), StandardCharsets.UTF_8);
    Set<String> ids = new HashSet<>();
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text; // as some editors write
    for (String line : bare.split("\r?\n", -1)) {
      String id = line.strip();
      if (!id.isEmpty() && !id.startsWith("#")) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static void write(String file, Set<String> ids) {
    Path path = Inputs.path(WHAT, file);
    StringBuilder text = new StringBuilder("# Tests that are known to fail, for --expect.\n");
    ids.forEach(id -> text.append(id).append('\n'));
    try {
      Files.writeString(path, text);
    } catch (IOException unwritable) {
      throw Failure.setUp(
          "The "
              + WHAT
              + " '"
              + file
              + "' cannot be written ("
              + unwritable.getClass().getSimpleName().toLowerCase(Locale.ROOT)
              + "); name one in a folder that may be written to.");
    }
  }
}
