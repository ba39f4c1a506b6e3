package dev.lacre.verifier.discovery;

import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object: those that are known are taken out one by one and read, and what is
 * left is kept as it is. Not thread-safe.
 */
final class Fields {

  private final String pointer;
  private final Map<String, JsonValue> rest;
  private final Issues issues;

  Fields(String pointer, JsonValue.Members object, Issues issues) {
    this.pointer = pointer;
    this.rest = new LinkedHashMap<>(object.values());
    this.issues = issues;
  }

  /** Returns the pointer of a member. */
  static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  String at(String name) {
    return below(pointer, name);
  }

  boolean has(String name) {
    return rest.containsKey(name);
  }

  @Nullable JsonValue peek(String name) {
    return rest.get(name);
  }

  @Nullable JsonValue take(String name) {
    return rest.remove(name);
  }

  /** Returns what nobody took. */
  Map<String, JsonValue> rest() {
    return new JsonValue.Members(rest).values();
  }

  @Nullable Boolean takeFlag(String name) {
    JsonValue value = take(name);
    if (value instanceof JsonValue.Flag flag) {
      return flag.value();
    }
    if (value != null) {
      wrongType(at(name), value, "true or false");
    }
    return null;
  }

  /** Takes an object's members. */
  @Nullable Fields takeObject(String name) {
    JsonValue value = take(name);
    if (value instanceof JsonValue.Members members) {
      return new Fields(at(name), members, issues);
    }
    if (value != null) {
      wrongType(at(name), value, "an object");
    }
    return null;
  }

  /** Takes a member that is one of the known words. */
  <T> @Nullable T takeWord(String name, Words<T> words) {
    JsonValue value = take(name);
    return value == null ? null : word(at(name), value, words);
  }

  /**
   * Reads a list of known words, none of them twice, and leaves it there.
   *
   * @return the words that are right, or null if there is no list
   */
  <T> @Nullable List<T> peekWords(String name, Words<T> words) {
    JsonValue value = peek(name);
    if (!(value instanceof JsonValue.Items items)) {
      if (value != null) {
        wrongType(at(name), value, "an array of strings");
      }
      return null;
    }
    if (items.values().isEmpty()) {
      issues.error(at(name), Code.EMPTY_LIST, "the list is empty; name at least one " + words.what);
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < items.values().size(); i++) {
      String place = at(name) + "/" + i;
      T word = word(place, items.values().get(i), words);
      if (word != null && read.contains(word)) {
        issues.error(
            place, Code.DUPLICATE_VALUE, "this stands twice in the list; keep one of them");
      } else if (word != null) {
        read.add(word);
      }
    }
    return read;
  }

  <T> @Nullable List<T> takeWords(String name, Words<T> words) {
    List<T> read = peekWords(name, words);
    rest.remove(name);
    return read;
  }

  void wrongType(String place, JsonValue value, String wanted) {
    issues.error(
        place,
        Code.WRONG_TYPE,
        "here stands " + value.kind() + ", but it must be " + wanted + "; write that");
  }

  private <T> @Nullable T word(String place, JsonValue value, Words<T> words) {
    if (!(value instanceof JsonValue.Text text)) {
      wrongType(place, value, "a string");
      return null;
    }
    Optional<T> word = words.known.apply(text.value());
    if (word.isEmpty()) {
      issues.error(
          place,
          words.unknown,
          "the "
              + words.what
              + " '"
              + Printable.of(text.value())
              + "' is unknown; write "
              + words.all);
    }
    return word.orElse(null);
  }

  /**
   * The words that a member may have.
   *
   * @param what what they are, for messages
   * @param known gives the meaning of a word
   * @param unknown what is wrong with any other
   * @param all all of them, for messages
   */
  record Words<T>(String what, Function<String, Optional<T>> known, Code unknown, String all) {}
}
