package dev.lacre.signer;

import dev.lacre.signer.internal.OpaqueId;
import java.util.Optional;

/**
 * The identity of the application that sends a webhook, as it stands in the scheme's application
 * header ({@code X-App-Id} in Open Delivery).
 *
 * <p>An opaque token of 1 to 128 visible ASCII characters, compared exactly: letter case counts.
 * Open Delivery fills it with a UUID; Lacre does not require one. A type of its own, so that it
 * cannot be swapped with a {@link MerchantId}.
 *
 * <p>Immutable and thread-safe; two are equal if their texts are.
 */
public final class AppId {

  private final String value;

  private AppId(String value) {
    this.value = value;
  }

  /**
   * Returns the identifier with this value.
   *
   * @param value 1 to 128 visible ASCII characters
   * @return the identifier
   * @throws IllegalArgumentException if the value is anything else
   */
  public static AppId of(String value) {
    OpaqueId.check("application id", value);
    return new AppId(value);
  }

  /**
   * Returns the identifier with a value that may not be one, such as a header's.
   *
   * @param value any text
   * @return the identifier, or nothing if the value is not 1 to 128 visible ASCII characters
   */
  public static Optional<AppId> parse(String value) {
    return OpaqueId.isValid(value) ? Optional.of(new AppId(value)) : Optional.empty();
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
    return other instanceof AppId id && id.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns the identifier, which is no secret. */
  @Override
  public String toString() {
    return "AppId[" + value + "]";
  }
}
