package dev.lacre.signer;

import dev.lacre.signer.internal.OpaqueId;

/**
 * The identity of the merchant (the store) that a webhook speaks for, as it stands in the scheme's
 * merchant header ({@code X-App-MerchantId} in Open Delivery).
 *
 * <p>An opaque token of 1 to 128 visible ASCII characters, compared exactly: letter case counts. A
 * type of its own, so that it cannot be swapped with an {@link AppId}.
 *
 * @param value the identifier as it is sent
 */
public record MerchantId(String value) {

  /**
   * Returns the identifier with this value, checked.
   *
   * @param value 1 to 128 visible ASCII characters
   * @throws IllegalArgumentException if it is not 1 to 128 visible ASCII characters
   */
  public MerchantId {
    OpaqueId.check("merchant id", value);
  }

  /**
   * Returns the identifier with this value.
   *
   * @param value 1 to 128 visible ASCII characters
   * @return the identifier
   * @throws IllegalArgumentException if the value is anything else
   */
  public static MerchantId of(String value) {
    return new MerchantId(value);
  }
}
