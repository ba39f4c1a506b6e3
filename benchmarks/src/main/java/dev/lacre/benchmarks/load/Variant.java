package dev.lacre.benchmarks.load;

import dev.lacre.servlet.WebhookFilter;
import dev.lacre.verifier.ledger.DeliveryLedger;
import jakarta.servlet.Filter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/** What stands in front of the servlet under load. */
enum Variant {
  /** Nothing. */
  BARE {
    @Override
    Optional<Filter> filter() {
      return Optional.empty();
    }
  },

  /** A filter that keeps the body and checks nothing: what any filter that reads bodies costs. */
  BUFFERED {
    @Override
    Optional<Filter> filter() {
      return Optional.of(new BufferingFilter());
    }
  },

  /** The webhook filter: path, address, headers, body, signature, merchant. */
  FILTER {
    @Override
    Optional<Filter> filter() {
      return Optional.of(WebhookFilter.builder().route(ROUTE, LoadDeliveries.verifier()).build());
    }
  },

  /**
   * The webhook filter with a ledger in memory that is full, and forgets a delivery before it comes
   * again.
   */
  LEDGER {
    @Override
    Optional<Filter> filter() {
      return Optional.of(
          WebhookFilter.builder()
              .route(ROUTE, LoadDeliveries.verifier())
              .ledger(
                  DeliveryLedger.inMemory(
                      DeliveryLedger.DEFAULT_RETENTION,
                      LoadDeliveries.COUNT / 2,
                      Clock.systemUTC()))
              .build());
    }
  };

  /** The path that all variants serve. */
  static final String ROUTE = "/v1/newEvent";

  /** Returns a new filter to put in front, or nothing. */
  abstract Optional<Filter> filter();

  static Variant named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
