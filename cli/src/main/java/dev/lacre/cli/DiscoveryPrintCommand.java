package dev.lacre.cli;

import dev.lacre.verifier.discovery.DiscoveryBuilder;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.discovery.DiscoveryManifest;
import dev.lacre.verifier.discovery.InvalidDiscoveryException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lacre discovery print}: what the filter of a configuration enforces, as a manifest. */
@Command(
    name = "print",
    header = "Prints the manifest that declares what a configuration enforces.",
    description = {
      "",
      "Prints JSON, as the discovery servlet serves it. A manifest of your own keeps its other"
          + " members; its 'authentication' may add what a configuration does not tell, such as"
          + " more models and scopes, and must not say otherwise than what is enforced.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lacre discovery print --config lacre.json --manifest manifest.json"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class DiscoveryPrintCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "a manifest of your own to complete; '-' is standard input")
  private @Nullable String manifest;

  DiscoveryPrintCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DiscoveryBuilder enforced = DiscoveryDeclaration.enforcing(config.loadWithoutManaged(terminal));
    try {
      DiscoveryManifest complete =
          manifest == null
              ? DiscoveryManifest.of(enforced.build())
              : DiscoveryManifest.of(
                  enforced,
                  Inputs.read("manifest", manifest, DiscoveryDeclaration.MAX_BYTES, terminal));
      terminal.out().writeBytes(complete.toJson());
      terminal.out().flush();
      return Lacre.DONE;
    } catch (InvalidDiscoveryException fault) {
      throw Failure.setUp("There is no manifest to print:\n" + Failure.messageOf(fault));
    }
  }
}
