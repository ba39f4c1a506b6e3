package dev.lacre.verifier.discovery;

import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The block as the draft of the machine-readable schema has it: {@code supportedGrantTypes} and
 * {@code clientIdGeneration}, both required, and nothing else.
 *
 * <p>{@code client_credentials} with {@code by_app} is {@code client_credentials_application}, with
 * {@code by_merchant} {@code client_credentials_merchant}; {@code authorization_code} is itself,
 * however ids are issued. Default model, scopes, message signing and merchant discovery have no
 * place in it, and are not invented; but the one model of several that is the only one is the
 * default.
 */
final class DraftShape {

  static final String GRANT_TYPES = "supportedGrantTypes";
  static final String CLIENT_IDS = "clientIdGeneration";

  private static final String CLIENT_CREDENTIALS = "client_credentials";

  private static final Fields.Words<String> GRANT_WORDS =
      words(
          "grant type",
          Code.UNKNOWN_GRANT_TYPE,
          CLIENT_CREDENTIALS,
          AuthenticationModel.AUTHORIZATION_CODE.code());

  private static final Fields.Words<AuthenticationModel> CLIENT_ID_WORDS =
      new Fields.Words<>(
          "way to issue client ids",
          word ->
              switch (word) {
                case "by_app" -> Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION);
                case "by_merchant" -> Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT);
                default -> Optional.empty();
              },
          Code.UNKNOWN_CLIENT_ID_GENERATION,
          "by_app or by_merchant");

  private DraftShape() {}

  private static Fields.Words<String> words(
      String what, Code unknown, String first, String second) {
    return new Fields.Words<>(
        what,
        word -> Optional.of(word).filter(w -> w.equals(first) || w.equals(second)),
        unknown,
        first + " or " + second);
  }

  /** Tells whether a block has a field of the draft's. */
  static boolean isIn(Fields block) {
    return block.has(GRANT_TYPES) || block.has(CLIENT_IDS);
  }

  /** Returns the models, or null if they cannot be told. The draft's fields stay in the block. */
  static @Nullable List<AuthenticationModel> models(Fields block, Issues issues) {
    List<String> grants = block.peekWords(GRANT_TYPES, GRANT_WORDS);
    List<AuthenticationModel> ids = block.peekWords(CLIENT_IDS, CLIENT_ID_WORDS);
    required(block, GRANT_TYPES, issues);
    required(block, CLIENT_IDS, issues);
    if (grants == null || ids == null) {
      return null;
    }
    List<AuthenticationModel> models = new ArrayList<>();
    if (grants.contains(CLIENT_CREDENTIALS)) {
      models.addAll(ids);
    }
    if (grants.contains(AuthenticationModel.AUTHORIZATION_CODE.code())) {
      models.add(AuthenticationModel.AUTHORIZATION_CODE);
    }
    return models;
  }

  private static void required(Fields block, String name, Issues issues) {
    if (!block.has(name)) {
      issues.error(
          block.at(name),
          Code.MISSING,
          "'"
              + name
              + "' is missing; the draft's shape, which this block has, needs both its fields to"
              + " tell the models; add it, or write 'supportedModels' instead");
    }
  }
}
