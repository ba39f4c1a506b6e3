package dev.lacre.verifier.config;

import dev.lacre.signer.internal.Printable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value of the configuration that knows where it stands, and reads itself strictly: as what it
 * must be, or not at all. Immutable.
 *
 * @param place for messages: file, line, column and JSON Pointer
 * @param value a String, Long, Boolean, List or Map of nodes, or null for JSON's null and for
 *     numbers that are not whole
 * @param kind what it is, for messages
 */
record ConfigNode(String place, @Nullable Object value, String kind) {

  LacreConfigException fault(String fault) {
    return new LacreConfigException(place, fault);
  }

  /** Runs what may find fault with this value, and says where the value stands if it does. */
  <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LacreConfigException located) {
      throw located;
    } catch (IllegalArgumentException | IllegalStateException fault) {
      throw fault(String.valueOf(fault.getMessage()));
    }
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw mustBe("a string");
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mustBe("true or false");
  }

  long number(long least, long most) {
    if (value instanceof Long number && number >= least && number <= most) {
      return number;
    }
    // Shown only here, where a number belongs: elsewhere it may be a secret without its quotes.
    String shown =
        value instanceof Long number && number < Long.MAX_VALUE ? " (" + number + ")" : "";
    throw fault(
        "here stands "
            + kind
            + shown
            + ", but it must be a whole number from "
            + least
            + " to "
            + most
            + ".");
  }

  /** Returns a time in ISO 8601, from just above nothing to the longest that makes sense here. */
  Duration duration(Duration longest, String example) {
    Duration time;
    try {
      time = Duration.parse(text());
    } catch (DateTimeParseException malformed) {
      time = Duration.ZERO;
    }
    if (time.isNegative() || time.isZero() || time.compareTo(longest) > 0) {
      throw fault(
          "'"
              + Printable.of(text())
              + "' is no time from just above nothing to "
              + longest
              + " in ISO 8601; write it as "
              + example
              + ".");
    }
    return time;
  }

  List<ConfigNode> list() {
    if (value instanceof List<?> items) {
      List<ConfigNode> nodes = new ArrayList<>();
      items.forEach(item -> nodes.add((ConfigNode) item));
      return nodes;
    }
    throw mustBe("an array");
  }

  List<String> texts() {
    return list().stream().map(ConfigNode::text).toList();
  }

  /** Returns the members of an object with names of any kind. */
  Map<String, ConfigNode> members() {
    if (value instanceof Map<?, ?> members) {
      Map<String, ConfigNode> nodes = new LinkedHashMap<>();
      members.forEach((name, node) -> nodes.put((String) name, (ConfigNode) node));
      return nodes;
    }
    throw mustBe("an object");
  }

  /** Returns the members of an object that may have only these names. */
  Map<String, ConfigNode> members(String... known) {
    Map<String, ConfigNode> members = members();
    Set<String> names = new TreeSet<>(List.of(known));
    members.forEach(
        (name, node) -> {
          if (!names.contains(name)) {
            throw node.fault(
                "the key '"
                    + Printable.of(name)
                    + "' is unknown; an unknown key could be a misspelt check, so none is ignored."
                    + " Known here: "
                    + String.join(", ", names)
                    + ".");
          }
        });
    return members;
  }

  /** Returns a member that must be there. */
  ConfigNode required(Map<String, ConfigNode> members, String name) {
    ConfigNode node = members.get(name);
    if (node == null) {
      throw fault("the key '" + name + "' is missing here; add it.");
    }
    return node;
  }

  private LacreConfigException mustBe(String wanted) {
    return fault("here stands " + kind + ", but it must be " + wanted + ".");
  }

  /** Returns the place and the kind; values may be secrets. */
  @Override
  public String toString() {
    return place + " (" + kind + ")";
  }
}
