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
 * @param ledger remembers deliveries
 * @param listeners are told each outcome
 * @param responses which routes sign their responses
 * @param anyPattern a pattern to name where a path could be any route
 */
record FilterSetup(
    String deliveryAttribute,
    RouteTable<Route> table,
    Map<String, Route> routes,
    BodyBudget budget,
    LedgerStep ledger,
    SignedRoutes responses,
    Listeners listeners,
    String anyPattern) {

  /** Returns this set-up with the state of an earlier one of the same filter. */
  FilterSetup goingOnFrom(FilterSetup earlier) {
    return new FilterSetup(
        earlier.deliveryAttribute,
        table,
        routes,
        earlier.budget,
        earlier.ledger,
        responses,
        listeners,
        anyPattern);
  }
}
