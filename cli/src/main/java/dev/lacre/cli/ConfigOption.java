package dev.lacre.cli;

import dev.lacre.verifier.config.LacreConfig;
import picocli.CommandLine.Option;

/** Which {@code lacre.json} a command works by. */
final class ConfigOption {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the lacre.json with credentials and routes")
  private String file = "";

  String file() {
    return file;
  }

  /**
   * Returns the configuration.
   *
   * @throws Failure as {@link Configuration#load}
   */
  LacreConfig load(Terminal terminal) {
    return Configuration.load(file, terminal);
  }

  /**
   * Returns the configuration, for a command that verifies nothing.
   *
   * @throws Failure as {@link Configuration#load}
   */
  LacreConfig loadWithoutManaged(Terminal terminal) {
    return Configuration.loadWithoutManaged(file, terminal);
  }
}
