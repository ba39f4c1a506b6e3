package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Scope;
import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an {@code authentication} block in either shape and finds all that is wrong with it. */
final class BlockReader {

  /** How much of a block must be there. */
  enum Extent {
    /** All that the page requires. */
    WHOLE,
    /** Any part: it is added to what is known otherwise. */
    PART
  }

  private static final Fields.Words<AuthenticationModel> MODEL_WORDS =
      new Fields.Words<>(
          "model",
          AuthenticationModel::ofCode,
          Code.UNKNOWN_MODEL,
          "client_credentials_application, client_credentials_merchant or authorization_code");

  private static final Fields.Words<Scope> SCOPE_WORDS =
      new Fields.Words<>(
          "scope",
          Scope::ofCode,
          Code.UNKNOWN_SCOPE,
          "od.orders, od.menu, od.logistics, od.crm or od.all");

  private final Fields block;
  private final Issues issues;
  private final Extent extent;
  private final boolean draft;

  private BlockReader(Fields block, Issues issues, Extent extent) {
    this.block = block;
    this.issues = issues;
    this.extent = extent;
    this.draft = DraftShape.isIn(block);
  }

  static Block read(String pointer, JsonValue.Members object, Issues issues, Extent extent) {
    return new BlockReader(new Fields(pointer, object, issues), issues, extent).block();
  }

  private Block block() {
    List<AuthenticationModel> models = models();
    AuthenticationModel byDefault = defaultModel(models);
    List<Scope> scopes = null;
    if (block.has(Block.SCOPES)) {
      scopes = block.takeWords(Block.SCOPES, SCOPE_WORDS);
    } else {
      missing(block, Block.SCOPES);
    }
    Block.Signing signing = signing(scopes);
    Block.Merchants merchants = merchants();
    return new Block(models, byDefault, scopes, signing, merchants, block.rest());
  }

  private @Nullable List<AuthenticationModel> models() {
    boolean said = block.has(Block.MODELS);
    List<AuthenticationModel> models = block.takeWords(Block.MODELS, MODEL_WORDS);
    if (!draft) {
      if (!said) {
        missing(block, Block.MODELS);
      }
      return models;
    }
    List<AuthenticationModel> drafted = DraftShape.models(block, issues);
    if (!said) {
      return drafted;
    }
    if (models != null && drafted != null && !Set.copyOf(models).equals(Set.copyOf(drafted))) {
      issues.error(
          block.at(Block.MODELS),
          Code.SHAPES_DISAGREE,
          "these are not the models that 'supportedGrantTypes' and 'clientIdGeneration' beside"
              + " them come to, so readers would differ; make them say the same, or leave those"
              + " out");
    }
    return models;
  }

  private @Nullable AuthenticationModel defaultModel(@Nullable List<AuthenticationModel> models) {
    if (!block.has(Block.DEFAULT)) {
      if (draft && extent == Extent.WHOLE && models != null && models.size() == 1) {
        return models.get(0);
      }
      missing(block, Block.DEFAULT);
      return null;
    }
    AuthenticationModel model = block.takeWord(Block.DEFAULT, MODEL_WORDS);
    if (model != null
        && models != null
        && !models.isEmpty()
        && extent == Extent.WHOLE
        && !models.contains(model)) {
      issues.error(
          block.at(Block.DEFAULT),
          Code.DEFAULT_NOT_SUPPORTED,
          "the default model is not among 'supportedModels', so it could not be used; name one of"
              + " those, or add it there");
    }
    return model;
  }

  private Block.@Nullable Signing signing(@Nullable List<Scope> scopes) {
    if (!block.has(Block.SIGNING)) {
      missing(block, Block.SIGNING);
      return null;
    }
    Fields fields = block.takeObject(Block.SIGNING);
    return fields == null ? null : new SigningReader(fields, issues, extent, scopes).read();
  }

  private Block.@Nullable Merchants merchants() {
    if (!block.has(Block.MERCHANTS)) {
      missing(block, Block.MERCHANTS);
      return null;
    }
    Fields fields = block.takeObject(Block.MERCHANTS);
    return fields == null
        ? null
        : new Block.Merchants(
            flag(fields, MerchantDiscovery.SUPPORTED, extent, issues), fields.rest());
  }

  /** Within an object that only the page has, the page's rule holds in the draft's shape too. */
  static @Nullable Boolean flag(Fields fields, String name, Extent extent, Issues issues) {
    if (!fields.has(name) && extent == Extent.WHOLE) {
      issues.error(fields.at(name), Code.MISSING, missingText(name));
    }
    return fields.takeFlag(name);
  }

  private void missing(Fields fields, String name) {
    if (extent == Extent.PART) {
      return;
    }
    if (draft) {
      issues.warning(
          fields.at(name),
          Code.NOT_SAID,
          "'"
              + name
              + "' is not said, for the draft's shape has no place for it; nothing is assumed, so"
              + " ask the other side, or write the page's shape");
    } else {
      issues.error(fields.at(name), Code.MISSING, missingText(name));
    }
  }

  private static String missingText(String name) {
    return "'" + name + "' is missing; the specification requires it; add it";
  }
}
