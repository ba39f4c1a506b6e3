package dev.lacre.cli;

import dev.lacre.servlet.VerificationListener;
import dev.lacre.servlet.WebhookOutcome;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import dev.lacre.verifier.config.ReloadingConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lacre serve}: the real filter in a real container, in front of a small application. */
@Command(
    name = "serve",
    header = "Receives webhooks on a port, through the real filter.",
    description = {
      "",
      "Prints 'ready http://HOST:PORT' once it listens, then one line of JSON for each request to a"
          + " route. Behind the filter stands an application that reads the body and acknowledges."
          + " Ends on SIGTERM or Ctrl-C.",
      ""
    },
    footer = {"", "Example:", "  lacre serve --config lacre.json --port 0"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class ServeCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "the address to listen on (default: ${DEFAULT-VALUE})")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "the port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Option(
      names = "--reload",
      paramLabel = "PERIOD",
      description = "read the configuration and its secret files again this often, such as PT1S")
  private @Nullable String reload;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Ports.check(port);
    String period = reload;
    if (period == null) {
      LacreConfig loaded = config.load(terminal);
      return serve(told -> WebhookServer.start(loaded, host, port, told));
    }
    try (ReloadingConfig changing =
        Configuration.reloading(config.file(), period, new Reloads(), terminal)) {
      return serve(told -> WebhookServer.start(changing, host, port, told));
    }
  }

  private int serve(Function<VerificationListener, WebhookServer> start) {
    WebhookServer server;
    Thread hook;
    // A request that is faster than this thread waits, so that the ready line is the first.
    synchronized (terminal.out()) {
      server = start.apply(VerificationListener.ofOutcomes(this::print));
      WebhookServer started = server;
      hook = new Thread(() -> endProcess(started), "lacre-shutdown");
      // Before the ready line, for whoever reads it may ask to end at once.
      Runtime.getRuntime().addShutdownHook(hook);
      print("ready " + server.url());
    }
    return untilTheEnd(server, hook);
  }

  /** Says on stderr what becomes of each change. */
  private final class Reloads implements ReloadListener {

    @Override
    public void swapped(LacreConfig now) {
      terminal.say("the changed configuration is in force");
    }

    @Override
    public void refused(RuntimeException fault) {
      terminal.say(
          "the changed configuration is refused, the old one stays: " + fault.getMessage());
    }
  }

  private static int untilTheEnd(WebhookServer server, Thread hook) {
    boolean interrupted = false;
    try {
      server.join();
    } catch (InterruptedException asked) {
      interrupted = true;
    } finally {
      server.close();
      cancel(hook);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Lacre.DONE;
  }

  /** To be asked to end is no failure: 0, and not the exit code of the signal. */
  private static void endProcess(WebhookServer server) {
    try {
      server.close();
    } finally {
      Runtime.getRuntime().halt(Lacre.DONE);
    }
  }

  private static void cancel(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException running) {
      // The hook itself stopped the server, and ends the process.
    }
  }

  private void print(WebhookOutcome outcome) {
    print(
        VerdictLine.of(
            outcome.route(),
            outcome.verdict(),
            outcome.status(),
            outcome.body().orElse(null),
            outcome.duplicate()));
  }

  private void print(String line) {
    PrintStream out = terminal.out();
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.writeBytes(bytes);
      out.flush();
    }
  }
}
