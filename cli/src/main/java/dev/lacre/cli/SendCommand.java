package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.LiveAnswer;
import dev.lacre.cli.conform.receiver.LiveExchange;
import dev.lacre.cli.conform.receiver.LiveTarget;
import dev.lacre.client.OutboundWebhook;
import dev.lacre.client.RetryPolicy;
import dev.lacre.client.SendAttempt;
import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.client.SendResult;
import dev.lacre.client.WebhookSender;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.ResponseVerifier;
import dev.lacre.verifier.WebhookOperation;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  private static final int MOST = 1_000_000;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "URL", description = "the whole address to send to")
  private String url = "";

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the lacre.json with the sender's secret and the receiver's routes")
  private String config = "";

  @Option(
      names = "--app-id",
      required = true,
      paramLabel = "ID",
      description = "the application that sends (X-App-Id)")
  private String appId = "";

  @Option(
      names = "--merchant-id",
      required = true,
      paramLabel = "ID",
      description = "the merchant that the webhook speaks for (X-App-MerchantId)")
  private String merchantId = "";

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

  @Option(names = "--offline", description = "print the request as it would go, and send nothing")
  private boolean offline;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "make the same delivery N times, one after the other")
  private int repeat = 1;

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

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "the most attempts of a delivery (default: ${DEFAULT-VALUE})")
  private int attempts = 6;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long one attempt may take (default: ${DEFAULT-VALUE})")
  private double timeout = 10;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "how long a delivery may take in all (default: ${DEFAULT-VALUE})")
  private double deadline = 120;

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
    SendPlan plan =
        new SendPlan(
            Configuration.load(config, terminal),
            address,
            id("--app-id", AppId.parse(appId).isPresent(), appId),
            id("--merchant-id", MerchantId.parse(merchantId).isPresent(), merchantId),
            operation(),
            new SendBody(event, body == null ? Inputs.STANDARD_INPUT : body, terminal));
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
      (broken == null ? plan.delivery() : broken.of(plan))
          .request()
          .pieces()
          .forEach(terminal.out()::writeBytes);
      terminal.out().flush();
      return Lacre.DONE;
    }
    return broken == null ? deliver(plan) : deliver(plan, broken);
  }

  private SendAddress checked() {
    SendOptions.check(Objects.requireNonNull(spec).commandLine().getParseResult());
    if (event != null && body != null) {
      throw Failure.usage("Give --event or BODY, not both.");
    }
    if (repeat < 1 || repeat > MOST || attempts < 1 || attempts > MOST) {
      throw Failure.usage("Invalid value for --repeat or --attempts: give 1 to " + MOST + ".");
    }
    if (!isTime(timeout) || !isTime(deadline)) {
      throw Failure.usage(
          "Invalid value for --timeout or --deadline: give seconds above 0 and up to 86400.");
    }
    return new SendAddress(url, insecureHttp);
  }

  private static boolean isTime(double seconds) {
    return seconds >= 0.001 && seconds <= 86_400;
  }

  private static String id(String option, boolean valid, String value) {
    if (!valid) {
      throw Failure.usage(
          "Invalid value for " + option + ": an id is 1 to 128 visible ASCII characters.");
    }
    return value;
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

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private int deliver(SendPlan plan) {
    SendLine lines = new SendLine(terminal);
    WebhookSender sender = sender(plan, lines);
    OutboundWebhook webhook =
        OutboundWebhook.of(plan.uri(), plan.operation(), MerchantId.of(merchantId), plan.body());
    for (Map.Entry<String, String> header : plan.headers()) {
      webhook = webhook.withHeader(header.getKey(), header.getValue());
    }
    int expected = plan.operation().successStatus();
    boolean good = true;
    for (int i = 0; i < repeat; i++) {
      SendResult result;
      try {
        result = sender.send(webhook);
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        return Lacre.REFUSED;
      }
      lines.result(result, expected, null, null);
      good &=
          result instanceof SendResult.Acknowledged
              && (!checkStatus || result.last().status().equals(OptionalInt.of(expected)));
    }
    return good ? Lacre.DONE : Lacre.REFUSED;
  }

  private WebhookSender sender(SendPlan plan, SendLine lines) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(seconds(timeout))
            .build();
    SignatureScheme scheme = SignatureScheme.openDelivery();
    WebhookSender.Builder sender =
        WebhookSender.builder(
                client, WebhookSigner.of(scheme, AppId.of(appId), plan.secrets().get(0)))
            .retryPolicy(
                RetryPolicy.builder()
                    .maxAttempts(attempts)
                    .attemptTimeout(seconds(timeout))
                    .deadline(seconds(deadline))
                    .build())
            .listener((webhook, attempt) -> lines.attempt(attempt));
    if (!plan.address().isTls()) {
      sender.insecurelyAllowPlainHttp();
    }
    if (verifyResponse) {
      sender.responses(ResponseVerifier.of(scheme, plan.secrets()));
    }
    return sender.build();
  }

  /** Over a raw socket, for an HTTP client tidies up most faults. */
  private int deliver(SendPlan plan, SendFault broken) {
    RejectionReason reason = broken.reason(plan);
    int expected = plan.operation().refusal(reason).status();
    SendLine lines = new SendLine(terminal);
    boolean good = true;
    try (LiveExchange exchange = new LiveExchange(target(plan.address()), seconds(timeout))) {
      for (int i = 0; i < repeat; i++) {
        LiveAnswer answer = exchange.send(broken.of(plan).request());
        SendAttempt attempt =
            new SendAttempt(
                1,
                outcome(answer),
                answer.isAnswered() ? OptionalInt.of(answer.status()) : OptionalInt.empty(),
                fault(answer),
                answer.took(),
                Optional.empty());
        lines.attempt(attempt);
        lines.result(result(attempt), expected, broken, reason.code());
        good &= checkStatus ? answer.status() == expected : answer.isClientError();
      }
    }
    return good ? Lacre.DONE : Lacre.REFUSED;
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

  private static Optional<String> fault(LiveAnswer answer) {
    return answer.isAnswered() || answer.kind() == LiveAnswer.Kind.TIMED_OUT
        ? Optional.empty()
        : Optional.of(answer.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static Outcome outcome(LiveAnswer answer) {
    if (!answer.isAnswered()) {
      return answer.kind() == LiveAnswer.Kind.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.UNREACHABLE;
    }
    if (answer.isAccepted()) {
      return Outcome.ACKNOWLEDGED;
    }
    return answer.status() >= 500 ? Outcome.UNAVAILABLE : Outcome.REFUSED;
  }

  private static SendResult result(SendAttempt attempt) {
    return switch (attempt.outcome()) {
      case ACKNOWLEDGED -> new SendResult.Acknowledged(attempt, Optional.empty());
      case REFUSED -> new SendResult.Refused(attempt);
      default -> new SendResult.GaveUp(attempt, Optional.empty());
    };
  }
}
