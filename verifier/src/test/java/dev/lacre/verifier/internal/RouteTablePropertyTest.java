package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class RouteTablePropertyTest {

  private static final String EXACT = "/v1/newEvent";
  private static final String PREFIX = "/stores/*";
  private static final RouteTable<String> TABLE = RouteTable.of(Map.of(EXACT, "e", PREFIX, "p"));

  /** Ways to write a path differently that some reader undoes. */
  private enum Mangling {
    DOUBLE_SLASH {
      @Override
      String apply(String path, Random random) {
        return insert(path, slash(path, random), "/");
      }
    },
    DOT_SEGMENT {
      @Override
      String apply(String path, Random random) {
        return insert(path, slash(path, random), pick(random, "/.", "/%2e", "/.;x", "/%252E"));
      }
    },
    UP_SEGMENT {
      @Override
      String apply(String path, Random random) {
        return insert(
            path,
            slash(path, random),
            pick(random, "/foo/..", "/foo/%2e%2E", "/foo/..;a", "/foo/%252e.", "/f/%c0%ae%c0%ae"));
      }
    },
    PARAMETER {
      @Override
      String apply(String path, Random random) {
        int slash = slash(path, random);
        return insert(path, slash, pick(random, ";", ";a=b", ";jsessionid=1;x", "%3Bx"));
      }
    },
    HIDDEN_SLASH {
      @Override
      String apply(String path, Random random) {
        return insert(path, slash(path, random), pick(random, ";a%2Fb", ";%2F", ";\\"));
      }
    },
    ESCAPED_LETTER {
      @Override
      String apply(String path, Random random) {
        int i = random.nextInt(path.length());
        return Character.isLetter(path.charAt(i)) && !isEscape(path, i)
            ? path.substring(0, i)
                + pick(random, "%%%02x", "%%25%02X", "%%2525%02x", "%%u%04x")
                    .formatted((int) path.charAt(i))
                + path.substring(i + 1)
            : path;
      }
    },
    ESCAPED_SLASH {
      @Override
      String apply(String path, Random random) {
        int slash = slash(path, random);
        String escape = pick(random, "%2F", "%2f", "%252F", "%5C", "\\", "%c0%af", "%e0%80%af");
        return slash == 0 ? path : path.substring(0, slash) + escape + path.substring(slash + 1);
      }
    },
    CASE {
      @Override
      String apply(String path, Random random) {
        return random.nextBoolean()
            ? path.toUpperCase(Locale.ROOT).replace("%U", "%u")
            : path.toLowerCase(Locale.ROOT);
      }
    },
    TRAILING {
      @Override
      String apply(String path, Random random) {
        return path
            + pick(random, "/", ".", "%20", " ", "//", "/.", "%00", "#f", ";", "%3F", "%0a");
      }
    },
    CONTROL {
      @Override
      String apply(String path, Random random) {
        int i = random.nextInt(path.length() + 1);
        return insideEscape(path, i) || i == 0 ? path : insert(path, i, pick(random, "%00", "\0"));
      }
    };

    abstract String apply(String path, Random random);

    private static int slash(String path, Random random) {
      int[] slashes =
          IntStream.range(0, path.length()).filter(i -> path.charAt(i) == '/').toArray();
      return slashes.length == 0 ? 0 : slashes[random.nextInt(slashes.length)];
    }

    private static String insert(String path, int index, String text) {
      return path.substring(0, index) + text + path.substring(index);
    }

    private static String pick(Random random, String... texts) {
      return texts[random.nextInt(texts.length)];
    }

    private static boolean isEscape(String path, int i) {
      return insideEscape(path, i) || insideEscape(path, i + 1);
    }

    private static boolean insideEscape(String path, int i) {
      int percent = path.lastIndexOf('%', i - 1);
      return percent >= 0 && i - percent <= 8;
    }
  }

  /** What readers do to a path, one step each. */
  private static final List<UnaryOperator<String>> HABITS =
      List.of(
          RouteTablePropertyTest::decodeOnce,
          RouteTablePropertyTest::decodeOnce,
          RouteTablePropertyTest::resolveKeepingEmpty,
          path -> path.replaceAll(";[^/]*", ""),
          path -> path.replaceAll("/+", "/"),
          path -> path.replaceAll("/\\.(?=/|$)", ""),
          path -> path.replaceAll("[?#].*", ""),
          path -> path.replaceAll("\0.*", ""),
          path -> path.replace("\0", ""),
          path -> path.replace('\\', '/'),
          path -> path.replaceAll("(?<=.)/$", ""),
          path -> path.replaceAll("(?<=[^/.])\\.[^./]*$", ""),
          path -> path.replaceAll("[ .]+(?=/|$)", ""));

  /**
   * Applies chains of habits, in whatever order, to texts made of a route's parts and of what
   * readers drop: where a chain ends at a route, the table must not have called the text unrelated.
   */
  @Property(tries = 20000)
  void match_textThatAChainOfHabitsTurnsIntoARoute_isNeverNone(@ForAll Random random) {
    StringBuilder text = new StringBuilder();
    addNoise(text, random);
    for (String part : List.of("/", "v1", "/", "newEvent")) {
      text.append(part);
      addNoise(text, random);
    }
    String raw = text.toString();
    boolean read = false;
    for (int chain = 0; chain < 20; chain++) {
      String path = raw;
      for (int step = 0; step < 8; step++) {
        path = HABITS.get(random.nextInt(HABITS.size())).apply(path);
        read |= path.equals(EXACT) || path.startsWith("/stores/");
      }
    }
    if (read) {
      assertTouched(raw);
    }
    Statistics.label("turned into a route").collect(read);
  }

  private static void addNoise(StringBuilder text, Random random) {
    String[] noise = {
      "/",
      "/x",
      "/..",
      "/.",
      ";",
      ";a",
      "%2F",
      "%2f..",
      "%252F",
      "%5C",
      "\\",
      "%3B",
      "%253B",
      "%2e",
      "%00",
      "%2500",
      "#",
      "%23",
      "?",
      ".",
      "%20",
      ".json",
      "/stores/",
      "/v1",
      "/newEvent",
      "x"
    };
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append(noise[random.nextInt(noise.length)]);
    }
  }

  private static String decodeOnce(String path) {
    return Pattern.compile("%([0-7][0-9a-fA-F])")
        .matcher(path)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  /** RFC 3986, 5.2.4: an empty segment is a segment. */
  private static String resolveKeepingEmpty(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    String resolved = String.join("/", kept);
    return resolved.startsWith("/") ? resolved : "/" + resolved;
  }

  @Provide
  Arbitrary<List<Mangling>> manglings() {
    return Arbitraries.of(Mangling.class).list().ofMinSize(1).ofMaxSize(3);
  }

  @Property(tries = 20000)
  void match_exactRouteMangled_isNeverNone(
      @ForAll("manglings") List<Mangling> manglings, @ForAll Random random) {
    assertTouched(mangle(EXACT, manglings, random));
  }

  @Property(tries = 20000)
  void match_pathBelowAPrefixMangled_isNeverNone(
      @ForAll("manglings") List<Mangling> manglings, @ForAll Random random) {
    assertTouched(mangle("/stores/store-9/orders", manglings, random));
  }

  @Property
  void match_canonicalUnrelatedPath_isNone(@ForAll("words") List<String> words) {
    String raw = "/open/" + String.join("/", words);
    assertTrue(RequestPath.isCanonical(raw));
    assertNull(TABLE.match(raw).pattern(), raw);
    assertNull(TABLE.match("/open//" + String.join(";a=b/", words)).pattern(), raw);
  }

  @Property
  void match_canonicalPathBelowAPrefix_isThatRoute(@ForAll("words") List<String> words) {
    assertEquals("p", TABLE.match("/stores/" + String.join("/", words)).route());
  }

  @Property
  void match_anyText_isARouteOnlyIfWrittenAsOne(@ForAll String text) {
    for (String raw : List.of(text, "/" + text, "/stores/" + text, EXACT + text)) {
      boolean written =
          raw.equals(EXACT) || raw.startsWith("/stores/") && RequestPath.isCanonical(raw);
      RouteTable.Match<String> match = TABLE.match(raw);
      assertTrue(written || match.route() == null, raw);
      assertTrue(!raw.startsWith("/stores/") || match.pattern() != null, raw);
    }
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('0', '9')
        .withChars("-_~!$&'()*+,=:@")
        .ofMinLength(1)
        .ofMaxLength(9)
        .map(word -> word.replace("'", "%20").replace("!", "%C3%A9").replace("$", "a.b"))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  private static String mangle(String path, List<Mangling> manglings, Random random) {
    String mangled = path;
    for (Mangling mangling : manglings) {
      mangled = mangling.apply(mangled, random);
    }
    return random.nextInt(5) > 0 || !mangled.startsWith("/")
        ? mangled
        : Mangling.pick(random, "http://evil", "HTTPS://u:p@evil:80", "//evil") + mangled;
  }

  private static void assertTouched(String raw) {
    assertTrue(TABLE.match(raw).pattern() != null, () -> raw + " " + RequestPath.folds(raw));
  }
}
