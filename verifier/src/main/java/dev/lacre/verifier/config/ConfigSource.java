package dev.lacre.verifier.config;

import dev.lacre.verifier.internal.SharedKeySets;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration and its secrets are read from, again and again.
 *
 * @param environment gives a variable's value, or null if it is not set
 * @param secrets where managed secrets come from, or null
 */
record ConfigSource(
    Path file, Function<String, @Nullable String> environment, @Nullable SecretSource secrets) {

  /**
   * What one reading found: a configuration or a fault.
   *
   * @param digest of all that was read
   * @param keySets those that it uses
   */
  record Reading(
      @Nullable LacreConfig config,
      @Nullable RuntimeException fault,
      String digest,
      SharedKeySets keySets) {}

  /** Reads; never throws. Key sets that stay as they are configured are carried over. */
  Reading read(SharedKeySets before) {
    SharedKeySets next = before.next();
    ConfigInputs inputs = new ConfigInputs(file, environment, secrets, next);
    try {
      return new Reading(LacreConfig.read(inputs), null, inputs.digest(), next);
    } catch (RuntimeException unfit) {
      return new Reading(null, unfit, inputs.digest(), next);
    } catch (Error broken) {
      return new Reading(null, broken("reading it", broken), inputs.digest(), next);
    }
  }

  /** The words of an error may hold anything, so that only its class is told. */
  LacreConfigException broken(String what, Error error) {
    return fault(
        what
            + " ended with a "
            + error.getClass().getName()
            + "; see that all libraries are there, and that there is memory enough.");
  }

  LacreConfigException fault(String words) {
    return new LacreConfigException(String.valueOf(file.getFileName()), words);
  }
}
