package dev.lacre.verifier.discovery;

import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the block in a document, and reads it. */
final class DocumentReader {

  private static final Set<String> FIELDS_OF_A_BLOCK =
      Set.of(
          Block.MODELS,
          Block.DEFAULT,
          Block.SCOPES,
          Block.SIGNING,
          Block.MERCHANTS,
          DraftShape.GRANT_TYPES,
          DraftShape.CLIENT_IDS);

  private DocumentReader() {}

  static DiscoveryReading read(byte[] document) {
    Issues issues = new Issues();
    JsonValue root = JsonReader.read(document, issues);
    Block block = root == null ? null : block(root, issues);
    return new DiscoveryReading(
        issues.all(), block == null || issues.hasErrors() ? null : new DiscoveryDeclaration(block));
  }

  private static @Nullable Block block(JsonValue root, Issues issues) {
    JsonValue.Members object = object("", root, issues);
    if (object == null) {
      return null;
    }
    Map<String, JsonValue> members = object.values();
    JsonValue inner = members.get(Block.AUTHENTICATION);
    String pointer = Fields.below("", Block.AUTHENTICATION);
    if (inner != null) {
      JsonValue.Members block = object(pointer, inner, issues);
      return block == null
          ? null
          : BlockReader.read(pointer, block, issues, BlockReader.Extent.WHOLE);
    }
    if (members.keySet().stream().noneMatch(FIELDS_OF_A_BLOCK::contains)) {
      issues.error(
          pointer,
          Code.MISSING,
          "'authentication' is missing, and this is no authentication block either; the"
              + " specification requires it in every manifest; add it");
      return null;
    }
    return BlockReader.read("", object, issues, BlockReader.Extent.WHOLE);
  }

  /** Returns the value as an object, or null, which is an error. */
  static JsonValue.@Nullable Members object(String pointer, JsonValue value, Issues issues) {
    if (value instanceof JsonValue.Members members) {
      return members;
    }
    issues.error(
        pointer,
        Code.WRONG_TYPE,
        "here stands " + value.kind() + ", but it must be an object; write one");
    return null;
  }
}
