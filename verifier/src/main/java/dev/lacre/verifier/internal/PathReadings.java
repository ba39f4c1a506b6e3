package dev.lacre.verifier.internal;

import java.io.ByteArrayOutputStream;
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
  private static final int EXTENSIONS = 4;
  private static final String UP = "..";

  private final List<String> paths;
  private final List<String> looseTexts;

  private PathReadings(List<String> paths, List<String> looseTexts) {
    this.paths = paths;
    this.looseTexts = looseTexts;
  }

  /** Returns the readings of any text. */
  static PathReadings of(String raw) {
    if (hasOneReading(raw)) {
      String folded = foldCase(raw);
      int end = folded.length() > 1 && folded.endsWith("/") ? folded.length() - 1 : folded.length();
      return new PathReadings(List.of(folded.substring(0, end)), List.of());
    }
    Set<String> paths = new LinkedHashSet<>();
    Set<String> looseTexts = new LinkedHashSet<>();
    for (boolean dropMalformed : new boolean[] {false, true}) {
      List<String> rounds = decodings(raw, dropMalformed, false);
      String late = foldCase(last(rounds));
      String early = foldCase(dropParameters(last(decodings(raw, dropMalformed, true))));
      addPaths(early, paths);
      addPaths(late, paths);
      List<String> segments = segments(late);
      if (segments.contains(UP)
          || firstCut(late, true) >= 0
          || !segments.equals(segments(early))
          || rounds.stream().anyMatch(round -> hidesSlashInExtension(round, late))) {
        looseTexts.add(late);
      }
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

  /** Returns the segments of a folded path. */
  static List<String> segmentsOf(String folded) {
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

  private static boolean hasOneReading(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean atEnd = i + 1 == raw.length() || raw.charAt(i + 1) == '/';
      if (c == '/' ? i + 1 < raw.length() && atEnd : !RequestPath.isPlain(c) || c == '.' && atEnd) {
        return false;
      }
    }
    return raw.startsWith("/");
  }

  private static void addPaths(String text, Set<String> paths) {
    Set<String> cuts = new LinkedHashSet<>();
    cuts.add(text);
    cuts.add(cut(text, firstCut(text, false)));
    cuts.add(cut(text, firstCut(text, true)));
    for (String cut : cuts) {
      int scheme = schemeEnd(cut);
      addPath(cut.substring(scheme), paths);
      if (cut.startsWith("//", scheme)) {
        addPath(cut.substring(authorityEnd(cut, scheme)), paths);
      }
    }
  }

  private static void addPath(String text, Set<String> paths) {
    List<String> segments = segments(text);
    List<String> resolved = new ArrayList<>();
    for (String segment : segments) {
      if (!segment.equals(UP)) {
        resolved.add(segment);
      } else if (!resolved.isEmpty()) {
        resolved.remove(resolved.size() - 1);
      }
    }
    paths.add("/" + String.join("/", resolved));
    paths.add("/" + String.join("/", segments));
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

  /** The segments that are left of a text: no empty one, no single dot, {@code ..} as itself. */
  private static List<String> segments(String text) {
    List<String> segments = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      String name = name(cut(segment, segment.indexOf(';')));
      if (!name.isEmpty()) {
        segments.add(name);
      }
    }
    return segments;
  }

  private static String name(String segment) {
    if (segment.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '.')) {
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

  private static int firstCut(String text, boolean ignorableToo) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '?' || c == '#' || ignorableToo && isIgnorable(c)) {
        return i;
      }
    }
    return -1;
  }

  private static String cut(String text, int index) {
    return index < 0 ? text : text.substring(0, index);
  }

  private static boolean isIgnorable(char c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\uFFFD';
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
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
      String after = decode(before, dropMalformed, rounds.size() == 1);
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

  /** One round of decoding. On the wire, characters up to U+00FF are octets. */
  private static String decode(String text, boolean dropMalformed, boolean onTheWire) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int octet = c == '%' ? RequestPath.escapedOctet(text, i) : -1;
      int unit = c == '%' ? escapedUnit(text, i) : -1;
      if (octet >= 0) {
        octets.write(octet);
        i += 2;
      } else if (unit >= 0) {
        writeUnit((char) unit, octets);
        i += 5;
      } else if (c < 0x80 || onTheWire && c <= 0xFF) {
        octets.write(c);
      } else {
        writeUnit(c, octets);
      }
    }
    return readUtf8(octets.toByteArray(), dropMalformed);
  }

  /** The UTF-16 unit of an escape like {@code %u002f}, or -1. */
  private static int escapedUnit(String text, int percent) {
    if (percent + 5 >= text.length() || (text.charAt(percent + 1) | 0x20) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = percent + 2; i < percent + 6; i++) {
      int digit = RequestPath.hexDigit(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static void writeUnit(char unit, ByteArrayOutputStream octets) {
    octets.write(0xE0 | unit >> 12);
    octets.write(0x80 | unit >> 6 & 0x3F);
    octets.write(0x80 | unit & 0x3F);
  }

  /** Reads UTF-8 as the laxest decoders do; a stray octet is dropped, or read as ISO-8859-1. */
  private static String readUtf8(byte[] octets, boolean dropMalformed) {
    StringBuilder text = new StringBuilder(octets.length);
    for (int i = 0; i < octets.length; i++) {
      int lead = octets[i] & 0xFF;
      int ones = Integer.numberOfLeadingZeros(~(lead << 24));
      int following = ones >= 2 && ones <= 6 ? ones - 1 : 0;
      int codePoint = following == 0 ? lead : lead & 0x3F >> following;
      int read = 0;
      while (read < following && i + read + 1 < octets.length && octets[i + read + 1] < -0x40) {
        read++;
        codePoint = codePoint << 6 | octets[i + read] & 0x3F;
      }
      if (lead < 0x80 || following > 0 && read == following) {
        append(codePoint, text);
        i += following;
      } else if (!dropMalformed) {
        text.append((char) lead);
      }
    }
    return text.toString();
  }

  private static void append(int codePoint, StringBuilder text) {
    if (codePoint >= 0xFF01 && codePoint <= 0xFF5E) {
      text.append((char) (codePoint - 0xFEE0));
    } else {
      text.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD);
    }
  }

  /** Where in one text certain segments stand. */
  static final class Positions {

    private final Map<String, List<Integer>> positions = new HashMap<>();

    private Positions() {}

    private static Positions of(String text, Set<String> vocabulary) {
      Positions all = new Positions();
      String[] segments = text.split("/", -1);
      for (int i = 0; i < segments.length; i++) {
        String segment = cut(segments[i], segments[i].indexOf(';'));
        String cutShort = cut(segment, firstCut(segment, false));
        String cutShorter = cut(segment, firstCut(segment, true));
        for (String reading : new LinkedHashSet<>(Arrays.asList(segment, cutShort, cutShorter))) {
          all.add(name(reading), i, vocabulary);
        }
      }
      return all;
    }

    private void add(String name, int position, Set<String> vocabulary) {
      Set<String> names = withoutExtension(name);
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
