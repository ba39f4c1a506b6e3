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
  private @Nullable FilterSetup now;
  private Optional<LedgerConfig> ledger = Optional.empty();

  FilterFollower(Function<LacreConfig, FilterSetup> fresh, Consumer<FilterSetup> target) {
    this.fresh = fresh;
    this.target = target;
  }

  @Override
  public Runnable prepare(LacreConfig next) {
    FilterSetup made = fresh.apply(next);
    FilterSetup before = now;
    if (before == null) {
      return () -> swap(made, next);
    }
    if (!ledger.equals(next.ledger())) {
      throw new IllegalArgumentException(
          "The 'ledger' of the configuration was changed, but what it remembers cannot move to"
              + " another one while deliveries come in; restart to change it.");
    }
    FilterSetup goingOn = made.goingOnFrom(before);
    return () -> {
      before.budget().limit(made.budget().limit());
      swap(goingOn, next);
    };
  }

  private void swap(FilterSetup setup, LacreConfig config) {
    now = setup;
    ledger = config.ledger();
    target.accept(setup);
  }
}
