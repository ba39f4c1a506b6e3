package dev.lacre.cli;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.ConfigAccess.RouteRules;
import dev.lacre.verifier.internal.RouteTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lacre.json} says about the place that a URL names. Immutable.
 *
 * @param config all that it says
 * @param setup the same, with what it keeps from users
 * @param pattern the route, or null if the URL's path is none of the configuration
 * @param route what verifies there, or null
 * @param rules what is demanded there, or null
 */
record SendRoute(
    LacreConfig config,
    ConfigAccess.Setup setup,
    @Nullable String pattern,
    @Nullable RouteConfig route,
    @Nullable RouteRules rules) {

  static SendRoute of(LacreConfig config, SendAddress address) {
    ConfigAccess.Setup setup = ConfigAccess.setup(config);
    RouteTable.Match<RouteConfig> match = RouteTable.of(config.routes()).match(address.path());
    RouteConfig route = match.route();
    return new SendRoute(
        config,
        setup,
        route == null ? null : match.pattern(),
        route,
        route == null ? null : setup.routes().get(match.pattern()));
  }

  boolean isKnown() {
    return route != null;
  }

  /** Returns the credentials that must all be there; of an unknown route, a signature. */
  List<String> demanded() {
    return rules == null ? List.of("signature") : rules.authenticate();
  }
}
