package dev.lacre.verifier.config;

import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.SharedKeySets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@code lacre.json}, read and checked as a whole: who may send, from where, to which routes.
 *
 * <p>Reading is strict. An unknown or doubled key, a secret that is missing, empty, too short or
 * shared, a bad address rule, operation or route: each is a {@link LacreConfigException} that names
 * the place. Files are relative to the configuration's folder. Immutable and thread-safe; no secret
 * shows in {@link #toString}.
 */
public final class LacreConfig {

  static {
    ConfigAccess.configs(config -> config.setup);
  }

  private final ConfigAccess.Setup setup;
  private final Map<String, RouteConfig> routes;
  private final @Nullable LedgerConfig ledger;
  private final @Nullable Long maxBodyBytesInFlight;

  private LacreConfig(ConfigNode root, ConfigInputs inputs) {
    Map<String, ConfigNode> keys =
        root.members(
            "credentials",
            "addresses",
            "routes",
            "ledger",
            "maxBodyBytesInFlight",
            "apiKeys",
            "bearer");
    SecretReader secrets = new SecretReader(inputs);
    CallersSection callers = new CallersSection(secrets, inputs, keys);
    CredentialsSection senders = new CredentialsSection(secrets);
    CredentialDirectory credentials = null;
    if (keys.containsKey("credentials") || callers.isEmpty()) {
      credentials = senders.read(root.required(keys, "credentials"));
    }
    RoutesSection table = new RoutesSection(credentials, callers, keys.get("addresses"));
    Map<String, RouteConfig> read = table.read(root.required(keys, "routes"));
    callers.checkUsed();
    this.setup =
        new ConfigAccess.Setup(
            senders.senders(), callers.clients(), table.addresses(), table.rules());
    ConfigNode ledgerNode = keys.get("ledger");
    this.ledger = ledgerNode == null ? null : LedgerSection.read(ledgerNode);
    if (ledger != null) {
      read.replaceAll(
          (pattern, route) ->
              new RouteConfig(
                  route.verifier().readingEventId(), route.bodyTimeout(), route.signResponses()));
    }
    this.routes = Collections.unmodifiableMap(read);
    ConfigNode inFlight = keys.get("maxBodyBytesInFlight");
    this.maxBodyBytesInFlight = inFlight == null ? null : inFlight.number(1, Long.MAX_VALUE - 1);
  }

  /**
   * Reads a configuration, its secrets from this process's environment and from files.
   *
   * @param file the configuration
   * @return the configuration
   * @throws LacreConfigException if it cannot be read or has a fault
   */
  public static LacreConfig load(Path file) {
    return load(file, System::getenv);
  }

  /**
   * Reads a configuration, its secrets from the given environment and from files.
   *
   * @param file the configuration
   * @param environment gives the value of a variable, or null if it is not set
   * @return the configuration
   * @throws LacreConfigException if it cannot be read or has a fault
   */
  public static LacreConfig load(Path file, Function<String, @Nullable String> environment) {
    return read(new ConfigInputs(file, environment, null, SharedKeySets.none()));
  }

  /**
   * Reads a configuration, its secrets from the given environment, from files and from a source of
   * managed secrets.
   *
   * @param file the configuration
   * @param environment gives the value of a variable, or null if it is not set
   * @param managed gives the secrets that the file calls managed
   * @return the configuration
   * @throws LacreConfigException if it cannot be read or has a fault
   */
  public static LacreConfig load(
      Path file, Function<String, @Nullable String> environment, SecretSource managed) {
    return read(new ConfigInputs(file, environment, managed, SharedKeySets.none()));
  }

  static LacreConfig read(ConfigInputs inputs) {
    return new LacreConfig(ConfigParser.parse(inputs), inputs);
  }

  /**
   * Returns the routes, in the order of the file.
   *
   * @return an immutable map from a route's pattern to what the configuration says about it
   */
  public Map<String, RouteConfig> routes() {
    return routes;
  }

  /**
   * Returns the bound on the bytes of all bodies held at once.
   *
   * @return the bound, or nothing
   */
  public OptionalLong maxBodyBytesInFlight() {
    return maxBodyBytesInFlight == null
        ? OptionalLong.empty()
        : OptionalLong.of(maxBodyBytesInFlight);
  }

  /**
   * Returns what the configuration says about the ledger of deliveries.
   *
   * @return the ledger's bounds, or nothing if deliveries are not remembered
   */
  public Optional<LedgerConfig> ledger() {
    return Optional.ofNullable(ledger);
  }

  /** Returns the routes and what verifies them. */
  @Override
  public String toString() {
    return "LacreConfig" + routes;
  }
}
