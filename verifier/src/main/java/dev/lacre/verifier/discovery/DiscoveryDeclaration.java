package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Scope;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application declares of its authentication: the {@code authentication} block of the
 * manifest at {@code /.well-known/opendelivery}, as the Open Delivery authentication page, section
 * "Discovery Declaration", has it.
 *
 * <p>One's own is made from what the filter enforces, and so declares nothing else:
 *
 * <pre>{@code
 * DiscoveryDeclaration declaration =
 *     DiscoveryDeclaration.enforcing(config)
 *         .model(AuthenticationModel.AUTHORIZATION_CODE) // the filter cannot know it
 *         .merchantDiscovery(true)
 *         .build();
 * }</pre>
 *
 * <p>The other side's is read, in the page's shape or the draft's ({@code supportedGrantTypes},
 * {@code clientIdGeneration}), and written in the page's. Fields that are not known are kept. What
 * the draft's shape does not say is absent here, and its two fields are kept beside the page's.
 *
 * <p>A declaration is data. Nothing that verifies takes one: whatever the other side declares, what
 * is demanded of it stays the same. Immutable and thread-safe.
 */
public final class DiscoveryDeclaration {

  /** Where a declaration is served, relative to an application's address. */
  public static final String WELL_KNOWN_PATH = "/.well-known/opendelivery";

  /** The longest document that is read, in bytes: one mebibyte. */
  public static final int MAX_BYTES = JsonReader.MAX_BYTES;

  private final List<AuthenticationModel> models;
  private final @Nullable AuthenticationModel defaultModel;
  private final List<Scope> scopes;
  private final @Nullable MessageSigning signing;
  private final @Nullable MerchantDiscovery merchants;
  private final Map<String, JsonValue> others;

  DiscoveryDeclaration(Block block) {
    this.models = block.models() == null ? List.of() : List.copyOf(block.models());
    this.defaultModel = block.defaultModel();
    this.scopes = block.scopes() == null ? List.of() : List.copyOf(block.scopes());
    this.signing = block.signing() == null ? null : block.signing().declared();
    this.merchants = block.merchants() == null ? null : block.merchants().declared();
    this.others = block.others();
  }

  DiscoveryDeclaration(
      List<AuthenticationModel> models,
      AuthenticationModel defaultModel,
      List<Scope> scopes,
      MessageSigning signing,
      MerchantDiscovery merchants,
      Map<String, JsonValue> others) {
    this.models = List.copyOf(models);
    this.defaultModel = defaultModel;
    this.scopes = List.copyOf(scopes);
    this.signing = signing;
    this.merchants = merchants;
    this.others = others;
  }

  /**
   * Returns what these routes enforce.
   *
   * @param config the configuration of the filter
   * @return the declaration
   * @throws InvalidDiscoveryException if the routes leave something unsaid that the specification
   *     requires, such as a model where no route demands a signature; say it with {@link
   *     #enforcing(LacreConfig)}
   */
  public static DiscoveryDeclaration of(LacreConfig config) {
    return enforcing(config).build();
  }

  /**
   * Returns a builder that has what a configuration's routes enforce.
   *
   * @param config the configuration of the filter
   * @return the builder, for what the filter cannot know
   */
  public static DiscoveryBuilder enforcing(LacreConfig config) {
    Map<String, WebhookVerifier> routes = new LinkedHashMap<>();
    for (Map.Entry<String, RouteConfig> route : config.routes().entrySet()) {
      routes.put(route.getKey(), route.getValue().verifier());
    }
    return enforcing(routes);
  }

  /**
   * Returns a builder that has what these routes enforce. The models are those of directories that
   * {@link dev.lacre.verifier.CredentialDirectory#of} made; of others, say them.
   *
   * @param routes from a route's pattern to what verifies it, in the order to declare them
   * @return the builder, for what the routes do not tell
   */
  public static DiscoveryBuilder enforcing(Map<String, WebhookVerifier> routes) {
    return EnforcedRoutes.declared(routes);
  }

  /**
   * Returns a builder of a declaration that says nothing yet, for an application without a filter.
   *
   * @return the builder
   */
  public static DiscoveryBuilder builder() {
    return new DiscoveryBuilder();
  }

  /**
   * Reads a declaration: the block itself, or a manifest with a member {@code authentication}. All
   * that is wrong is told at once.
   *
   * @param document UTF-8 JSON, at most {@value #MAX_BYTES} bytes, 64 levels deep, without a member
   *     that stands twice
   * @return the declaration, or what is wrong
   */
  public static DiscoveryReading read(byte[] document) {
    return DocumentReader.read(document);
  }

  /**
   * Returns the supported models.
   *
   * @return one model at least
   */
  public List<AuthenticationModel> supportedModels() {
    return models;
  }

  /**
   * Returns the model to begin with.
   *
   * @return the model, or nothing if a draft's block has several
   */
  public Optional<AuthenticationModel> defaultModel() {
    return Optional.ofNullable(defaultModel);
  }

  /**
   * Returns the supported scopes.
   *
   * @return the scopes; empty if a draft's block does not say them
   */
  public List<Scope> scopes() {
    return scopes;
  }

  /**
   * Returns whether and how messages are signed.
   *
   * @return what is said of it, or nothing if a draft's block does not say it
   */
  public Optional<MessageSigning> messageSigning() {
    return Optional.ofNullable(signing);
  }

  /**
   * Returns whether merchants can be listed.
   *
   * @return what is said of it, or nothing if a draft's block does not say it
   */
  public Optional<MerchantDiscovery> merchantDiscovery() {
    return Optional.ofNullable(merchants);
  }

  /**
   * Returns the fields that the page does not know.
   *
   * @return from name to JSON text, in their order
   */
  public Map<String, String> otherFields() {
    return JsonText.texts(others);
  }

  /**
   * Returns the block in the page's shape. What is not known is left out, never invented.
   *
   * @return UTF-8 JSON; the same bytes for the same declaration
   */
  public byte[] toJson() {
    return JsonText.document(json());
  }

  JsonValue json() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(Block.MODELS, words(models.stream().map(AuthenticationModel::code).toList()));
    if (defaultModel != null) {
      members.put(Block.DEFAULT, new JsonValue.Text(defaultModel.code()));
    }
    if (!scopes.isEmpty()) {
      members.put(Block.SCOPES, words(scopes.stream().map(Scope::code).toList()));
    }
    if (signing != null) {
      members.put(Block.SIGNING, signing.json());
    }
    if (merchants != null) {
      members.put(Block.MERCHANTS, merchants.json());
    }
    members.putAll(others);
    return new JsonValue.Members(members);
  }

  private static JsonValue words(List<String> words) {
    return new JsonValue.Items(
        words.stream().map(word -> (JsonValue) new JsonValue.Text(word)).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiscoveryDeclaration that && json().equals(that.json());
  }

  @Override
  public int hashCode() {
    return Objects.hash(models, scopes);
  }

  /** Returns the block on one line. */
  @Override
  public String toString() {
    return JsonText.line(json());
  }
}
