package dev.lacre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code lacre}: signs webhooks, verifies and receives them, and shows what that is worth. */
@Command(
    name = "lacre",
    header = "Signs outbound webhooks and proves inbound ones genuine.",
    description = "",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 set-up. Results go to standard output,"
          + " talk to standard error. A secret is never a flag's value.",
      "",
      "'lacre COMMAND --help' explains a command. Begin with: lacre demo"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lacre.Version.class)
public final class Lacre {

  /** Exit codes. */
  static final int DONE = 0;

  static final int REFUSED = 1;
  static final int USAGE = 2;
  static final int SET_UP = 3;

  private Lacre() {}

  /**
   * Runs a command and ends the process.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    Terminal terminal =
        new Terminal(
            System.in, System.out, System.err, Environment::variable, Environment.hasColours());
    System.exit(run(args, terminal));
  }

  /** Runs a command without a terminal's colours, and returns its exit code. */
  static int run(
      String[] args,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Function<String, @Nullable String> environment) {
    return run(args, new Terminal(in, out, err, environment, false));
  }

  private static int run(String[] args, Terminal terminal) {
    CommandLine lacre =
        new CommandLine(new Lacre())
            .addSubcommand(new SignCommand(terminal))
            .addSubcommand(new VerifyCommand(terminal))
            .addSubcommand(new ServeCommand(terminal))
            .addSubcommand(new SendCommand(terminal))
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(conform(terminal))
            .addSubcommand(new RoutesCommand(terminal))
            .addSubcommand(discovery(terminal))
            .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
            .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
            .setExpandAtFiles(false)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler((fault, given) -> usage(fault, terminal))
            .setExecutionExceptionHandler(
                (fault, command, parsed) -> failed(fault, command, terminal));
    int code = lacre.execute(args);
    if (terminal.out().checkError() && code == DONE) {
      terminal.say("standard output could not be written.");
      return REFUSED;
    }
    return code;
  }

  private static CommandLine conform(Terminal terminal) {
    return new CommandLine(new ConformCommand())
        .addSubcommand(new ConformVectorsCommand(terminal))
        .addSubcommand(new ConformPipeCommand(terminal))
        .addSubcommand(new ConformReceiverCommand(terminal))
        .addSubcommand(new ConformSenderCommand(terminal));
  }

  private static CommandLine discovery(Terminal terminal) {
    return new CommandLine(new DiscoveryCommand())
        .addSubcommand(new DiscoveryValidateCommand(terminal))
        .addSubcommand(new DiscoveryPrintCommand(terminal));
  }

  private static int usage(ParameterException fault, Terminal terminal) {
    terminal.say(describe(fault));
    return tryHelp(fault.getCommandLine(), terminal);
  }

  private static int tryHelp(CommandLine command, Terminal terminal) {
    terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  /** Shows no more of what was typed than is needed: it may be a secret in the wrong place. */
  private static String describe(ParameterException fault) {
    CommandLine command = fault.getCommandLine();
    if (!(fault instanceof UnmatchedArgumentException unmatched)) {
      String message = Failure.messageOf(fault);
      return message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
    }
    List<String> given = unmatched.getUnmatched();
    String first = given.isEmpty() ? "" : given.get(0);
    if (first.startsWith("-")) {
      int equals = first.indexOf('=');
      String option = equals < 0 ? first : first.substring(0, equals);
      return "Unknown option '" + option + "'." + remedy(option, command);
    }
    return command.getParent() == null
        ? "Unknown command '"
            + first
            + "'; the commands are "
            + String.join(", ", command.getSubcommands().keySet())
            + "."
        : "There are more arguments than '" + command.getCommandSpec().qualifiedName() + "' takes.";
  }

  private static String remedy(String option, CommandLine command) {
    for (String what : List.of("secret", "token")) {
      if (option.toLowerCase(Locale.ROOT).contains(what)
          && command.getCommandSpec().findOption("--" + what + "-env") != null) {
        return " A %1$s is never a flag's value: use --%1$s-env or --%1$s-file.".formatted(what);
      }
    }
    return "";
  }

  private static int failed(Exception fault, CommandLine command, Terminal terminal) {
    if (fault instanceof Failure failure) {
      terminal.say(Failure.messageOf(failure));
      return failure.exitCode() == USAGE ? tryHelp(command, terminal) : failure.exitCode();
    }
    terminal.say("a fault in lacre itself; please report it with this trace:");
    fault.printStackTrace(terminal.err());
    return REFUSED;
  }

  /** Tells the version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
      try (@Nullable InputStream in = Lacre.class.getResourceAsStream("version.txt")) {
        String version =
            in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        return new String[] {"lacre " + version};
      }
    }
  }
}
