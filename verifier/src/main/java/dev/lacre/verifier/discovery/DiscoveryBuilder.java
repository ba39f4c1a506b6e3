package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Scope;
import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DiscoveryDeclaration} in the making. What routes enforce can be added to, and not taken
 * back. Not thread-safe.
 */
public final class DiscoveryBuilder {

  /** The order of the page's example: the recommended model first. */
  private static final List<AuthenticationModel> ORDER =
      List.of(
          AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
          AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT,
          AuthenticationModel.AUTHORIZATION_CODE);

  private final Set<AuthenticationModel> models = new LinkedHashSet<>();
  private final Set<Scope> scopes = new LinkedHashSet<>();
  private @Nullable AuthenticationModel defaultModel;
  private @Nullable MessageSigning signing;
  private @Nullable Boolean merchants;
  private Map<String, JsonValue> others = Map.of();
  private Map<String, JsonValue> merchantsOthers = Map.of();

  /** Why no model is known, for a message; and whether a model that is known may not be all. */
  private String noModels = "no model was named";

  private @Nullable String moreModels;
  private boolean modelsNamed;

  DiscoveryBuilder() {}

  /**
   * Adds a model by which clients of this application get credentials.
   *
   * @param model the model
   * @return this builder
   */
  public DiscoveryBuilder model(AuthenticationModel model) {
    models.add(model);
    modelsNamed = true;
    return this;
  }

  /**
   * Sets the model to begin with. Unless set, it is the first there is of {@code
   * client_credentials_application}, {@code client_credentials_merchant} and {@code
   * authorization_code}.
   *
   * @param model one of the models
   * @return this builder
   * @throws IllegalStateException if it is set already
   */
  public DiscoveryBuilder defaultModel(AuthenticationModel model) {
    this.defaultModel = once("defaultModel", defaultModel, model);
    return this;
  }

  /**
   * Adds a scope that can be granted.
   *
   * @param scope the scope
   * @return this builder
   */
  public DiscoveryBuilder scope(Scope scope) {
    scopes.add(scope);
    return this;
  }

  /**
   * Sets whether and how messages are signed.
   *
   * @param declared what to declare
   * @return this builder
   * @throws IllegalStateException if it is set already, by what the routes enforce
   */
  public DiscoveryBuilder messageSigning(MessageSigning declared) {
    this.signing = once("messageSigning", signing, declared);
    return this;
  }

  /**
   * Sets whether an endpoint lists the merchants. Unless set, none does.
   *
   * @param supported true if there is one
   * @return this builder
   * @throws IllegalStateException if it is set already
   */
  public DiscoveryBuilder merchantDiscovery(boolean supported) {
    this.merchants = once("merchantDiscovery", merchants, supported);
    return this;
  }

  /**
   * Returns the declaration.
   *
   * @return the declaration
   * @throws InvalidDiscoveryException that tells all that is missing or contradicts itself
   */
  public DiscoveryDeclaration build() {
    Issues issues = new Issues();
    checkModels(issues);
    AuthenticationModel byDefault = defaultModel == null ? firstModel() : defaultModel;
    if (scopes.isEmpty()) {
      issues.error(
          "/authentication/scopes",
          Code.MISSING,
          "no operation has a scope, but a declaration must name those that can be granted; name"
              + " them, in code by scope(...), or in the manifest's own 'authentication'");
    }
    if (signing == null) {
      issues.error(
          "/authentication/messageSigning",
          Code.MISSING,
          "it is not said whether messages are signed, but a declaration must say it; say it by"
              + " messageSigning(...)");
    }
    if (byDefault == null || signing == null || issues.hasErrors()) {
      throw new InvalidDiscoveryException(issues.all());
    }
    return new DiscoveryDeclaration(
        ORDER.stream().filter(models::contains).toList(),
        byDefault,
        List.of(Scope.values()).stream().filter(scopes::contains).toList(),
        signing,
        new MerchantDiscovery(Boolean.TRUE.equals(merchants), merchantsOthers),
        others);
  }

  private void checkModels(Issues issues) {
    if (models.isEmpty()) {
      issues.error(
          "/authentication/supportedModels",
          Code.MISSING,
          noModels
              + ", but a declaration needs one model at least, and a default; name those by which"
              + " clients get their credentials, in code by model(...), or in the manifest's own"
              + " 'authentication'; an application with none of them has nothing to declare here");
    } else if (moreModels != null && !modelsNamed) {
      issues.error(
          "/authentication/supportedModels",
          Code.MISSING,
          moreModels
              + ", so the models that are known may not be all; name all of them, by model(...)");
    } else if (defaultModel != null && !models.contains(defaultModel)) {
      issues.error(
          "/authentication/defaultModel",
          Code.DEFAULT_NOT_SUPPORTED,
          "the default model '"
              + defaultModel.code()
              + "' is not among the models; add it, or name one of them");
    }
  }

  private @Nullable AuthenticationModel firstModel() {
    return ORDER.stream().filter(models::contains).findFirst().orElse(null);
  }

  private static <T> T once(String option, @Nullable T before, T now) {
    if (before != null) {
      throw new IllegalStateException(
          option + " is set already, if not by you, then by what the routes enforce; set it once.");
    }
    return now;
  }

  /** Adds a model that routes enforce. */
  void enforced(AuthenticationModel model) {
    models.add(model);
  }

  /** Says why routes name no model. */
  void noModels(String why) {
    this.noModels = why;
  }

  /** Says why there may be models that the routes do not tell. */
  void moreModels(String why) {
    this.noModels = why;
    this.moreModels = why;
  }

  Set<AuthenticationModel> models() {
    return models;
  }

  Set<Scope> scopes() {
    return scopes;
  }

  @Nullable MessageSigning signing() {
    return signing;
  }

  @Nullable AuthenticationModel defaultModel() {
    return defaultModel;
  }

  @Nullable Boolean merchants() {
    return merchants;
  }

  /** Keeps the fields of a manifest's own block that are not known here. */
  void keep(Block supplied) {
    this.others = supplied.others();
    if (supplied.merchants() != null) {
      this.merchantsOthers = supplied.merchants().others();
    }
    if (supplied.signing() != null && signing != null) {
      this.signing = signing.withOthers(supplied.signing().others());
    }
  }
}
