package dev.lacre.verifier;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The allowlist that counts now: one for good, or what a supplier gives at the time. */
final class CurrentAllowlist {
  private final @Nullable AddressAllowlist fixed;
  private final Supplier<? extends AddressAllowlist> supplier;

  private CurrentAllowlist(
      @Nullable AddressAllowlist fixed, Supplier<? extends AddressAllowlist> supplier) {
    this.fixed = fixed;
    this.supplier = supplier;
  }

  static CurrentAllowlist of(AddressAllowlist fixed) {
    Objects.requireNonNull(fixed, "allowlist");
    return new CurrentAllowlist(fixed, () -> fixed);
  }

  static CurrentAllowlist from(Supplier<? extends AddressAllowlist> supplier) {
    return new CurrentAllowlist(null, Objects.requireNonNull(supplier, "allowlist"));
  }

  /**
   * Returns the list to judge one request by.
   *
   * @throws RuntimeException if the supplier throws, or gives none
   */
  AddressAllowlist get() {
    return fixed != null
        ? fixed
        : Objects.requireNonNull(supplier.get(), "the supplier of the allowlist gave null");
  }

  /** Returns the fixed list, or that it may be replaced. */
  @Override
  public String toString() {
    return fixed != null ? fixed.toString() : "AddressAllowlist[replaceable]";
  }
}
