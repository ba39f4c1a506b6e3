package dev.lacre.cli;

import dev.lacre.cli.conform.Unsupported;
import dev.lacre.cli.conform.sender.SenderRun;
import dev.lacre.vectors.ConformanceReport;
import dev.lacre.verifier.config.LacreConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lacre conform sender}: takes what a sender sends, and names its mistakes. */
@Command(
    name = "sender",
    header = "Tests a sender: listens, and judges what arrives.",
    description = {
      "",
      "Prints 'lacre: ready http://HOST:PORT' to standard error once it listens. Send it deliveries"
          + " as to the receiver that the configuration describes; each is answered with success,"
          + " whatever the verdict. The report follows after the last one, or when no more come.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all as expected, 1 a difference, 2 usage, 3 nothing came or no port.",
      "",
      "Example:",
      "  lacre conform sender --config lacre.json --port 8080 --expect-deliveries 3"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class ConformSenderCommand implements Callable<Integer> {

  private static final int MOST_DELIVERIES = 10_000;
  private static final Duration FOR_THE_NEXT = Duration.ofSeconds(60);

  private final Terminal terminal;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the lacre.json with the sender's credentials and the routes")
  private String config = "";

  @Option(
      names = "--expect-deliveries",
      required = true,
      paramLabel = "COUNT",
      description = "how many deliveries to wait for")
  private int deliveries;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "the address to listen on (default: ${DEFAULT-VALUE})")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PORT",
      description = "the port to listen on; 0 picks a free one")
  private int port;

  @Option(
      names = "--allow-remote",
      description = "listen also where other machines can send, and not on loopback only")
  private boolean allowRemote;

  @Mixin private final ConformOptions options = new ConformOptions();

  ConformSenderCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    options.check(terminal);
    Ports.check(port);
    if (deliveries < 1 || deliveries > MOST_DELIVERIES) {
      throw Failure.usage(
          "Invalid value for --expect-deliveries: "
              + deliveries
              + " is not 1 to "
              + MOST_DELIVERIES
              + ".");
    }
    LacreConfig loaded = Configuration.load(config, terminal);
    Unsupported.in(loaded)
        .ifPresent(
            what -> {
              throw Failure.setUp(
                  "In '"
                      + config
                      + "' the "
                      + what
                      + ". Give it a file without that route, or with a signature alone.");
            });
    SenderRun run =
        new SenderRun(
            loaded,
            deliveries,
            options.timeout(FOR_THE_NEXT),
            options.selection(),
            options.strict());
    if (run.plan().isEmpty()) {
      throw Failure.usage("--run and --skip leave no test; --dry-run without them lists all ids.");
    }
    if (options.dryRun()) {
      ConformOptions.list(run.plan(), terminal);
      return Lacre.DONE;
    }
    ConformanceReport report = listen(run, address());
    boolean anyCame = SenderRun.anyCame(report);
    int code = options.finish(report, anyCame, terminal);
    if (!anyCame) {
      terminal.say("no delivery came; is the sender told to send to the address above?");
    }
    return code;
  }

  private InetAddress address() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw Failure.setUp("The host '" + host + "' has no address; name another --host.");
    }
    if (!address.isLoopbackAddress() && !allowRemote) {
      throw Failure.usage(
          "The host '"
              + host
              + "' is not loopback, so other machines could send; add --allow-remote to allow it.");
    }
    return address;
  }

  private ConformanceReport listen(SenderRun run, InetAddress address) {
    try {
      return run.run(address, port, origin -> terminal.say("ready http://" + origin));
    } catch (IOException failure) {
      throw Failure.setUp(
          "Cannot listen on "
              + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
              + ":"
              + port
              + " ("
              + Failure.messageOf(failure)
              + "); name another --host or --port, or --port 0 for a free one.");
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw Failure.setUp("Asked to end before all deliveries came.");
    }
  }
}
