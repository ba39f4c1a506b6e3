package dev.lacre.verifier;

import java.util.Optional;

/** A scope of Open Delivery 2, which says for what a credential was granted. */
public enum Scope {
  /** Orders. */
  ORDERS("od.orders"),

  /** Menu and catalogue. */
  MENU("od.menu"),

  /** Logistics. */
  LOGISTICS("od.logistics"),

  /** Customers and loyalty. */
  CRM("od.crm"),

  /** All capabilities; the one scope of Open Delivery 1. */
  ALL("od.all");

  private final String code;

  Scope(String code) {
    this.code = code;
  }

  /**
   * Returns the scope as tokens and discovery documents name it.
   *
   * @return for example {@code od.orders}
   */
  public String code() {
    return code;
  }

  /**
   * Returns the scope with this code.
   *
   * @param code as {@link #code} returns it
   * @return the scope, or nothing if there is none of that code
   */
  public static Optional<Scope> ofCode(String code) {
    for (Scope scope : values()) {
      if (scope.code.equals(code)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
