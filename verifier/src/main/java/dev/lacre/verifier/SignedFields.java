package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lacre.signer.internal.ByteOrderMark;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The strings that stand at certain places of a signed body. Immutable.
 *
 * <p>A body is read to its end, and only if every parser reads the same in it (RFC 8259 and the
 * stricter RFC 7493): well-formed UTF-8 without byte order mark, exactly one document, no key twice
 * in an object, no lone surrogate, at most 100 levels deep. Time and memory are linear in its
 * length, and nothing of it is kept but the strings asked for.
 */
final class SignedFields {

  private static final int MAX_DEPTH = 100;

  /**
   * Reads from characters, never from bytes, which would be searched for UTF-16; keeps no names
   * between bodies; quotes nothing of a body in a message.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Map<JsonPointer, @Nullable String> texts;

  private SignedFields(Map<JsonPointer, @Nullable String> texts) {
    this.texts = texts;
  }

  /**
   * Reads a body.
   *
   * @param body holds the body, which is not kept
   * @param offset where the body starts
   * @param length of the body, in bytes
   * @param pointers the places (RFC 6901) to read; the empty pointer is the whole document
   * @throws MalformedBodyException if the body breaks a rule, anywhere
   */
  static SignedFields read(byte[] body, int offset, int length, List<JsonPointer> pointers)
      throws MalformedBodyException {
    Objects.checkFromIndexSize(offset, length, body.length);
    if (length == 0) {
      throw new MalformedBodyException("the body is empty");
    }
    if (ByteOrderMark.begins(body, offset, length)) {
      throw new MalformedBodyException("the body starts with a byte order mark");
    }
    try (JsonParser parser = JSON.createParser(new Utf8Reader(body, offset, length))) {
      return read(parser, pointers);
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedBodyException("the body is not UTF-8");
    } catch (IOException notJson) {
      throw new MalformedBodyException(
          "the body is not valid JSON, repeats a key, or exceeds a limit");
    }
  }

  /**
   * Returns the string at a place, its escapes decoded, or null if there is none or it is not a
   * string.
   *
   * @throws IllegalArgumentException if the place was not asked for
   */
  @Nullable String text(JsonPointer pointer) {
    if (!texts.containsKey(pointer)) {
      throw new IllegalArgumentException(
          "pointer \"%s\" was not read; only requested pointers are; add it to those"
              .formatted(pointer));
    }
    return texts.get(pointer);
  }

  private static SignedFields read(JsonParser parser, List<JsonPointer> pointers)
      throws IOException, MalformedBodyException {
    List<Place> places = new ArrayList<>();
    for (JsonPointer pointer : pointers) {
      places.add(new Place(pointer));
    }
    int depth = 0;
    do {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new MalformedBodyException("the body is not a whole JSON document");
      }
      if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        checkSurrogates(parser);
      }
      if (token.isStructEnd()) {
        depth--;
        for (Place place : places) {
          place.leave(depth);
        }
      } else if (token != JsonToken.FIELD_NAME) {
        for (Place place : places) {
          place.visit(parser, token, depth);
        }
        depth += token.isStructStart() ? 1 : 0;
      }
    } while (depth > 0);
    if (parser.nextToken() != null) {
      throw new MalformedBodyException("the body goes on after the JSON document");
    }
    Map<JsonPointer, @Nullable String> texts = new HashMap<>();
    for (Place place : places) {
      texts.put(place.pointer, place.text);
    }
    return new SignedFields(texts);
  }

  private static void checkSurrogates(JsonParser parser)
      throws IOException, MalformedBodyException {
    char[] text = parser.getTextCharacters();
    int end = parser.getTextOffset() + parser.getTextLength();
    for (int i = parser.getTextOffset(); i < end; i++) {
      if (Character.isSurrogate(text[i])) {
        if (i + 1 == end || !Character.isSurrogatePair(text[i], text[i + 1])) {
          throw new MalformedBodyException("the body has half a surrogate pair in a string");
        }
        i++;
      }
    }
  }

  /** One pointer, and how much of it the containers now open have matched. */
  private static final class Place {

    final JsonPointer pointer;
    @Nullable String text;
    private final List<JsonPointer> steps = new ArrayList<>();
    private int matched;

    Place(JsonPointer pointer) {
      this.pointer = pointer;
      for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
        steps.add(rest);
      }
    }

    /** Sees a value that has the given number of containers around it. */
    void visit(JsonParser parser, JsonToken token, int depth) throws IOException {
      if (depth > steps.size() || depth > 0 && !matches(parser, token, depth)) {
        return;
      }
      if (depth == steps.size()) {
        text = token == JsonToken.VALUE_STRING ? parser.getText() : null;
      } else if (token.isStructStart()) {
        matched = depth;
      }
    }

    /** Sees the end of a container that has the given number of containers around it. */
    void leave(int depth) {
      matched = Math.min(matched, Math.max(depth - 1, 0));
    }

    private boolean matches(JsonParser parser, JsonToken token, int depth) {
      JsonStreamContext context = parser.getParsingContext();
      JsonStreamContext around = token.isStructStart() ? context.getParent() : context;
      JsonPointer step = steps.get(depth - 1);
      return matched == depth - 1
          && (around.inArray()
              ? step.matchesElement(around.getCurrentIndex())
              : step.matchesProperty(around.getCurrentName()));
    }
  }
}
