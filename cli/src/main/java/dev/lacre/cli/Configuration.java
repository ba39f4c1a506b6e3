package dev.lacre.cli;

import dev.lacre.verifier.config.LacreConfig;

/** Loads a {@code lacre.json} for a command. */
final class Configuration {

  private Configuration() {}

  /**
   * Returns the configuration.
   *
   * @throws Failure that names the place of the fault, as a set-up error
   */
  static LacreConfig load(String file, Terminal terminal) {
    try {
      return LacreConfig.load(Inputs.path("configuration", file), terminal.environment());
    } catch (IllegalArgumentException fault) {
      throw Failure.setUp(Failure.messageOf(fault));
    }
  }
}
