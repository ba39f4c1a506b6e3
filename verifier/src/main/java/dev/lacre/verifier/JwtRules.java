package dev.lacre.verifier;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What a token is held against, besides keys. Immutable.
 *
 * @param appIdClaims which claims name the application; the first that is there counts
 */
record JwtRules(
    String issuer,
    String audience,
    String algorithm,
    Duration clockSkew,
    List<String> appIdClaims,
    Clock clock) {}
