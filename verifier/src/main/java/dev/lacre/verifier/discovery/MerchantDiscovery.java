package dev.lacre.verifier.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Whether merchants can be listed: {@code merchantDiscovery} of a declaration. Immutable. */
public final class MerchantDiscovery {

  static final String SUPPORTED = "supported";

  private final boolean supported;
  private final Map<String, JsonValue> others;

  MerchantDiscovery(boolean supported, Map<String, JsonValue> others) {
    this.supported = supported;
    this.others = others;
  }

  /**
   * Tells whether there is an endpoint that lists merchants.
   *
   * @return true if there is
   */
  public boolean supported() {
    return supported;
  }

  /**
   * Returns the fields that the specification does not know.
   *
   * @return from name to JSON text, in their order
   */
  public Map<String, String> otherFields() {
    return JsonText.texts(others);
  }

  JsonValue json() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(SUPPORTED, new JsonValue.Flag(supported));
    members.putAll(others);
    return new JsonValue.Members(members);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MerchantDiscovery that
        && supported == that.supported
        && others.equals(that.others);
  }

  @Override
  public int hashCode() {
    return Objects.hash(supported, others);
  }

  /** Returns the JSON text. */
  @Override
  public String toString() {
    return JsonText.line(json());
  }
}
