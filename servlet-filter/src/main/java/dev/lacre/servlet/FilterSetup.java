package dev.lacre.servlet;

import dev.lacre.verifier.internal.RouteTable;
import java.util.Map;

/**
 * What a filter works with once it is set up. Immutable but for the budget.
 *
 * @param deliveryAttribute under which this filter keeps a verified request for later dispatches
 * @param table finds the route of a path
 * @param routes from pattern to route
 * @param budget bounds the bodies held at once
 * @param responses which routes sign their responses
 * @param listener is told each outcome
 */
record FilterSetup(
    String deliveryAttribute,
    RouteTable<Route> table,
    Map<String, Route> routes,
    BodyBudget budget,
    SignedRoutes responses,
    WebhookListener listener) {

  /** Returns a pattern to name where a path could be any route. */
  String anyPattern() {
    return routes.keySet().iterator().next();
  }
}
