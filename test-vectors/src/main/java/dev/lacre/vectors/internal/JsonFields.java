package dev.lacre.vectors.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A body as the JSON document that every parser reads alike in it, or what keeps it from being one.
 * Never throws on any bytes. Immutable.
 */
public final class JsonFields {

  private static final int MAX_DEPTH = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final @Nullable JsonNode root;
  private final @Nullable String fault;

  private JsonFields(@Nullable JsonNode root, @Nullable String fault) {
    this.root = root;
    this.fault = fault;
  }

  /** Returns what stands in a body. */
  public static JsonFields of(byte[] body) {
    if (SignatureBugs.hasByteOrderMark(body)) {
      return new JsonFields(null, "begins with a byte order mark");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode root = JSON.readTree(text);
      return root == null || root.isMissingNode()
          ? new JsonFields(null, "is empty")
          : new JsonFields(root, null);
    } catch (CharacterCodingException notUtf8) {
      return new JsonFields(null, "is not UTF-8");
    } catch (IOException notJson) {
      return new JsonFields(null, "is not one JSON document that names each key once");
    }
  }

  /** Returns what is wrong with the body, to stand behind "it", or null. */
  public @Nullable String fault() {
    return fault;
  }

  /** Returns the string at a JSON Pointer, or null if there is none. */
  public @Nullable String text(String pointer) {
    return root == null ? null : root.at(JsonPointer.compile(pointer)).textValue();
  }

  /** Tells whether the body could be read and has a value at a JSON Pointer, be it null. */
  public boolean has(String pointer) {
    return root != null && !root.at(JsonPointer.compile(pointer)).isMissingNode();
  }
}
