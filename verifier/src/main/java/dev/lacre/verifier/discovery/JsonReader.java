package dev.lacre.verifier.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.lacre.signer.internal.ByteOrderMark;
import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document: UTF-8, one JSON text to its end, no member twice in an object, no half of a
 * surrogate pair, at most {@value #MAX_BYTES} bytes and {@value #MAX_DEPTH} levels.
 */
final class JsonReader {

  static final int MAX_BYTES = 1_048_576;
  static final int MAX_DEPTH = 64;

  /** Names stand in pointers, and those in each of the errors. */
  private static final int MAX_NAME = 256;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonParser parser;
  private final Issues issues;

  private JsonReader(JsonParser parser, Issues issues) {
    this.parser = parser;
    this.issues = issues;
  }

  /** Returns the document, or null if it cannot be read to its end. */
  static @Nullable JsonValue read(byte[] document, Issues issues) {
    if (document.length > MAX_BYTES) {
      issues.error(
          "",
          Code.TOO_LARGE,
          "the document is longer than " + MAX_BYTES + " bytes, the most that is read; shorten it");
      return null;
    }
    if (ByteOrderMark.begins(document, 0, document.length)) {
      issues.error(
          "", Code.NOT_UTF8, "the document begins with a byte order mark; write it without one");
      return null;
    }
    try (JsonParser parser = JSON.createParser(characters(document))) {
      return new JsonReader(parser, issues).document();
    } catch (CharacterCodingException malformed) {
      issues.error("", Code.NOT_UTF8, "the document is not UTF-8; write it as UTF-8");
    } catch (StreamConstraintsException excess) {
      issues.error(
          "",
          Code.TOO_LARGE,
          "the document nests deeper than "
              + MAX_DEPTH
              + " levels, or has a name or number that is far too long; shorten it");
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      issues.error(
          "",
          Code.MALFORMED_JSON,
          "the document is not valid JSON at line "
              + at.getLineNr()
              + ", column "
              + at.getColumnNr()
              + "; comments, trailing commas and single quotes are not JSON either");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return null;
  }

  private static char[] characters(byte[] document) throws CharacterCodingException {
    var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    return characters;
  }

  private @Nullable JsonValue document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      issues.error("", Code.MALFORMED_JSON, "the document is empty; it must be a JSON object");
      return null;
    }
    JsonValue root = value(first, new Place(null, null, 0));
    if (parser.nextToken() != null) {
      issues.error("", Code.MALFORMED_JSON, "something follows the end of the document; remove it");
      return null;
    }
    return root;
  }

  /**
   * Where a value stands. Its pointer is written at need only: of a value deep inside of long names
   * it is longer than the value.
   */
  private record Place(@Nullable Place above, @Nullable String name, int index) {

    Place below(String member) {
      return new Place(this, member, 0);
    }

    Place below(int item) {
      return new Place(this, null, item);
    }

    String pointer() {
      if (above == null) {
        return "";
      }
      return name == null ? above.pointer() + "/" + index : Fields.below(above.pointer(), name);
    }
  }

  private JsonValue value(JsonToken token, Place place) throws IOException {
    return switch (token) {
      case START_OBJECT -> members(place);
      case START_ARRAY -> items(place);
      case VALUE_STRING -> new JsonValue.Text(whole(parser.getText(), place));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Numeral(parser.getText());
      case VALUE_TRUE -> new JsonValue.Flag(true);
      case VALUE_FALSE -> new JsonValue.Flag(false);
      default -> new JsonValue.Nothing();
    };
  }

  private JsonValue members(Place place) throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Place inner = place.below(name);
      JsonValue value = value(parser.nextToken(), inner);
      if (members.putIfAbsent(whole(name, inner), value) != null) {
        issues.error(
            inner.pointer(),
            Code.DUPLICATE_KEY,
            "this member stands twice in its object, and readers differ in which one they take;"
                + " keep one");
      }
    }
    return new JsonValue.Members(members);
  }

  private JsonValue items(Place place) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token, place.below(items.size())));
    }
    return new JsonValue.Items(items);
  }

  /** A half of a surrogate pair has no form in UTF-8, so it could not be written again. */
  private String whole(String text, Place place) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      issues.error(
          place.pointer(),
          Code.MALFORMED_JSON,
          "the text has half of a surrogate pair, which is no character; write the whole character");
    }
    return text;
  }
}
