package dev.lacre.verifier.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.lacre.signer.internal.ByteOrderMark;
import dev.lacre.signer.internal.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a configuration file into nodes: UTF-8, one JSON document, no key twice. */
final class ConfigParser {

  private static final int MAX_DEPTH = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String file;
  private final JsonParser parser;

  private ConfigParser(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  static ConfigNode parse(ConfigInputs inputs) {
    Path path = inputs.file();
    String file = String.valueOf(path.getFileName());
    try (Reader reader = reader(inputs.configuration(), file);
        JsonParser parser = JSON.createParser(reader)) {
      return new ConfigParser(file, parser).document();
    } catch (StreamConstraintsException excess) {
      throw new LacreConfigException(
          file,
          "the file nests deeper than "
              + MAX_DEPTH
              + " levels, or has a name, number or text that is far too long; a configuration"
              + " needs neither, so shorten it.");
    } catch (JsonProcessingException malformed) {
      // Its message may quote the file, and with it a secret.
      throw new LacreConfigException(
          file
              + ":"
              + malformed.getLocation().getLineNr()
              + ":"
              + malformed.getLocation().getColumnNr(),
          "the file is not valid JSON here; comments, trailing commas and single quotes are not"
              + " JSON either.");
    } catch (CharacterCodingException malformed) {
      throw new LacreConfigException(file, "the file is not UTF-8; save it as UTF-8.");
    } catch (IOException unreadable) {
      throw new LacreConfigException(
          path.toString(),
          "the configuration cannot be read ("
              + unreadable.getClass().getSimpleName()
              + "); name a file that exists and that this process may read.");
    }
  }

  private static Reader reader(byte[] bytes, String file) {
    if (bytes.length > ConfigInputs.MAX_CONFIGURATION_BYTES) {
      throw new LacreConfigException(
          file,
          "the file is longer than 64 MiB; see that it is a configuration, or keep so many"
              + " merchants in a credential directory.");
    }
    if (ByteOrderMark.begins(bytes, 0, bytes.length)) {
      throw new LacreConfigException(
          file, "the file begins with a byte order mark, which is no JSON; save it without one.");
    }
    return new InputStreamReader(
        new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
  }

  private ConfigNode document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new LacreConfigException(
          file, "the file is empty; write at least credentials and routes.");
    }
    ConfigNode root = node(first, "");
    if (parser.nextToken() != null) {
      throw new LacreConfigException(
          place("/"), "something follows the end of the configuration; remove it.");
    }
    return root;
  }

  private String place(String pointer) {
    var location = parser.currentTokenLocation();
    return file + ":" + location.getLineNr() + ":" + location.getColumnNr() + " (" + pointer + ")";
  }

  private ConfigNode node(JsonToken token, String pointer) throws IOException {
    String place = place(pointer.isEmpty() ? "/" : pointer);
    return switch (token) {
      case START_OBJECT -> new ConfigNode(place, members(pointer), "an object");
      case START_ARRAY -> new ConfigNode(place, items(pointer), "an array");
      case VALUE_STRING -> new ConfigNode(place, parser.getText(), "a string");
      case VALUE_NUMBER_INT -> new ConfigNode(place, wholeNumber(), "a number");
      case VALUE_NUMBER_FLOAT -> new ConfigNode(place, null, "a number with a fraction");
      case VALUE_TRUE, VALUE_FALSE -> new ConfigNode(place, parser.getBooleanValue(), "a boolean");
      default -> new ConfigNode(place, null, "null");
    };
  }

  private Long wholeNumber() throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Long.MAX_VALUE
        : (Long) parser.getLongValue();
  }

  private Map<String, ConfigNode> members(String pointer) throws IOException {
    Map<String, ConfigNode> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String inner = pointer + "/" + Printable.of(name.replace("~", "~0").replace("/", "~1"));
      String place = place(inner);
      if (members.containsKey(name)) {
        throw new LacreConfigException(
            place, "the key '" + Printable.of(name) + "' stands twice; keep one of them.");
      }
      members.put(name, node(parser.nextToken(), inner));
    }
    return members;
  }

  private List<ConfigNode> items(String pointer) throws IOException {
    List<ConfigNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token, pointer + "/" + items.size()));
    }
    return items;
  }
}
