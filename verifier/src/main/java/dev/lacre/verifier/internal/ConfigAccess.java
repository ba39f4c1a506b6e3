package dev.lacre.verifier.internal;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.config.LacreConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way to what {@link LacreConfig} keeps from users: what the file says, for a tool that plays
 * the senders. Filled by that class itself when it is initialised.
 */
public final class ConfigAccess {

  /**
   * Who holds these secrets.
   *
   * @param merchantId the one merchant in the merchant model, or null in the application model
   * @param merchants whom the secrets may speak for
   */
  public record Sender(
      AppId appId,
      @Nullable MerchantId merchantId,
      List<Secret> secrets,
      List<MerchantId> merchants) {}

  /**
   * From where senders may come.
   *
   * @param allow the rules, or null if any address may
   * @param trustedProxies empty if there is none
   * @param forwardedHeader null if there is no trusted proxy
   */
  public record Addresses(
      @Nullable List<String> allow,
      List<String> trustedProxies,
      @Nullable String forwardedHeader) {}

  /**
   * What a route demands of a delivery.
   *
   * @param aliases each alias of a store with the merchant it stands for
   * @param authenticate the credentials that must all be right, as the file names them: {@code
   *     signature}, {@code api-key} and {@code bearer}, one of them at least
   */
  public record RouteRules(
      @Nullable String storeHeader,
      @Nullable String storePointer,
      @Nullable Integer storePathSegment,
      Map<String, String> aliases,
      MerchantProof merchantProof,
      List<String> authenticate) {}

  /**
   * Who is known by an API key or a bearer token.
   *
   * @param keys the API keys, or none for a client that presents tokens
   * @param merchants whom it may speak for
   */
  public record Client(AppId appId, List<Secret> keys, Set<MerchantId> merchants) {}

  /**
   * All who are known otherwise than by a signature.
   *
   * @param keyHeader the header that carries an API key
   * @param ofKeys who presents API keys
   * @param ofTokens who presents bearer tokens
   */
  public record Callers(String keyHeader, List<Client> ofKeys, List<Client> ofTokens) {}

  /** All that the file says about who may send what. */
  public record Setup(
      List<Sender> senders, Callers callers, Addresses addresses, Map<String, RouteRules> routes) {}

  /** What a configuration lets only the modules of Lacre do. */
  public interface OfConfig {
    /** Returns what the file says. */
    Setup setup(LacreConfig config);
  }

  private static volatile @Nullable OfConfig ofConfig;

  private ConfigAccess() {}

  /** Called by {@link LacreConfig} when it is initialised. */
  public static void configs(OfConfig access) {
    ofConfig = access;
  }

  /** Returns what the file says. */
  public static Setup setup(LacreConfig config) {
    OfConfig access = ofConfig;
    if (access == null) {
      throw new IllegalStateException("a configuration exists before its access is filled");
    }
    return access.setup(config);
  }
}
