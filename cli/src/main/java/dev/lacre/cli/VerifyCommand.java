package dev.lacre.cli;

import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.IpAddress;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.Verification;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.Multipart;
import dev.lacre.verifier.internal.RouteTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lacre verify}: what the filter would have said of a recorded delivery. */
@Command(
    name = "verify",
    header = "Verifies a recorded delivery, without a server.",
    description = {
      "",
      "Prints one line of JSON: the verdict that 'lacre serve' would have come to. Exit code 0 means"
          + " accepted, 1 refused.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lacre verify --config lacre.json --route /v1/newEvent --headers headers.txt event.json"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class VerifyCommand implements Callable<Integer> {

  private static final String WHAT = "body";

  private final Terminal terminal;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--route",
      required = true,
      paramLabel = "ROUTE",
      description = "a route of the configuration, or the path that the delivery came to")
  private String route = "";

  @Option(
      names = "--headers",
      required = true,
      paramLabel = "FILE",
      description = "the delivery's header lines, 'Name: value'; '-' is standard input")
  private String headers = "";

  @Option(
      names = "--address",
      paramLabel = "IP",
      description = "the address of the peer that connected")
  private @Nullable String address;

  @Parameters(
      arity = "0..1",
      paramLabel = "BODY",
      description = "the file with the exact body; '-', or nothing, is standard input")
  private String body = Inputs.STANDARD_INPUT;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    checkArguments();
    LacreConfig loaded = config.load(terminal);
    String path = withoutQuery(route);
    RouteTable.Match<RouteConfig> match = RouteTable.of(loaded.routes()).match(path);
    RouteConfig found = loaded.routes().get(match.pattern());
    if (found == null || match.pattern() == null) {
      throw Failure.setUp(
          "'"
              + route
              + "' is no route and lies below none; the routes of '"
              + config.file()
              + "' are "
              + String.join(", ", loaded.routes().keySet())
              + ".");
    }
    List<HeaderLines.Line> lines = HeaderLines.read(headers, terminal);
    return match.folds()
        ? print(match.pattern(), notCanonical(found, head(path, lines)), found, null)
        : verify(match.pattern(), found, head(path, lines), lines);
  }

  private void checkArguments() {
    if (headers.equals(Inputs.STANDARD_INPUT) && body.equals(Inputs.STANDARD_INPUT)) {
      throw Failure.usage("Standard input can be the headers or the body, not both; name a file.");
    }
    if (address != null) {
      try {
        IpAddress.of(address);
      } catch (IllegalArgumentException fault) {
        throw Failure.usage("Invalid value for --address: " + Failure.messageOf(fault));
      }
    }
  }

  /** A server takes the query off the path before it looks for a route. */
  private static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private InboundWebhook head(String path, List<HeaderLines.Line> lines) {
    InboundWebhook.Builder head = InboundWebhook.builder().path(path).peerAddress(address);
    lines.forEach(line -> head.header(line.name(), line.value()));
    return head.build();
  }

  private static Verdict notCanonical(RouteConfig found, InboundWebhook head) {
    return found.verifier().refuse(head, RejectionReason.PATH_NOT_CANONICAL);
  }

  private int verify(
      String pattern, RouteConfig found, InboundWebhook head, List<HeaderLines.Line> lines) {
    WebhookVerifier verifier = found.verifier();
    Verification verification = verifier.begin(head);
    if (verification.refusal().isEmpty()) {
      readBody(verification);
    }
    Verdict verdict = verification.finish();
    if (verdict instanceof Verdict.Accepted && Multipart.isDeclaredIn(contentTypes(lines))) {
      // As the filter does: it could not hand the parts on.
      verdict = verification.refuse(RejectionReason.MEDIA_TYPE_UNSUPPORTED);
    }
    if (verdict instanceof Verdict.Rejected rejected) {
      hint(rejected.reason(), pattern, verification.bodyLength(), lines);
    }
    return print(pattern, verdict, found, verification);
  }

  private void readBody(Verification verification) {
    try (InputStream in = Inputs.open(WHAT, body, terminal)) {
      int count;
      do {
        count = verification.readFrom(in);
      } while (count >= 0);
    } catch (IOException failure) {
      throw Inputs.unreadable(WHAT, body, failure);
    }
  }

  private static List<String> contentTypes(List<HeaderLines.Line> lines) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase("Content-Type"))
        .map(HeaderLines.Line::value)
        .toList();
  }

  /** Points out what a recording easily gets wrong. */
  private void hint(
      RejectionReason reason, String pattern, int bodyLength, List<HeaderLines.Line> lines) {
    if (reason == RejectionReason.ADDRESS_NOT_ALLOWED && address == null) {
      terminal.say(
          "hint: the configuration has an allowlist, and an unknown address is on none; name the"
              + " peer's address with --address.");
    } else if (reason == RejectionReason.STORE_MISMATCH && route.equals(pattern)) {
      terminal.say(
          "hint: if the store is named in the path, give --route the whole path that the delivery"
              + " came to.");
    } else if (reason == RejectionReason.SIGNATURE_MISMATCH) {
      lines.stream()
          .filter(line -> line.name().equalsIgnoreCase("Content-Length"))
          .filter(line -> !line.value().equals(Integer.toString(bodyLength)))
          .findFirst()
          .ifPresent(
              line ->
                  terminal.say(
                      "hint: the recorded Content-Length is "
                          + line.value()
                          + ", but the body has "
                          + bodyLength
                          + " bytes; was it saved exactly as it came?"));
    }
  }

  private int print(
      String pattern, Verdict verdict, RouteConfig found, @Nullable Verification verification) {
    var operation = found.verifier().operation();
    int status =
        verdict instanceof Verdict.Rejected rejected
            ? operation.refusal(rejected.reason()).status()
            : operation.successStatus();
    var bytes =
        verification != null && verification.isAtEnd() ? verification.unverifiedBody() : null;
    String line = VerdictLine.of(pattern, verdict, status, bytes, false) + "\n";
    terminal.out().writeBytes(line.getBytes(StandardCharsets.UTF_8));
    terminal.out().flush();
    return verdict instanceof Verdict.Accepted ? Lacre.DONE : Lacre.REFUSED;
  }
}
