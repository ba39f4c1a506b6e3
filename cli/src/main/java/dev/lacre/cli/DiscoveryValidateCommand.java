package dev.lacre.cli;

import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.discovery.DiscoveryIssue;
import dev.lacre.verifier.discovery.DiscoveryIssue.Severity;
import dev.lacre.verifier.discovery.DiscoveryReading;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lacre discovery validate}: all that is wrong with a discovery document. */
@Command(
    name = "validate",
    header = "Checks a discovery document, from a file or a URL.",
    description = {
      "",
      "Prints a line for each error and each warning: its JSON Pointer, 'error' or 'warning', a"
          + " code, and words. Takes a whole manifest or its 'authentication' block, as the"
          + " specification's page or the draft's schema has it. Exit code 0 means valid, with or"
          + " without warnings, 1 invalid, 3 that it could not be read.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lacre discovery validate manifest.json",
      "  lacre discovery validate https://partner.example/.well-known/opendelivery"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class DiscoveryValidateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--insecure-http",
      description = "fetch from an http URL too, where anyone on the way can change the document")
  private boolean insecureHttp;

  @Parameters(
      arity = "1",
      paramLabel = "FILE|URL",
      description = "the document; '-' is standard input")
  private String source = "";

  DiscoveryValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DiscoveryReading reading = DiscoveryDeclaration.read(document());
    PrintStream out = terminal.out();
    for (DiscoveryIssue issue : reading.issues()) {
      out.writeBytes((issue + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    long errors =
        reading.issues().stream().filter(issue -> issue.severity() == Severity.ERROR).count();
    terminal.say(
        (reading.isValid() ? "valid: " : "invalid: ")
            + errors
            + " errors, "
            + (reading.issues().size() - errors)
            + " warnings.");
    return reading.isValid() ? Lacre.DONE : Lacre.REFUSED;
  }

  private byte[] document() {
    String scheme = source.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("https://") || scheme.startsWith("http://")) {
      return new DocumentFetcher(insecureHttp, DiscoveryDeclaration.MAX_BYTES).fetch(source);
    }
    if (insecureHttp) {
      throw Failure.usage("--insecure-http is for an http URL; leave it out for a file.");
    }
    return Inputs.read("document", source, DiscoveryDeclaration.MAX_BYTES, terminal);
  }
}
