package dev.lacre.servlet;

import dev.lacre.verifier.config.ConfigFollower;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.LedgerConfig;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sets a filter up anew for each configuration. What is state goes on: the ledger, the bodies in
 * flight, and the attribute that requests in flight are known by. Called by one thread at a time.
 */
final class FilterFollower implements ConfigFollower {

  private final Function<LacreConfig, FilterSetup> fresh;
  private final Consumer<FilterSetup> target;
  private volatile @Nullable InForce now;
  private volatile boolean starting;

  /** What is in force, and the ledger as the configuration has it. */
  private record InForce(FilterSetup setup, Optional<LedgerConfig> ledger) {}

  FilterFollower(Function<LacreConfig, FilterSetup> fresh, Consumer<FilterSetup> target) {
    this.fresh = fresh;
    this.target = target;
  }

  /** Has the next configuration taken as at a start, whatever it changes. */
  void start() {
    starting = true;
  }

  @Override
  public Runnable prepare(LacreConfig next) {
    FilterSetup made = fresh.apply(next);
    InForce before = now;
    if (before == null) {
      return () -> swap(made, next);
    }
    boolean sameLedger = before.ledger().equals(next.ledger());
    if (starting && !sameLedger) {
      return () -> swap(made, next);
    }
    if (!sameLedger) {
      throw new IllegalArgumentException(
          "The 'ledger' of the configuration was changed, but what it remembers cannot move to"
              + " another one while deliveries come in; restart to change it.");
    }
    if (!starting) {
      checkRoutes(before.setup(), made);
    }
    FilterSetup goingOn = made.goingOnFrom(before.setup());
    return () -> {
      before.setup().budget().limit(made.budget().limit());
      swap(goingOn, next);
    };
  }

  /** A path that is no route any more would be open to everyone, unverified. */
  private static void checkRoutes(FilterSetup before, FilterSetup made) {
    for (String pattern : before.routes().keySet()) {
      if (!made.routes().containsKey(pattern)) {
        throw new IllegalArgumentException(
            "The route '"
                + pattern
                + "' was taken out of the configuration, but what comes to that path would then"
                + " reach the application unverified; restart to take a route away.");
      }
    }
  }

  private void swap(FilterSetup setup, LacreConfig config) {
    now = new InForce(setup, config.ledger());
    starting = false;
    target.accept(setup);
  }
}
