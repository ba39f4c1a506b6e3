package dev.lacre.verifier.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What readers make of the segments of a path, decoded and in lower case. Stateless. */
final class PathSegments {

  /** The segment that takes the one before it away; longer rows of dots count as this one. */
  static final String UP = "..";

  private static final int EXTENSIONS = 4;

  private PathSegments() {}

  /** Returns the segments of a folded path. */
  static List<String> split(String folded) {
    return folded.length() == 1 ? List.of() : List.of(folded.substring(1).split("/", -1));
  }

  /**
   * Returns the folded path, or a segment of one, with file extensions taken off its end: one, two,
   * up to four, and all; empty if it has none.
   */
  static Set<String> withoutExtension(String folded) {
    Set<String> shorter = new LinkedHashSet<>();
    if (folded.endsWith(UP)) {
      return shorter;
    }
    int name = folded.lastIndexOf('/') + 1;
    int dot = folded.lastIndexOf('.');
    for (int taken = 0; dot >= name && taken < EXTENSIONS; taken++) {
      shorter.add(before(dot, folded));
      dot = folded.lastIndexOf('.', dot - 1);
    }
    if (dot >= name) {
      shorter.add(before(folded.indexOf('.', name), folded));
      shorter.add(before(folded.indexOf('.', name + 1), folded));
    }
    return shorter;
  }

  private static String before(int dot, String folded) {
    int end = endOfName(folded, dot);
    boolean slash = end > 1 && folded.charAt(end - 1) == '/';
    return folded.substring(0, slash ? end - 1 : end);
  }

  /** The end of a name that has no blank and no dot at its end. */
  private static int endOfName(CharSequence text, int end) {
    int last = end;
    while (last > 0 && (text.charAt(last - 1) == '.' || isBlank(text.charAt(last - 1)))) {
      last--;
    }
    return last;
  }

  /**
   * Returns the names of the segments of a folded text, parameters dropped; none is empty or a
   * single dot, but {@code ..} is left standing.
   */
  static List<String> names(String text) {
    List<String> segments = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      String name = name(cut(segment, segment.indexOf(';')));
      if (!name.isEmpty()) {
        segments.add(name);
      }
    }
    return segments;
  }

  /** Returns what is left of a segment: {@code ..}, or a name without controls, or nothing. */
  static String name(String segment) {
    if (isOrdinary(segment)) {
      return segment;
    }
    StringBuilder kept = new StringBuilder(segment.length());
    int dots = 0;
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (!isIgnorable(c) && (kept.length() > 0 || !isBlank(c))) {
        kept.append(c);
        dots += c == '.' ? 1 : 0;
      }
    }
    int end = endOfName(kept, kept.length());
    return end == 0 && dots > 1 ? UP : kept.substring(0, end);
  }

  private static boolean isOrdinary(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '.') {
        return false;
      }
    }
    return true;
  }

  /** Returns where a reader may take the text to end: at a query or fragment, or a control. */
  static int firstCut(String text, boolean atControlsToo) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?' || c == '#' || atControlsToo && isIgnorable(c)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the text up to the index, all of it if that is negative. */
  static String cut(String text, int index) {
    return index < 0 ? text : text.substring(0, index);
  }

  private static boolean isIgnorable(char c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\uFFFD';
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
