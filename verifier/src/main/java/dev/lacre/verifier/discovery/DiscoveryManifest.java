package dev.lacre.verifier.discovery;

import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A manifest with an {@code authentication} block that says what is enforced: what {@value
 * DiscoveryDeclaration#WELL_KNOWN_PATH} serves. Immutable and thread-safe.
 *
 * <p>A manifest of one's own keeps all its other members. Its own {@code authentication}, whole or
 * in part, may add what the filter cannot know: models, scopes, the default model, merchant
 * discovery, fields of one's own. It must not say otherwise than what is enforced: that is an error
 * when the manifest is made.
 */
public final class DiscoveryManifest {

  private final DiscoveryDeclaration declaration;
  private final JsonValue.Members document;

  private DiscoveryManifest(DiscoveryDeclaration declaration, Map<String, JsonValue> around) {
    this.declaration = declaration;
    Map<String, JsonValue> members = new LinkedHashMap<>(around);
    members.put(Block.AUTHENTICATION, declaration.json());
    this.document = new JsonValue.Members(members);
  }

  /**
   * Returns a manifest that has nothing but the block.
   *
   * @param declaration the block
   * @return the manifest
   */
  public static DiscoveryManifest of(DiscoveryDeclaration declaration) {
    return new DiscoveryManifest(declaration, Map.of());
  }

  /**
   * Returns a manifest of one's own, with the block put in or completed.
   *
   * @param enforced what the filter enforces; what the manifest adds is added to it, so it serves
   *     for one manifest
   * @param manifest one's own manifest, UTF-8 JSON of at most {@value
   *     DiscoveryDeclaration#MAX_BYTES} bytes
   * @return the manifest
   * @throws InvalidDiscoveryException that tells all that is wrong with the manifest, each with its
   *     pointer, and what it says otherwise than what is enforced
   */
  public static DiscoveryManifest of(DiscoveryBuilder enforced, byte[] manifest) {
    Issues issues = new Issues();
    JsonValue root = JsonReader.read(manifest, issues);
    JsonValue.Members object = root == null ? null : DocumentReader.object("", root, issues);
    if (object == null) {
      throw new InvalidDiscoveryException(issues.all());
    }
    JsonValue own = object.values().get(Block.AUTHENTICATION);
    if (own != null) {
      String pointer = Fields.below("", Block.AUTHENTICATION);
      JsonValue.Members members = DocumentReader.object(pointer, own, issues);
      if (members != null) {
        Block block = BlockReader.read(pointer, members, issues, BlockReader.Extent.PART);
        add(enforced, block, pointer, issues);
      }
    }
    if (issues.hasErrors()) {
      throw new InvalidDiscoveryException(issues.all());
    }
    return new DiscoveryManifest(enforced.build(), object.values());
  }

  private static void add(DiscoveryBuilder enforced, Block own, String pointer, Issues issues) {
    if (own.models() != null) {
      if (!own.models().containsAll(enforced.models())) {
        contradicts(
            pointer,
            own.others().containsKey(DraftShape.CLIENT_IDS) ? DraftShape.CLIENT_IDS : Block.MODELS,
            "leaves out a model whose credentials are configured",
            issues);
      }
      own.models().forEach(enforced::model);
    }
    if (own.defaultModel() != null && enforced.defaultModel() == null) {
      enforced.defaultModel(own.defaultModel());
    } else if (own.defaultModel() != null && own.defaultModel() != enforced.defaultModel()) {
      contradicts(pointer, Block.DEFAULT, "is not what was said in code", issues);
    }
    if (own.scopes() != null) {
      if (!own.scopes().containsAll(enforced.scopes())) {
        contradicts(pointer, Block.SCOPES, "leaves out a scope of a route's operation", issues);
      }
      own.scopes().forEach(enforced::scope);
    }
    if (own.signing() != null && enforced.signing() != null) {
      compare(Fields.below(pointer, Block.SIGNING), own.signing(), enforced.signing(), issues);
    }
    if (own.merchants() != null && own.merchants().supported() != null) {
      boolean supported = own.merchants().supported();
      if (enforced.merchants() == null) {
        enforced.merchantDiscovery(supported);
      } else if (enforced.merchants() != supported) {
        contradicts(
            Fields.below(pointer, Block.MERCHANTS),
            MerchantDiscovery.SUPPORTED,
            "is not what was said in code",
            issues);
      }
    }
    enforced.keep(own);
  }

  private static void compare(
      String pointer, Block.Signing own, MessageSigning enforced, Issues issues) {
    if (own.supported() != null && own.supported() != enforced.supported()) {
      contradicts(
          pointer,
          MessageSigning.SUPPORTED,
          "is "
              + own.supported()
              + ", but "
              + (enforced.supported() ? "a" : "no")
              + " route demands a signature",
          issues);
    }
    if (own.required() != null && own.required() != enforced.required()) {
      contradicts(
          pointer,
          MessageSigning.REQUIRED,
          "is "
              + own.required()
              + ", but "
              + (enforced.required() ? "every route demands" : "not every route demands")
              + " a signature",
          issues);
    }
    if (own.mechanism() != null && !own.mechanism().equals(enforced.mechanism().orElse(null))) {
      contradicts(pointer, MessageSigning.MECHANISM, "is not that of the routes", issues);
    }
    if (own.operations() != null && !names(own.operations()).equals(names(enforced.operations()))) {
      contradicts(
          pointer,
          MessageSigning.OPERATIONS,
          "are not those of the routes that demand a signature",
          issues);
    }
  }

  private static List<String> names(List<SignedOperation> operations) {
    return operations.stream().map(SignedOperation::name).distinct().sorted().toList();
  }

  private static void contradicts(String pointer, String name, String fact, Issues issues) {
    issues.error(
        Fields.below(pointer, name),
        Code.NOT_ENFORCED,
        "'"
            + name
            + "' "
            + fact
            + "; what is declared must be what is enforced: leave it out, or correct the routes");
  }

  /**
   * Returns the block.
   *
   * @return what is declared
   */
  public DiscoveryDeclaration declaration() {
    return declaration;
  }

  /**
   * Returns the manifest.
   *
   * @return UTF-8 JSON; the same bytes for the same manifest
   */
  public byte[] toJson() {
    return JsonText.document(document);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiscoveryManifest that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return Objects.hash(document);
  }

  /** Returns the block on one line. */
  @Override
  public String toString() {
    return "DiscoveryManifest[" + declaration + "]";
  }
}
