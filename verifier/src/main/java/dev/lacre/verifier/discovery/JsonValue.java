package dev.lacre.verifier.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value as it was written: a number keeps its digits, an object the order of its members.
 * Equal if it says the same: the order of members does not count, the digits of a number do.
 * Immutable.
 */
sealed interface JsonValue {

  /** Returns what it is, for messages. */
  String kind();

  /** A string. */
  record Text(String value) implements JsonValue {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, as it was written. */
  record Numeral(String digits) implements JsonValue {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** True or false. */
  record Flag(boolean value) implements JsonValue {
    @Override
    public String kind() {
      return value ? "true" : "false";
    }
  }

  /** Null. */
  record Nothing() implements JsonValue {
    @Override
    public String kind() {
      return "null";
    }
  }

  /** An array. */
  record Items(List<JsonValue> values) implements JsonValue {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** An object. */
  record Members(Map<String, JsonValue> values) implements JsonValue {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String kind() {
      return "an object";
    }
  }
}
