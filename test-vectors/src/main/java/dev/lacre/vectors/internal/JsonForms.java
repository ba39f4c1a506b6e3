package dev.lacre.vectors.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the JSON writers of common platforms make of a document that they have parsed. */
final class JsonForms {

  /** As deep as the verifier reads; a document is written anew at each of its levels. */
  private static final int MAX_DEPTH = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final int FEWEST = 65_536;
  private static final int MOST_TIMES = 8;

  /** How a writer writes: between members, after a colon, and what it escapes. */
  private record Style(String comma, String colon, boolean ascii, boolean slash, boolean sorted) {}

  private static final Style COMPACT = new Style(",", ":", false, false, false);
  private static final Style SPACED = new Style(", ", ": ", false, false, false);
  private static final Style SPACED_ASCII = new Style(", ", ": ", true, false, false);
  private static final Style COMPACT_ASCII = new Style(",", ":", true, false, false);
  private static final Style COMPACT_ASCII_SLASH = new Style(",", ":", true, true, false);
  private static final Style COMPACT_SLASH = new Style(",", ":", false, true, false);
  private static final Style SORTED = new Style(",", ":", false, false, true);
  private static final Style SORTED_SPACED_ASCII = new Style(", ", ": ", true, false, true);

  private JsonForms() {}

  /** Returns the document as writers write it in the order it came; nothing if it is no JSON. */
  static Collection<byte[]> rewritten(byte[] body) {
    JsonNode node = parse(body);
    if (node == null) {
      return List.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Style style :
        List.of(COMPACT, SPACED_ASCII, SPACED, COMPACT_ASCII, COMPACT_ASCII_SLASH, COMPACT_SLASH)) {
      texts.add(write(node, style));
    }
    int longest = Math.max(FEWEST, MOST_TIMES * body.length);
    for (String step : List.of("  ", "    ")) {
      String indented = indented(node, step, longest);
      if (indented.length() <= longest) {
        texts.add(indented);
      }
    }
    return bytes(texts);
  }

  /** Returns the document with its keys sorted, as writers of canonical JSON do. */
  static Collection<byte[]> sorted(byte[] body) {
    JsonNode node = parse(body);
    return node == null
        ? List.of()
        : bytes(List.of(write(node, SORTED), write(node, SORTED_SPACED_ASCII)));
  }

  /** Returns the document as a JSON string: as it came, and as two common writers write it. */
  static Collection<byte[]> stringified(byte[] body) {
    JsonNode node = parse(body);
    if (node == null) {
      return List.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    String same = new String(body, StandardCharsets.UTF_8);
    for (String text : List.of(same, write(node, COMPACT), write(node, SPACED_ASCII))) {
      for (Style style : List.of(COMPACT, COMPACT_ASCII)) {
        StringBuilder out = new StringBuilder();
        string(text, style, out);
        texts.add(out.toString());
      }
    }
    return bytes(texts);
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonNode node = JSON.readTree(parser);
      return node == null || node.isMissingNode() || parser.nextToken() != null ? null : node;
    } catch (IOException notJson) {
      // Not only what Jackson throws for bad JSON: what it takes for UTF-32 may not be.
      return null;
    }
  }

  private static List<byte[]> bytes(Collection<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static String write(JsonNode node, Style style) {
    StringBuilder out = new StringBuilder();
    write(node, style, out);
    return out.toString();
  }

  private static void write(JsonNode node, Style style, StringBuilder out) {
    if (node.isObject()) {
      List<String> members = new ArrayList<>();
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        StringBuilder one = new StringBuilder();
        string(member.getKey(), style, one);
        one.append(style.colon);
        write(member.getValue(), style, one);
        members.add(one.toString());
      }
      if (style.sorted) {
        members.sort(null);
      }
      out.append('{').append(String.join(style.comma, members)).append('}');
    } else if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(write(element, style)));
      out.append('[').append(String.join(style.comma, elements)).append(']');
    } else if (node.isTextual()) {
      string(node.textValue(), style, out);
    } else {
      out.append(node.asText());
    }
  }

  /** Gives up beyond the length: what is deep and wide at once grows with its square. */
  private static String indented(JsonNode node, String step, int longest) {
    StringBuilder out = new StringBuilder();
    indented(node, step, "\n", longest, out);
    return out.toString();
  }

  private static void indented(
      JsonNode node, String step, String newline, int longest, StringBuilder out) {
    if (out.length() > longest) {
      return;
    }
    if (!node.isContainerNode() || node.isEmpty()) {
      write(node, COMPACT, out);
      return;
    }
    out.append(node.isObject() ? '{' : '[');
    String inner = newline + step;
    String separator = inner;
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        if (out.length() > longest) {
          return;
        }
        out.append(separator);
        string(member.getKey(), COMPACT, out);
        out.append(": ");
        indented(member.getValue(), step, inner, longest, out);
        separator = "," + inner;
      }
    } else {
      for (JsonNode element : node) {
        if (out.length() > longest) {
          return;
        }
        out.append(separator);
        indented(element, step, inner, longest, out);
        separator = "," + inner;
      }
    }
    out.append(newline).append(node.isObject() ? '}' : ']');
  }

  private static void string(String text, Style style, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '/' -> out.append(style.slash ? "\\/" : "/");
        default -> {
          if (c < 0x20 || style.ascii && c > 0x7E) {
            out.append("\\u").append(String.format(java.util.Locale.ROOT, "%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
