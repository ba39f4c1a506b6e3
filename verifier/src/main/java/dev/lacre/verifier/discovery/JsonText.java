package dev.lacre.verifier.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes values as JSON text; the same value always gives the same bytes. */
final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** Returns the document in UTF-8, indented by two blanks, with a newline at its end. */
  static byte[] document(JsonValue value) {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(lines);
      write(json, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns each member's value as JSON text on one line, in order. */
  static Map<String, String> texts(Map<String, JsonValue> members) {
    Map<String, String> texts = new LinkedHashMap<>();
    members.forEach((name, value) -> texts.put(name, line(value)));
    return texts;
  }

  /** Returns the text on one line. */
  static String line(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, JsonValue value) throws IOException {
    if (value instanceof JsonValue.Text text) {
      json.writeString(text.value());
    } else if (value instanceof JsonValue.Numeral number) {
      json.writeNumber(number.digits());
    } else if (value instanceof JsonValue.Flag flag) {
      json.writeBoolean(flag.value());
    } else if (value instanceof JsonValue.Items items) {
      json.writeStartArray();
      for (JsonValue item : items.values()) {
        write(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof JsonValue.Members members) {
      json.writeStartObject();
      for (Map.Entry<String, JsonValue> member : members.values().entrySet()) {
        json.writeFieldName(member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else {
      json.writeNull();
    }
  }
}
