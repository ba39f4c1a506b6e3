package dev.lacre.verifier.config;

import dev.lacre.verifier.WebhookVerifier;
import java.time.Duration;

/**
 * What a configuration says about one route. Immutable.
 *
 * @param verifier proves what comes to the route
 * @param bodyTimeout the longest time that a body may take to arrive
 * @param signResponses whether the answers of the application are signed
 */
public record RouteConfig(WebhookVerifier verifier, Duration bodyTimeout, boolean signResponses) {

  /** The longest time that a body may take unless a route says otherwise: ten seconds. */
  public static final Duration DEFAULT_BODY_TIMEOUT = Duration.ofSeconds(10);
}
