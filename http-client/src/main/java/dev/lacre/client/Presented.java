package dev.lacre.client;

import java.util.function.BooleanSupplier;

/**
 * A credential as one call carries it. Immutable.
 *
 * @param value the header's value
 * @param refused told when the other side answered 401; returns whether the call may be made again,
 *     with what is presented then
 */
record Presented(String value, BooleanSupplier refused) {

  @Override
  public String toString() {
    return "Presented[redacted]";
  }
}
