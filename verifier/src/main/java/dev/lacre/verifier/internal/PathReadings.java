package dev.lacre.verifier.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths that sloppy readers see in one raw path. Immutable.
 *
 * <p>Most habits are followed one by one into {@link #paths()}. Where their order matters too (a
 * {@code ..} resolved before or after decoding, stripping or collapsing, text cut here or there),
 * following each order would take far too many paths. But whatever the order, what such a reader is
 * left with is some of the segments in the order in which they stand. So for such a raw path {@link
 * #loose} tells which segments stand where, and a route is touched if its segments occur in order.
 */
final class PathReadings {

  private static final int DECODING_ROUNDS = 5;

  private final List<String> paths;
  private final List<String> looseTexts;

  private PathReadings(List<String> paths, List<String> looseTexts) {
    this.paths = paths;
    this.looseTexts = looseTexts;
  }

  /** Returns the readings of any text. */
  static PathReadings of(String raw) {
    if (isOnlyOne(raw)) {
      String folded = foldCase(raw);
      int end = folded.length() > 1 && folded.endsWith("/") ? folded.length() - 1 : folded.length();
      return new PathReadings(List.of(folded.substring(0, end)), List.of());
    }
    Set<String> texts = new LinkedHashSet<>();
    Set<String> looseTexts = new LinkedHashSet<>();
    for (boolean dropMalformed : new boolean[] {false, true}) {
      List<String> rounds = decodings(raw, dropMalformed, false);
      String late = foldCase(last(rounds));
      String early = foldCase(dropParameters(last(decodings(raw, dropMalformed, true))));
      addCuts(early, texts);
      addCuts(late, texts);
      if (isLoose(rounds, early, late)) {
        looseTexts.add(late);
      }
    }
    Set<String> paths = new LinkedHashSet<>();
    for (String text : texts) {
      addPaths(PathSegments.names(text), paths);
    }
    return new PathReadings(List.copyOf(paths), List.copyOf(looseTexts));
  }

  /** Returns the paths, folded, each once and at least one. */
  List<String> paths() {
    return paths;
  }

  /**
   * Returns, for each text whose segments readers may pick from, where the given segments stand in
   * it; an empty list if {@link #paths()} says everything.
   */
  List<Positions> loose(Set<String> vocabulary) {
    List<Positions> loose = new ArrayList<>();
    for (String text : looseTexts) {
      loose.add(Positions.of(text, vocabulary));
    }
    return loose;
  }

  /** Returns whether the path is written so plainly that readers differ in case alone. */
  static boolean isOnlyOne(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean atEnd = i + 1 == raw.length() || raw.charAt(i + 1) == '/';
      if (c == '/' ? i + 1 < raw.length() && atEnd : !RequestPath.isPlain(c) || c == '.' && atEnd) {
        return false;
      }
    }
    return raw.startsWith("/");
  }

  private static boolean isLoose(List<String> rounds, String early, String late) {
    List<String> segments = PathSegments.names(late);
    return segments.contains(PathSegments.UP)
        || PathSegments.firstCut(late, true) >= 0
        || !early.equals(late) && !segments.equals(PathSegments.names(early))
        || rounds.stream().anyMatch(round -> hidesSlashInExtension(round, late));
  }

  private static void addCuts(String text, Set<String> texts) {
    for (int end :
        new int[] {-1, PathSegments.firstCut(text, false), PathSegments.firstCut(text, true)}) {
      String cut = PathSegments.cut(text, end);
      int scheme = schemeEnd(cut);
      texts.add(cut.substring(scheme));
      if (cut.startsWith("//", scheme)) {
        texts.add(cut.substring(authorityEnd(cut, scheme)));
      }
    }
  }

  private static void addPaths(List<String> segments, Set<String> paths) {
    List<String> resolved = new ArrayList<>();
    for (String segment : segments) {
      if (!segment.equals(PathSegments.UP)) {
        resolved.add(segment);
      } else if (!resolved.isEmpty()) {
        resolved.remove(resolved.size() - 1);
      }
    }
    paths.add("/" + String.join("/", resolved));
    if (resolved.size() < segments.size()) {
      paths.add("/" + String.join("/", segments));
    }
  }

  private static int schemeEnd(String text) {
    int end = 0;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || "+-.".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end > 0 && end < text.length() && text.charAt(end) == ':' ? end + 1 : 0;
  }

  private static int authorityEnd(String text, int scheme) {
    int host = scheme;
    while (host < text.length() && text.charAt(host) == '/') {
      host++;
    }
    int end = text.indexOf('/', host);
    return end < 0 ? text.length() : end;
  }

  /** Lower case by way of upper case, so that the Kelvin sign is a k and the long s an s. */
  private static String foldCase(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      char c = folded[i];
      if (c == '\\') {
        folded[i] = '/';
      } else if (c > 0x7F) {
        folded[i] = Character.toLowerCase(Character.toUpperCase(c));
      } else if (c >= 'A' && c <= 'Z') {
        folded[i] = (char) (c | 0x20);
      }
    }
    return new String(folded);
  }

  /** The text as it is after no, one, two rounds of decoding, and so on. */
  private static List<String> decodings(String raw, boolean dropMalformed, boolean dropParameters) {
    List<String> rounds = new ArrayList<>(List.of(raw));
    while (rounds.size() <= DECODING_ROUNDS) {
      String before = dropParameters ? dropParameters(last(rounds)) : last(rounds);
      String after = LaxDecoder.decode(before, dropMalformed, rounds.size() == 1);
      rounds.add(after);
      if (after.equals(before)) {
        break;
      }
    }
    return rounds;
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  /** Whether a file extension, in a text not decoded to the end, may turn into more segments. */
  private static boolean hidesSlashInExtension(String text, String decoded) {
    boolean inExtension = false;
    boolean escaped = false;
    int slashes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      slashes += c == '/' ? 1 : 0;
      inExtension = c == '.' || inExtension && c != '/';
      escaped |= inExtension && (c == '%' || c == '\\');
    }
    return escaped && slashes != decoded.chars().filter(c -> c == '/').count();
  }

  private static String dropParameters(String text) {
    if (text.indexOf(';') < 0) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    boolean inParameters = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      inParameters = c == ';' || inParameters && c != '/';
      if (!inParameters) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /** Where in one text certain segments stand. */
  static final class Positions {

    private final Map<String, List<Integer>> positions = new HashMap<>();

    private Positions() {}

    private static Positions of(String text, Set<String> vocabulary) {
      Positions all = new Positions();
      String[] segments = text.split("/", -1);
      for (int i = 0; i < segments.length; i++) {
        String segment = PathSegments.cut(segments[i], segments[i].indexOf(';'));
        String cutShort = PathSegments.cut(segment, PathSegments.firstCut(segment, false));
        String cutShorter = PathSegments.cut(segment, PathSegments.firstCut(segment, true));
        for (String reading : new LinkedHashSet<>(Arrays.asList(segment, cutShort, cutShorter))) {
          all.add(PathSegments.name(reading), i, vocabulary);
        }
      }
      return all;
    }

    private void add(String name, int position, Set<String> vocabulary) {
      Set<String> names = PathSegments.withoutExtension(name);
      names.add(name);
      names.retainAll(vocabulary);
      for (String known : names) {
        positions.computeIfAbsent(known, unused -> new ArrayList<>()).add(position);
      }
    }

    /** Returns whether the segments occur in this order, with anything between them. */
    boolean inOrder(List<String> segments) {
      int from = 0;
      for (String segment : segments) {
        List<Integer> ascending = positions.getOrDefault(segment, List.of());
        int found = Collections.binarySearch(ascending, from);
        int next = found < 0 ? -found - 1 : found;
        if (next == ascending.size()) {
          return false;
        }
        from = ascending.get(next) + 1;
      }
      return true;
    }
  }
}
