package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** JSON laid out for people and for diffs: what fits on a line stands on one. */
final class JsonText {

  private static final int WIDTH = 100;

  private JsonText() {}

  static String of(JsonNode node) {
    StringBuilder out = new StringBuilder();
    write(node, 0, out);
    return out.append('\n').toString();
  }

  private static void write(JsonNode node, int depth, StringBuilder out) {
    String line = oneLine(node);
    if (2 * depth + line.length() <= WIDTH || isSmall(node)) {
      out.append(line);
      return;
    }
    boolean object = node.isObject();
    String separator = object ? "{" : "[";
    if (object) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        newline(separator, depth + 1, out);
        string(member.getKey(), out);
        out.append(": ");
        write(member.getValue(), depth + 1, out);
        separator = ",";
      }
    } else {
      for (JsonNode element : node) {
        newline(separator, depth + 1, out);
        write(element, depth + 1, out);
        separator = ",";
      }
    }
    newline("", depth, out);
    out.append(object ? '}' : ']');
  }

  /** A scalar, or a pair of scalars such as a header line. */
  private static boolean isSmall(JsonNode node) {
    for (JsonNode element : node) {
      if (element.isContainerNode()) {
        return false;
      }
    }
    return node.size() <= 2;
  }

  private static void newline(String before, int depth, StringBuilder out) {
    out.append(before).append('\n').append("  ".repeat(depth));
  }

  private static String oneLine(JsonNode node) {
    StringBuilder out = new StringBuilder();
    String separator = "";
    if (node.isObject()) {
      out.append('{');
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        out.append(separator);
        string(member.getKey(), out);
        out.append(": ").append(oneLine(member.getValue()));
        separator = ", ";
      }
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      for (JsonNode element : node) {
        out.append(separator).append(oneLine(element));
        separator = ", ";
      }
      out.append(']');
    } else if (node.isTextual()) {
      string(node.textValue(), out);
    } else {
      out.append(node.asText());
    }
    return out.toString();
  }

  /** What an editor could change or not show is escaped. */
  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < 0x20 || c > 0x7E && !(Character.isLetter(c) || c == '\u2014')) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
