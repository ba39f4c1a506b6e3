package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.LiveTarget;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.WebhookOperation;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lacre send}: delivers a signed webhook, or one with a single fault. */
@Command(
    name = "send",
    header = "Delivers a signed webhook, with retries, or one that has to be refused.",
    description = {
      "",
      "Prints one line of JSON for each attempt, and one for how the delivery ended. The secret and"
          + " the operation come from lacre.json. Exit code 0 means that it came out as it should:"
          + " acknowledged, or refused if --break was given.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lacre send http://127.0.0.1:8080/v1/newEvent --config lacre.json \\",
      "      --app-id my-app --merchant-id store-123 --event CREATED",
      "",
      "Names for --break, and the reason that 'lacre serve' then gives:"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class SendCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "URL", description = "the whole address to send to")
  private String url = "";

  @Mixin private final ConfigOption config = new ConfigOption();
  @Mixin private final SenderOptions sender = new SenderOptions();

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "send a real-shaped event, such as CREATED; a wrong name lists them")
  private @Nullable String event;

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      description = "the operation, if the URL's path is no route of the configuration")
  private @Nullable String operation;

  @Option(
      names = "--break",
      paramLabel = "NAME",
      description = "send it with one fault, listed below, once, and expect a refusal")
  private @Nullable String fault;

  @Option(
      names = "--offline",
      description = "print the request, an API key or token as [redacted], and send nothing")
  private boolean offline;

  @Option(
      names = "--check-status",
      description =
          "exit code 1 unless the status is exactly the operation's: of success, or of refusal for"
              + " the fault's reason")
  private boolean checkStatus;

  @Option(
      names = "--verify-response",
      description = "take only a signed answer for an acknowledgement")
  private boolean verifyResponse;

  @Mixin private final RetryOptions retries = new RetryOptions();

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable TokenSource token;

  @Option(names = "--insecure-http", description = "send in the clear to another machine")
  private boolean insecureHttp;

  @Option(
      names = "--allow-remote",
      description = "--break against a receiver on another machine; only one that you may test")
  private boolean allowRemote;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "BODY",
      description = "the file with the exact body; '-', or nothing, is standard input")
  private @Nullable String body;

  private @Nullable CommandSpec spec;

  SendCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Lists the faults at the end of the help. */
  @Spec
  void spec(CommandSpec given) {
    spec = given;
    String[] footer = given.usageMessage().footer();
    String[] whole = Arrays.copyOf(footer, footer.length + SendFault.values().length);
    System.arraycopy(SendFault.table(), 0, whole, footer.length, SendFault.values().length);
    given.usageMessage().footer(whole);
  }

  @Override
  public Integer call() {
    SendAddress address = checked();
    SendFault broken = fault();
    SendPlan plan = plan(address);
    if (plan.body().length == 0) {
      throw Failure.setUp("The body is empty, which receivers refuse; give one, or an --event.");
    }
    String impossible = broken == null ? null : broken.impossible(plan);
    if (broken != null && impossible != null) {
      throw Failure.setUp("--break " + broken.code() + " has no meaning here: " + impossible + ".");
    }
    if (verifyResponse && plan.operation().echoesBody()) {
      throw Failure.usage(
          "--verify-response has no meaning for "
              + plan.operation().name()
              + ", which is answered with the delivery's own body: whoever saw the delivery could"
              + " answer so; leave it out.");
    }
    String remark = plan.remark();
    if (remark != null) {
      terminal.say(remark);
    }
    if (offline) {
      return print(plan, broken);
    }
    return broken == null
        ? new GenuineSend(plan, retries, verifyResponse, terminal)
            .deliver(retries.repeat(), checkStatus)
        : new BrokenSend(plan, broken, terminal)
            .deliver(target(address), retries.timeout(), retries.repeat(), checkStatus);
  }

  private SendAddress checked() {
    SendOptions.check(Objects.requireNonNull(spec).commandLine().getParseResult());
    if (event != null && body != null) {
      throw Failure.usage("Give --event or BODY, not both.");
    }
    retries.check();
    return new SendAddress(url, insecureHttp);
  }

  private SendPlan plan(SendAddress address) {
    AppId app = sender.appId();
    MerchantId merchant = sender.merchantId();
    WebhookOperation named = operation();
    SendRoute route = SendRoute.of(config.load(terminal), address);
    SendCredentials credentials =
        SendCredentials.of(route, app, merchant, token == null ? null : token.read(terminal));
    return new SendPlan(
        address,
        route,
        app,
        merchant,
        offline ? credentials.hidden() : credentials,
        named,
        new SendBody(event, body == null ? Inputs.STANDARD_INPUT : body, terminal));
  }

  private int print(SendPlan plan, @Nullable SendFault broken) {
    if (!plan.credentials().isEmpty()) {
      terminal.say("the API key or bearer token is not shown; what is printed would be refused.");
    }
    if (broken != null && broken.before(plan) != null) {
      terminal.say("the genuine delivery that has to come first is not shown.");
    }
    (broken == null ? plan.delivery() : broken.of(plan))
        .request()
        .pieces()
        .forEach(terminal.out()::writeBytes);
    terminal.out().flush();
    return Lacre.DONE;
  }

  private @Nullable WebhookOperation operation() {
    return operation == null
        ? null
        : WebhookOperation.named(operation)
            .orElseThrow(
                () ->
                    Failure.usage(
                        "Invalid value for --operation: it is one of "
                            + WebhookOperation.all().stream()
                                .map(WebhookOperation::name)
                                .collect(Collectors.joining(", "))
                            + "."));
  }

  private @Nullable SendFault fault() {
    SendFault found = fault == null ? null : SendFault.named(fault);
    if (fault != null && found == null) {
      throw Failure.usage(
          "Invalid value for --break: it is one of "
              + Arrays.stream(SendFault.values())
                  .map(SendFault::code)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return found;
  }

  private LiveTarget target(SendAddress address) {
    try {
      return LiveTarget.of(address.origin(), allowRemote);
    } catch (IllegalArgumentException fault) {
      throw Failure.usage(Failure.messageOf(fault));
    } catch (UnknownHostException unknown) {
      throw Failure.setUp("The receiver's host has no address; name another, or an address.");
    }
  }
}
