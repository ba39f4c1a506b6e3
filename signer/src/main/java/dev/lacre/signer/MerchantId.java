package dev.lacre.signer;

import dev.lacre.signer.internal.OpaqueId;
import java.util.Optional;

/**
 * The identity of the merchant (the store) that a webhook speaks for, as it stands in the scheme's
 * merchant header ({@code X-App-MerchantId} in Open Delivery).
 *
 * <p>An opaque token of 1 to 128 visible ASCII characters, compared exactly: letter case counts. A
 * type of its own, so that it cannot be swapped with an {@link AppId}.
 *
 * <p>Immutable and thread-safe; two are equal if their texts are.
 */
public final class MerchantId {

  private final String value;

  private MerchantId(String value) {
    this.value = value;
  }

  /**
   * Returns the identifier with this value.
   *
   * @param value 1 to 128 visible ASCII characters
   * @return the identifier
   * @throws IllegalArgumentException if the value is anything else
   */
  public static MerchantId of(String value) {
    OpaqueId.check("merchant id", value);
    return new MerchantId(value);
  }

  /**
   * Returns the identifier with a value that may not be one, such as a header's.
   *
   * @param value any text
   * @return the identifier, or nothing if the value is not 1 to 128 visible ASCII characters
   */
  public static Optional<MerchantId> parse(String value) {
    return OpaqueId.isValid(value) ? Optional.of(new MerchantId(value)) : Optional.empty();
  }

  /**
   * Returns the identifier as it is sent.
   *
   * @return 1 to 128 visible ASCII characters
   */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MerchantId id && id.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns the identifier, which is no secret. */
  @Override
  public String toString() {
    return "MerchantId[" + value + "]";
  }
}
