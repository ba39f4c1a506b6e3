package dev.lacre.servlet;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; one that fails harms neither the others nor the request. Thread-safe. */
final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private final List<VerificationListener> all;

  Listeners(List<VerificationListener> all) {
    this.all = List.copyOf(all);
  }

  /** Tells whether nobody listens. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  void tell(Consumer<VerificationListener> news) {
    for (VerificationListener each : all) {
      try {
        news.accept(each);
      } catch (Throwable failure) {
        // An Error too, and a checked exception of a language that does not declare them.
        LOG.error("a verification listener failed", failure);
      }
    }
  }
}
