package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code authentication} block as far as it could be read; null is what is not there. Immutable.
 */
record Block(
    @Nullable List<AuthenticationModel> models,
    @Nullable AuthenticationModel defaultModel,
    @Nullable List<Scope> scopes,
    @Nullable Signing signing,
    @Nullable Merchants merchants,
    Map<String, JsonValue> others) {

  static final String AUTHENTICATION = "authentication";
  static final String MODELS = "supportedModels";
  static final String DEFAULT = "defaultModel";
  static final String SCOPES = "scopes";
  static final String SIGNING = "messageSigning";
  static final String MERCHANTS = "merchantDiscovery";

  /** What stands in {@code messageSigning}. */
  record Signing(
      @Nullable Boolean supported,
      @Nullable Boolean required,
      @Nullable String mechanism,
      @Nullable List<SignedOperation> operations,
      Map<String, JsonValue> others) {

    MessageSigning declared() {
      return new MessageSigning(
          Boolean.TRUE.equals(supported),
          Boolean.TRUE.equals(required),
          mechanism,
          operations == null ? List.of() : operations,
          others);
    }
  }

  /** What stands in {@code merchantDiscovery}. */
  record Merchants(@Nullable Boolean supported, Map<String, JsonValue> others) {

    MerchantDiscovery declared() {
      return new MerchantDiscovery(Boolean.TRUE.equals(supported), others);
    }
  }
}
