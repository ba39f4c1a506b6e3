package dev.lacre.cli;

import dev.lacre.signer.Secret;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import dev.lacre.verifier.config.ReloadingConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

/** Loads a {@code lacre.json} for a command. */
final class Configuration {

  /** As long as any algorithm asks for. */
  private static final int RANDOM_BYTES = 64;

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
   * Returns the configuration, for a command that shows what it says and verifies nothing: random
   * bytes stand for each managed secret, whose manager only the application knows.
   *
   * @throws Failure as {@link #load}
   */
  static LacreConfig loadWithoutManaged(String file, Terminal terminal) {
    Map<String, Secret> standIns = new HashMap<>();
    try {
      return LacreConfig.load(
          Inputs.path("configuration", file),
          terminal.environment(),
          name -> standIns.computeIfAbsent(name, absent -> random()));
    } catch (IllegalArgumentException fault) {
      throw Failure.setUp(Failure.messageOf(fault));
    }
  }

  private static Secret random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Secret.ofBytes(bytes);
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
