package dev.lacre.vectors;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tests to run, by globs over their ids: {@code *} stands for any characters, slashes
 * included, and {@code ?} for one. Immutable and thread-safe.
 */
public final class Selection implements Predicate<String> {

  private final List<String> globs;
  private final List<Pattern> run;
  private final List<Pattern> skip;

  private Selection(Collection<String> run, Collection<String> skip) {
    this.globs = List.copyOf(run);
    this.run = run.stream().map(Selection::pattern).toList();
    this.skip = skip.stream().map(Selection::pattern).toList();
  }

  /**
   * Returns the selection of all tests.
   *
   * @return the selection
   */
  public static Selection all() {
    return new Selection(List.of(), List.of());
  }

  /**
   * Returns a selection.
   *
   * @param run a test must match one of these globs; none means that all tests match
   * @param skip and none of these
   * @return the selection
   */
  public static Selection of(Collection<String> run, Collection<String> skip) {
    return new Selection(run, skip);
  }

  private static Pattern pattern(String glob) {
    String regex =
        glob.codePoints()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  /**
   * Tells whether a test is selected.
   *
   * @param id the test's id
   * @return true if it is to be run
   */
  @Override
  public boolean test(String id) {
    return (run.isEmpty() || matches(run, id)) && !matches(skip, id);
  }

  private static boolean matches(List<Pattern> patterns, String id) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(id).matches());
  }

  /** Returns the globs of what is run. */
  @Override
  public String toString() {
    return globs.isEmpty() ? "all" : String.join(", ", globs);
  }
}
