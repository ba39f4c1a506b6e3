package dev.lacre.servlet;

import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.LedgerConfig;
import dev.lacre.verifier.internal.RouteTable;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a filter is made of, while it is put together. Not thread-safe. */
final class FilterParts {

  private static final AtomicLong INSTANCES = new AtomicLong();

  private final Map<String, Route> routes = new LinkedHashMap<>();
  private final Set<String> signed = new LinkedHashSet<>();
  private final List<VerificationListener> listeners = new ArrayList<>();
  private int maxSignedResponseBytes = SignedRoutes.DEFAULT_MAX_BYTES;
  private @Nullable Long maxBodyBytesInFlight;
  private LedgerStep ledger = LedgerStep.NONE;
  private boolean proceedsWithoutLedger;

  /** Returns these parts and, besides, what a configuration says. */
  FilterParts with(LacreConfig config) {
    FilterParts all = copy();
    config
        .routes()
        .forEach(
            (pattern, route) -> {
              all.route(new Route(pattern, route.verifier(), route.bodyTimeout()));
              if (route.signResponses()) {
                all.signResponses(pattern);
              }
            });
    if (maxBodyBytesInFlight == null) {
      config.maxBodyBytesInFlight().ifPresent(all::maxBodyBytesInFlight);
    }
    if (ledger.ledger() == null) {
      config.ledger().ifPresent(all::inMemory);
    }
    return all;
  }

  FilterParts copy() {
    FilterParts copy = new FilterParts();
    copy.routes.putAll(routes);
    copy.signed.addAll(signed);
    copy.listeners.addAll(listeners);
    copy.maxSignedResponseBytes = maxSignedResponseBytes;
    copy.maxBodyBytesInFlight = maxBodyBytesInFlight;
    copy.ledger = ledger;
    copy.proceedsWithoutLedger = proceedsWithoutLedger;
    return copy;
  }

  void route(Route route) {
    if (routes.putIfAbsent(route.pattern(), route) != null) {
      throw new IllegalArgumentException(
          "The route '" + route.pattern() + "' stands twice; a path is bound to one operation.");
    }
  }

  void maxBodyBytesInFlight(long bytes) {
    maxBodyBytesInFlight = bytes;
  }

  void signResponses(String pattern) {
    signed.add(pattern);
  }

  void maxSignedResponseBytes(int bytes) {
    maxSignedResponseBytes = SignedRoutes.checkedMaxBytes(bytes);
  }

  void listener(VerificationListener listener) {
    listeners.add(listener);
  }

  void ledger(DeliveryLedger given, Duration lease) {
    given.checkLease(DeliveryClaim.checkLease(lease));
    ledger = new LedgerStep(given, lease, false);
  }

  private void inMemory(LedgerConfig bounds) {
    ledger(
        DeliveryLedger.inMemory(bounds.retention(), bounds.maxEntries(), Clock.systemUTC()),
        bounds.lease());
  }

  void proceedWithoutLedger() {
    proceedsWithoutLedger = true;
  }

  /** Returns what proves the requests to each route. */
  Map<String, WebhookVerifier> verifiers() {
    Map<String, WebhookVerifier> verifiers = new LinkedHashMap<>();
    routes.forEach((pattern, route) -> verifiers.put(pattern, route.verifier()));
    return verifiers;
  }

  /**
   * Returns what a filter works by.
   *
   * @throws IllegalArgumentException as {@link WebhookFilter.Builder#build}
   */
  FilterSetup setup() {
    Map<String, Route> ready = new LinkedHashMap<>(routes);
    if (ledger.ledger() != null) {
      ready.replaceAll((pattern, route) -> route.readingEventId());
    }
    return new FilterSetup(
        WebhookFilter.class.getName() + "." + INSTANCES.incrementAndGet(),
        RouteTable.of(ready),
        Map.copyOf(ready),
        new BodyBudget(maxBodyBytesInFlight == null ? defaultBudget() : maxBodyBytesInFlight),
        new LedgerStep(ledger.ledger(), ledger.lease(), proceedsWithoutLedger),
        new SignedRoutes(signed, maxSignedResponseBytes).checked(routes),
        new Listeners(listeners),
        ready.keySet().iterator().next());
  }

  /** Buffers grow by doubling, so they and their copies may take three times what they hold. */
  private long defaultBudget() {
    long longest =
        routes.values().stream()
            .mapToLong(route -> route.verifier().maxBodyBytes())
            .max()
            .orElse(1);
    return Math.max(longest, Runtime.getRuntime().maxMemory() / 8);
  }
}
