package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.LiveReceiver;
import dev.lacre.cli.conform.receiver.LiveRun;
import dev.lacre.cli.conform.receiver.LiveTarget;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lacre conform receiver}: tests somebody's endpoint from outside. */
@Command(
    name = "receiver",
    header = "Sends a receiver genuine and forged deliveries, and judges its answers.",
    description = {
      "",
      "lacre.json describes the receiver: its senders with their secrets, addresses and routes. The"
          + " receiver must take any order in its test set-up. A genuine delivery goes first, after"
          + " every 20 tests and last; if it fails, the exit code is 3.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lacre conform receiver http://127.0.0.1:8080 --config lacre.json --run 'sig*'"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class ConformReceiverCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "URL",
      description = "where the receiver listens, with what stands before the routes' paths")
  private String url = "";

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the lacre.json that describes the receiver")
  private String config = "";

  @Option(
      names = "--allow-remote",
      description = "test a receiver on another machine; only one that you may test")
  private boolean allowRemote;

  @Mixin private final ConformOptions options = new ConformOptions();

  ConformReceiverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.check(terminal);
    LiveReceiver receiver =
        LiveReceiver.of(
            Configuration.load(config, terminal),
            target(),
            options.timeout(),
            options.selection(),
            options.strict());
    if (receiver.isNothingSelected()) {
      throw Failure.usage("--run and --skip leave no test; --dry-run without them lists all ids.");
    }
    if (options.dryRun()) {
      ConformOptions.list(receiver.plan(), terminal);
      return Lacre.DONE;
    }
    LiveRun run = receiver.run();
    int code = options.finish(run.report(), run.controlsHeld(), terminal);
    if (!run.controlsHeld()) {
      terminal.say(
          "set-up or control failed, so the receiver cannot be judged; the report's remarks say"
              + " why.");
    }
    return code;
  }

  private LiveTarget target() {
    try {
      return LiveTarget.of(url, allowRemote);
    } catch (IllegalArgumentException fault) {
      throw Failure.usage(Failure.messageOf(fault));
    } catch (UnknownHostException unknown) {
      throw Failure.setUp("The receiver's host has no address; name another, or an address.");
    }
  }
}
