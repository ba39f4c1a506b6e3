package dev.lacre.vectors.planted;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A field of a JSON document, read strictly, and in ways that are common and mistaken. */
final class PlainJson {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper USUAL =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  private PlainJson() {}

  /** Returns the text in the field of one strict document in UTF-8, or null. */
  static @Nullable String field(byte[] body, String pointer) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return STRICT.readTree(text).at(pointer).textValue();
    } catch (IOException malformed) {
      return null;
    }
  }

  /** Takes the last of two keys, as most parsers do unless told otherwise. */
  static @Nullable String lastField(byte[] body, String pointer) {
    return fieldOf(USUAL, body, pointer);
  }

  /** Takes comments, single quotes and more, what is not UTF-8, and what stands behind. */
  static @Nullable String lenientField(byte[] body, String pointer) {
    return fieldOf(LENIENT, body, pointer);
  }

  private static @Nullable String fieldOf(JsonMapper mapper, byte[] body, String pointer) {
    try {
      return mapper.readTree(new String(body, UTF_8)).at(pointer).textValue();
    } catch (IOException malformed) {
      return null;
    }
  }

  /** Takes the first of two keys. */
  static @Nullable String firstField(byte[] body, String pointer) {
    try (JsonParser parser = USUAL.createParser(new String(body, UTF_8))) {
      parser.nextToken();
      return firstWins(parser).at(pointer).textValue();
    } catch (IOException malformed) {
      return null;
    }
  }

  private static JsonNode firstWins(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        JsonNode value = firstWins(parser);
        if (!object.has(name)) {
          object.set(name, value);
        }
      }
      return object;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(firstWins(parser));
      }
      return array;
    }
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? TextNode.valueOf(parser.getText())
        : JsonNodeFactory.instance.nullNode();
  }
}
