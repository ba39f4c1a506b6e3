package dev.lacre.signer;

import dev.lacre.signer.internal.OpaqueId;

/**
 * The identity of the application that sends a webhook, as it stands in the scheme's application
 * header ({@code X-App-Id} in Open Delivery).
 *
 * <p>An opaque token of 1 to 128 visible ASCII characters, compared exactly: letter case counts.
 * Open Delivery fills it with a UUID; Lacre does not require one. A type of its own, so that it
 * cannot be swapped with a {@link MerchantId}.
 *
 * @param value the identifier as it is sent
 */
public record AppId(String value) {

  /**
   * Returns the identifier with this value, checked.
   *
   * @param value 1 to 128 visible ASCII characters
   * @throws IllegalArgumentException if it is not 1 to 128 visible ASCII characters
   */
  public AppId {
    OpaqueId.check("application id", value);
  }

  /**
   * Returns the identifier with this value.
   *
   * @param value 1 to 128 visible ASCII characters
   * @return the identifier
   * @throws IllegalArgumentException if the value is anything else
   */
  public static AppId of(String value) {
    return new AppId(value);
  }
}
