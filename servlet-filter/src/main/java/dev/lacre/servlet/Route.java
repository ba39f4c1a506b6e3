package dev.lacre.servlet;

import dev.lacre.verifier.WebhookVerifier;
import java.time.Duration;

/** What belongs to a protected path. */
record Route(String pattern, WebhookVerifier verifier, Duration bodyTimeout) {

  Route {
    if (bodyTimeout.isNegative() || bodyTimeout.isZero()) {
      throw new IllegalArgumentException(
          "The body timeout "
              + bodyTimeout
              + " of route '"
              + pattern
              + "' is not positive; give the longest time a body may take, such as PT10S.");
    }
  }

  /** Returns the same route, whose verifier also reads the event's id. */
  Route readingEventId() {
    return new Route(pattern, verifier.readingEventId(), bodyTimeout);
  }
}
