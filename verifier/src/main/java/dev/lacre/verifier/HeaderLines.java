package dev.lacre.verifier;

import java.util.ArrayList;
import java.util.List;

/** Header lines in the order they came. Immutable and thread-safe. */
final class HeaderLines implements HeaderValues {

  private final String[] names;
  private final String[] values;

  /** The names' lengths, in which most names differ already: no text is looked at then. */
  private final int[] lengths;

  /** Takes the names and the values in turn. */
  HeaderLines(List<String> namesAndValues) {
    int count = namesAndValues.size() / 2;
    this.names = new String[count];
    this.values = new String[count];
    this.lengths = new int[count];
    for (int i = 0; i < count; i++) {
      names[i] = namesAndValues.get(2 * i);
      values[i] = namesAndValues.get(2 * i + 1);
      lengths[i] = names[i].length();
    }
  }

  @Override
  public List<String> of(String name) {
    int first = next(name, 0);
    if (first < 0) {
      return List.of();
    }
    int second = next(name, first + 1);
    if (second < 0) {
      return List.of(values[first]);
    }
    List<String> all = new ArrayList<>();
    for (int at = first; at >= 0; at = next(name, at + 1)) {
      all.add(values[at]);
    }
    return List.copyOf(all);
  }

  private int next(String name, int from) {
    int length = name.length();
    for (int at = from; at < lengths.length; at++) {
      if (lengths[at] == length && (names[at].equals(name) || names[at].equalsIgnoreCase(name))) {
        return at;
      }
    }
    return -1;
  }
}
