package dev.lacre.verifier.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The protected paths of a service, and what belongs to each. Immutable and thread-safe.
 *
 * <p>A pattern is one path, such as {@code /v1/newEvent}, or a prefix: {@code /stores/*} covers
 * every path below {@code /stores/}, and {@code /*} every path. A path is matched character by
 * character, as on the wire; one that some container or router could take for a route, without
 * being written as the route is, {@linkplain Match#folds() folds} to it and must be refused.
 *
 * @param <R> what belongs to a route
 */
public final class RouteTable<R> {

  /**
   * The longest path, in characters, that is looked at closely. What is longer, and not written so
   * plainly that it has one reading, folds: the look would cost more than the rest of a request.
   */
  static final int LONGEST_LOOK = 4096;

  private static final String BELOW = "/*";

  private final List<Route<R>> routes;
  private final Match<R> none = new Match<>(null, null);
  private final Map<String, Match<R>> exact = new HashMap<>();
  private final Map<String, Route<R>> exactFolded = new HashMap<>();
  private final Map<String, Route<R>> prefixes = new HashMap<>();
  private final Map<String, Route<R>> prefixesFolded = new HashMap<>();
  private final Set<String> vocabulary;
  private final int longestPrefix;

  private RouteTable(Map<String, R> patterns) {
    List<Route<R>> all = new ArrayList<>();
    int longest = 0;
    for (Map.Entry<String, R> entry : patterns.entrySet()) {
      Route<R> route = Route.of(entry.getKey(), entry.getValue());
      Route<R> twin =
          (route.prefix ? prefixesFolded : exactFolded).putIfAbsent(route.folded, route);
      if (twin != null) {
        throw new IllegalArgumentException(
            ("route patterns \"%s\" and \"%s\" are one to a router that is lax about case or dots;"
                    + " each path has one route; remove one of them")
                .formatted(twin.pattern, route.pattern));
      }
      if (route.prefix) {
        prefixes.put(route.path, route);
        longest = Math.max(longest, Math.max(route.path.length(), route.folded.length()));
      } else {
        exact.put(route.path, route.match);
      }
      all.add(route);
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "the route table is empty; without a route nothing is protected; name at least one, such"
              + " as \"/v1/newEvent\" or \"/*\"");
    }
    all.sort(
        Comparator.comparing((Route<R> route) -> route.prefix)
            .thenComparing(route -> route.segments.size(), Comparator.reverseOrder()));
    this.routes = List.copyOf(all);
    this.vocabulary =
        all.stream()
            .flatMap(route -> route.segments.stream())
            .collect(Collectors.toUnmodifiableSet());
    this.longestPrefix = longest;
  }

  /**
   * Returns the table of the given patterns.
   *
   * @param <R> what belongs to a route
   * @param routes from pattern to what belongs to it; copied
   * @throws IllegalArgumentException if there is no route, a pattern is not a canonical path (see
   *     {@link RequestPath#isCanonical}) with at most one {@code *}, as its last segment, or two
   *     patterns fold to the same path
   */
  public static <R> RouteTable<R> of(Map<String, R> routes) {
    return new RouteTable<>(new LinkedHashMap<>(routes));
  }

  /**
   * Returns what the table says about a path.
   *
   * <p>A canonical path that is a pattern, or lies below one, matches that route; an exact pattern
   * goes before a prefix, a longer prefix before a shorter. If the path can also be read as one of
   * another route, it folds to that one instead: {@code /V1/newEvent} is not left to {@code /*}.
   *
   * <p>A path of more than 4096 characters that is no exact pattern, and holds escapes, semicolons,
   * empty or dot segments or anything else that readers differ about, folds to some route without a
   * closer look. A plain one is matched however long it is, in time linear in its length.
   *
   * @param raw the path as on the wire, relative to the context, without query; any text
   */
  public Match<R> match(String raw) {
    Match<R> match = exact.get(raw);
    if (match != null) {
      return match;
    }
    if (raw.length() > LONGEST_LOOK && !PathReadings.isOnlyOne(raw)) {
      return routes.get(0).fold;
    }
    Route<R> literal = RequestPath.isCanonical(raw) ? longestPrefix(prefixes, raw) : null;
    Route<R> other = otherReading(PathReadings.of(raw), literal);
    if (other != null) {
      return other.fold;
    }
    return literal == null ? none : literal.match;
  }

  /** Returns the patterns of this table, for a log. */
  @Override
  public String toString() {
    return routes.stream().map(route -> route.pattern).toList().toString();
  }

  private @Nullable Route<R> otherReading(PathReadings readings, @Nullable Route<R> literal) {
    for (String path : readings.paths()) {
      Route<R> route = routeOf(path);
      if (route != null && route != literal) {
        return route;
      }
    }
    for (PathReadings.Positions positions : readings.loose(vocabulary)) {
      for (Route<R> route : routes) {
        if (positions.inOrder(route.segments)) {
          if (route != literal) {
            return route;
          }
          break;
        }
      }
    }
    return null;
  }

  private @Nullable Route<R> routeOf(String folded) {
    Route<R> route = exactFolded.get(folded);
    if (route != null) {
      return route;
    }
    for (String shorter : PathSegments.withoutExtension(folded)) {
      route = exactFolded.get(shorter);
      if (route != null) {
        return route;
      }
    }
    // A servlet mapping "/stores/*" covers "/stores" as well.
    route = folded.length() <= longestPrefix ? prefixesFolded.get(folded) : null;
    return route != null ? route : longestPrefix(prefixesFolded, folded);
  }

  private @Nullable Route<R> longestPrefix(Map<String, Route<R>> byPath, String path) {
    Route<R> longest = null;
    if (!byPath.isEmpty()) {
      int slash = 0;
      while (slash >= 0 && slash <= longestPrefix) {
        Route<R> route = byPath.get(path.substring(0, slash));
        longest = route == null ? longest : route;
        slash = path.indexOf('/', slash + 1);
      }
    }
    return longest;
  }

  /**
   * What a table says about one path. Immutable.
   *
   * <p>Either a {@link #route()} is present, or the path {@link #folds()} to one, or neither: then
   * it is no concern of the table.
   *
   * @param <R> what belongs to a route
   */
  public static final class Match<R> {

    private final @Nullable R route;
    private final @Nullable String pattern;

    private Match(@Nullable R route, @Nullable String pattern) {
      this.route = route;
      this.pattern = pattern;
    }

    /** Returns what belongs to the route that the path is written as, or null. */
    public @Nullable R route() {
      return route;
    }

    /** Returns whether the path is not written as a route is, but could be read as one. */
    public boolean folds() {
      return route == null && pattern != null;
    }

    /** Returns the pattern of the route that the path matches or folds to, or null. */
    public @Nullable String pattern() {
      return pattern;
    }

    /** Returns the outcome and the pattern. */
    @Override
    public String toString() {
      return pattern == null ? "no route" : (folds() ? "folds to " : "route ") + pattern;
    }
  }

  private static final class Route<R> {

    final String pattern;
    final boolean prefix;
    final String path; // a prefix: without its slash, so "" for "/*"
    final String folded;
    final List<String> segments;
    final Match<R> match;
    final Match<R> fold;

    private Route(String pattern, boolean prefix, String folded, R route) {
      this.pattern = pattern;
      this.prefix = prefix;
      this.path = prefix ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
      this.folded = prefix && folded.equals("/") ? "" : folded;
      this.segments = PathSegments.split(folded);
      this.match = new Match<>(route, pattern);
      this.fold = new Match<>(null, pattern);
    }

    static <R> Route<R> of(@Nullable String pattern, @Nullable R route) {
      if (pattern == null || pattern.isBlank()) {
        throw bad(
            pattern, "is blank", "a pattern is a path", "write one, such as \"/v1/newEvent\"");
      }
      if (route == null) {
        throw bad(
            pattern, "leads to null", "each pattern has a route", "name it, or drop the pattern");
      }
      if (!pattern.startsWith("/")) {
        throw bad(pattern, "has no leading slash", "a pattern is a path", "put \"/\" in front");
      }
      boolean prefix = pattern.endsWith(BELOW);
      String path = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
      if (path.indexOf('*') >= 0) {
        throw bad(
            pattern,
            "has a misplaced \"*\"",
            "\"*\" stands alone in the last segment and covers all below",
            "write \"/stores/*\", or name the whole path");
      }
      if (!prefix && path.length() > 1 && path.endsWith("/")) {
        throw bad(
            pattern,
            "ends with a slash",
            "an exact pattern names one path",
            "drop the slash, or write \"" + path + "*\" for all below");
      }
      if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
        throw bad(pattern, "has a query or fragment", "only paths are matched", "drop it");
      }
      List<String> readings = PathReadings.of(path).paths();
      if (!RequestPath.isCanonical(path) || readings.size() > 1) {
        throw bad(
            pattern,
            "is not canonical",
            "it must read alike everywhere: no empty or dot segments, no semicolon, no needless or"
                + " malformed escapes",
            "write the path as clients send it");
      }
      return new Route<>(pattern, prefix, readings.get(0), route);
    }

    private static IllegalArgumentException bad(
        @Nullable String pattern, String fact, String rule, String remedy) {
      return new IllegalArgumentException(
          "route pattern \"%s\" %s; %s; %s".formatted(pattern, fact, rule, remedy));
    }
  }
}
