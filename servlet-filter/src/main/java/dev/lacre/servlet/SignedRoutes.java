package dev.lacre.servlet;

import dev.lacre.verifier.Verification;
import dev.lacre.verifier.internal.ResponseKey;
import dev.lacre.verifier.internal.VerifierAccess;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which routes sign their responses. Immutable.
 *
 * @param patterns the routes as they were configured
 * @param maxBytes the longest response that is signed
 */
record SignedRoutes(Set<String> patterns, int maxBytes) {

  /** The longest response, in bytes, unless the builder is told otherwise: one mebibyte. */
  static final int DEFAULT_MAX_BYTES = 1_048_576;

  private static final int MOST_BYTES = 1 << 30;

  SignedRoutes {
    patterns = Set.copyOf(patterns);
  }

  static int checkedMaxBytes(int bytes) {
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "The longest signed response is set to "
              + bytes
              + " bytes, but must be 1 to "
              + MOST_BYTES
              + "; it is held in memory until it is signed.");
    }
    return bytes;
  }

  /** Checks that each pattern is a route, and that a response can be signed as it is verified. */
  SignedRoutes checked(Map<String, Route> routes) {
    for (String pattern : patterns) {
      Route route = routes.get(pattern);
      if (route == null) {
        throw new IllegalArgumentException(
            "Responses are to be signed on '"
                + pattern
                + "', which is no route; name a route exactly as it was added.");
      }
      ResponseKey.checked(VerifierAccess.scheme(route.verifier()));
    }
    return this;
  }

  /**
   * Returns how the response to a request is signed, or null if it is not.
   *
   * @param before what was settled for the request when it was verified for another route, which
   *     goes on to hold: a response has one signature
   */
  @Nullable ResponseSigning of(
      Route route, @Nullable Verification accepted, @Nullable Delivery before) {
    if (before != null && before.signing() != null) {
      return before.signing();
    }
    if (accepted == null || !patterns.contains(route.pattern())) {
      return null;
    }
    return new ResponseSigning(route, VerifierAccess.responseKey(accepted), maxBytes);
  }
}
