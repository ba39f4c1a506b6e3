package dev.lacre.verifier;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header lines in the order they came. Immutable and thread-safe. */
final class HeaderLines implements HeaderValues {

  /** The names and the values in turn. */
  private final String[] lines;

  /** Takes the names and the values in turn. */
  HeaderLines(List<String> namesAndValues) {
    this.lines = namesAndValues.toArray(String[]::new);
  }

  @Override
  public List<String> of(String name) {
    int first = next(name, 0);
    if (first < 0) {
      return List.of();
    }
    int second = next(name, first + 2);
    if (second < 0) {
      return List.of(lines[first + 1]);
    }
    List<String> values = new ArrayList<>();
    for (int at = first; at >= 0; at = next(name, at + 2)) {
      values.add(lines[at + 1]);
    }
    return List.copyOf(values);
  }

  /** Returns the value of a name that stands in just one line, or null. */
  @Nullable String only(String name) {
    int first = next(name, 0);
    return first >= 0 && next(name, first + 2) < 0 ? lines[first + 1] : null;
  }

  private int next(String name, int from) {
    for (int at = from; at < lines.length; at += 2) {
      String line = lines[at];
      // Most names differ in length, or come as they are written: both show faster than the case.
      if (line.length() == name.length() && (line.equals(name) || line.equalsIgnoreCase(name))) {
        return at;
      }
    }
    return -1;
  }
}
