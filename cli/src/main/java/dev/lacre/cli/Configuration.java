package dev.lacre.cli;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import dev.lacre.verifier.config.ReloadingConfig;
import java.time.Duration;
import java.time.format.DateTimeParseException;

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

  /**
   * Returns the configuration, which is read again.
   *
   * @param period an ISO 8601 duration
   * @throws Failure as {@link #load}, or if the period is none
   */
  static ReloadingConfig reloading(
      String file, String period, ReloadListener listener, Terminal terminal) {
    try {
      return ReloadingConfig.builder(Inputs.path("configuration", file))
          .environment(terminal.environment())
          .every(Duration.parse(period))
          .listener(listener)
          .build();
    } catch (DateTimeParseException malformed) {
      throw Failure.usage("--reload is no ISO 8601 duration; write it as PT1S.");
    } catch (IllegalArgumentException fault) {
      throw Failure.setUp(Failure.messageOf(fault));
    }
  }
}
