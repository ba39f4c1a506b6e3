package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

  private static final RouteTable<String> TABLE =
      table("/v1/newEvent", "/stores/*", "/stores/open/*", "/stores/open/ping", "/hooks/a.b");

  @ParameterizedTest
  @CsvSource({
    "/v1/newEvent, /v1/newEvent",
    "/hooks/a.b, /hooks/a.b",
    "/stores/, /stores/*",
    "/stores/store-9, /stores/*",
    "/stores/Store-9/, /stores/*",
    "/stores/store-9/orders.json, /stores/*",
    "/stores/a%20b/c%C3%A9, /stores/*",
    "/stores/100%25, /stores/*",
    "/stores/open/x, /stores/open/*",
    "/stores/open/ping, /stores/open/ping",
    "/stores/opening, /stores/*",
    "/stores/open/pings, /stores/open/*",
    "/stores/x/open/ping, /stores/*",
  })
  void match_canonicalPathOfARoute_isThatRoute(String raw, String pattern) {
    RouteTable.Match<String> match = TABLE.match(raw);
    assertEquals(pattern, match.pattern());
    assertEquals("the route of " + pattern, match.route());
    assertFalse(match.folds());
    assertEquals("route " + pattern, match.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/V1/newEvent, /v1/newEvent",
    "/v1/newevent, /v1/newEvent",
    "/v1/newEvent/, /v1/newEvent",
    "/v1/newEvent.json, /v1/newEvent",
    "/v1/newEvent.json.gz, /v1/newEvent",
    "/v1/newEvent., /v1/newEvent",
    "/v1/newEvent.json/, /v1/newEvent",
    "/v1/newEvent%20, /v1/newEvent",
    "/v1/newEvent%3Fx, /v1/newEvent",
    "/v1/%256eewEvent, /v1/newEvent",
    "/hooks/a.b.json, /hooks/a.b",
    "/hooks/A.b.c.d, /hooks/a.b",
    "/stores, /stores/*",
    "/Stores, /stores/*",
    "/STORES/x, /stores/*",
    "/stores/open, /stores/open/*",
    "/stores/Open/x, /stores/open/*",
    "/stores/open/PING, /stores/open/ping",
    "/stores/open/ping.txt, /stores/open/ping",
    "/stores/%252e%252e/v1/newEvent, /v1/newEvent",
  })
  void match_canonicalPathOneHabitAwayFromARoute_foldsToIt(String raw, String pattern) {
    assertTrue(RequestPath.isCanonical(raw));
    assertFolds(TABLE, raw, pattern);
  }

  @ParameterizedTest
  @CsvSource({
    "//v1/newEvent, /v1/newEvent",
    "/v1//newEvent, /v1/newEvent",
    "/./v1/newEvent, /v1/newEvent",
    "/foo/../v1/newEvent, /v1/newEvent",
    "/%2e/v1/newEvent, /v1/newEvent",
    "/foo/%2e%2e/v1/newEvent, /v1/newEvent",
    "/v1;a=b/newEvent, /v1/newEvent",
    "/v1/newEvent;jsessionid=x, /v1/newEvent",
    "/;a=b/v1/newEvent, /v1/newEvent",
    "/foo/..;/v1/newEvent, /v1/newEvent",
    "/v1%2FnewEvent, /v1/newEvent",
    "/v1%5CnewEvent, /v1/newEvent",
    "/v1\\newEvent, /v1/newEvent",
    "/v1/newEvent%00, /v1/newEvent",
    "/v1/newEvent%00/x, /v1/newEvent",
    "/v1/%c0%aenewEvent/../newEvent, /v1/newEvent",
    "http://evil/v1/newEvent, /v1/newEvent",
    "/v1/newEvent#f, /v1/newEvent",
    "/stores/A;x, /stores/*",
    "/stores/A%2FB, /stores/*",
    "/stores/., /stores/*",
    "/stores/.., /stores/*",
    "/stores/%41, /stores/*",
    "/stores/../open, /stores/*",
    "/stores/%2e%2e/x, /stores/*",
    "/stores/x#, /stores/*",
    "/stores/\u00E9, /stores/*",
    "/stores//open//ping, /stores/open/ping",
    "/stores/%, /stores/*",
  })
  void match_pathThatSomeReadersTakeForARoute_foldsToIt(String raw, String pattern) {
    assertFalse(RequestPath.isCanonical(raw));
    assertFolds(TABLE, raw, pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // dots resolved before empty segments collapse, with a file extension
        "/v1/a/..//../newEvent",
        "/v1//../newEvent",
        "/v1/a/..//../newEvent.json",
        // dots resolved once, then decoded; or decoded first
        "/x%2Fy/../v1/newEvent",
        "/foo/../v1/newEvent/%252e%252e/x",
        "/v1/a%2Fb/../newEvent",
        // parameters that hide slashes, at one level of decoding or another
        "/v1/newEvent;%2Fx",
        "/v1;%2F%2e%2e%2F/newEvent",
        "/v1%3Ba%252Fb/newEvent",
        "/v1;a%2Fb%3Bc%252Fd/newEvent",
        "/v1;b%2Fc%253Bq%25252Fr/newEvent",
        "/v1;b%2FnewEvent%253Bq%25252Fr/d",
        // a file extension that hides a slash
        "/v1/newEvent.%2Fx",
        "/v1/newEvent%2e%252Fx",
        "/v1/newEvent.a%5Cb/",
        "/v1/newEvent.a\\b",
        "/v1/newEvent%20.json",
        "/v1/newEvent/.json",
        // cut here or there, before or after parameters go
        "/v1/newEvent;#/x",
        "/v1/newEvent;%00/x",
        "/v1/newEvent%23;/x",
        "/v1/newEvent;?/../x",
        "/v1/new%00Event#x",
        "/v1/new%0AEvent%00/x",
        "/v1/new%E2%80%8BEvent%00/x",
        "/foo/..;/v1/newEvent/..;/",
        "/foo;/../v1/newEvent/%2e",
        "/v1/newEvent/...",
        "/foo/. ./v1/newEvent",
      })
  void match_pathWhoseReadingHangsOnTheOrderOfHabits_foldsWhateverTheOrder(String raw) {
    assertFolds(TABLE, raw, "/v1/newEvent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "*",
        "/V1/other",
        "/v1",
        "/v1/",
        "/v1/newEvents",
        "/v1/newEvent/extra",
        "/v1/newEvent-x",
        "/v2/newEvent",
        "/storesx",
        "/stores.json",
        "/store/x",
        "/x/stores/y",
        "/hooks/a",
        "/hooks/a.c",
        "/open/stores;jsessionid=1",
        "/app/stores;jsessionid=1/x",
        "/a//b",
        "/a/./b",
        "/a/../b",
        "/a;b=c/d",
        "/a%2Fb",
        "/open/stores%2Fx",
        "/open/v1/newEvent/a.b%20c",
        "/a%00",
        "/a%zz",
        "/caf\u00E9",
        "/newEvent/../v1",
        "http://v1/newEvents",
        "http://evil/",
      })
  void match_pathThatNoReaderTakesForARoute_isNone(String raw) {
    RouteTable.Match<String> match = TABLE.match(raw);
    assertNull(match.pattern(), () -> raw + ": " + match);
    assertNull(match.route());
    assertFalse(match.folds());
    assertEquals("no route", match.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/x", "/x/y/", "/%20", "/a%252Fb"})
  void match_canonicalPathBelowARouteOfEverything_isThatRoute(String raw) {
    assertEquals("/*", table("/*").match(raw).pattern());
    assertFalse(table("/*").match(raw).folds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "//", "/.", "/x;y", "/x//y", "/%", "x", "http://h", "/\u00E9"})
  void match_otherPathBelowARouteOfEverything_foldsToIt(String raw) {
    assertFolds(table("/*"), raw, "/*");
  }

  @ParameterizedTest
  @CsvSource({
    "/V1/newEvent, /v1/newEvent",
    "/v1/newEvent/, /v1/newEvent",
    "/v1/newEvent.json, /v1/newEvent",
    "/STORES/x, /stores/*",
    "/stores, /stores/*",
    "/stores/%252e%252e/x, /*",
  })
  void match_canonicalPathThatReadsAsOneOfAnotherRoute_isNotLeftToTheWiderRoute(
      String raw, String pattern) {
    assertFolds(table("/*", "/v1/newEvent", "/stores/*"), raw, pattern);
  }

  @Test
  void match_routeOfTheRoot_isExact() {
    RouteTable<String> table = table("/");
    assertEquals("/", table.match("/").pattern());
    assertFalse(table.match("/").folds());
    assertFolds(table, "", "/");
    assertFolds(table, "//", "/");
    assertFolds(table, "/x/..", "/");
    assertNull(table.match("/x").pattern());
  }

  @Test
  void match_exactRouteBesideAPrefixOfItsName_isEachItsOwn() {
    RouteTable<String> table = table("/stores", "/stores/*");
    assertEquals("the route of /stores", table.match("/stores").route());
    assertEquals("the route of /stores/*", table.match("/stores/x").route());
    assertFolds(table, "/stores/", "/stores");
  }

  @Test
  void match_routeWithEscapes_isExactAsWritten() {
    RouteTable<String> table = table("/caf%C3%A9", "/100%25", "/a%20b/*");
    assertEquals("/caf%C3%A9", table.match("/caf%C3%A9").pattern());
    assertEquals("the route of /100%25", table.match("/100%25").route());
    assertEquals("the route of /a%20b/*", table.match("/a%20b/x").route());
    assertFolds(table, "/caf%c3%a9", "/caf%C3%A9");
    assertFolds(table, "/caf%E9", "/caf%C3%A9");
    assertFolds(table, "/caf\u00C3\u00A9", "/caf%C3%A9");
    assertFolds(table, "/CAF%C3%89", "/caf%C3%A9");
    assertFolds(table, "/100%", "/100%25");
    assertFolds(table, "/a b/x", "/a%20b/*");
  }

  @Test
  void of_mapChangedAfterwards_keepsItsRoutes() {
    Map<String, String> routes = new HashMap<>(Map.of("/a", "A"));
    RouteTable<String> table = RouteTable.of(routes);
    routes.clear();
    assertEquals("A", table.match("/a").route());
    assertEquals("[/a]", table.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', is blank",
    "' ', is blank",
    "v1/newEvent, no leading slash",
    "*, no leading slash",
    "http://h/x, no leading slash",
    "/v1/newEvent/, ends with a slash",
    "/v1/*/x, misplaced",
    "/v1/**, misplaced",
    "/v1*, misplaced",
    "/*/*, misplaced",
    "/v1/*.json, misplaced",
    "/v1/newEvent?x, query",
    "/v1/newEvent#x, query",
    "//*, not canonical",
    "//x, not canonical",
    "/x/../y, not canonical",
    "/x/./*, not canonical",
    "/x;y, not canonical",
    "/%41, not canonical",
    "/x%2Fy, not canonical",
    "/x%3Fy, not canonical",
    "/%252e%252e/y, not canonical",
    "/.../y, not canonical",
    "/caf\u00E9, not canonical",
    "/x y, not canonical",
    "/%, not canonical",
    "/{id}, not canonical",
  })
  void of_badPattern_saysFactAndValue(String pattern, String fact) {
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> RouteTable.of(Map.of(pattern, "x")));
    assertTrue(refused.toString().contains(fact), refused::toString);
    assertTrue(refused.toString().contains("\"" + pattern + "\""), refused::toString);
  }

  @Test
  void of_nullPatternOrRoute_isRefused() {
    Map<String, String> noPattern = new HashMap<>();
    noPattern.put(null, "x");
    assertThrows(IllegalArgumentException.class, () -> RouteTable.of(noPattern));
    Map<String, String> noRoute = new HashMap<>();
    noRoute.put("/x", null);
    assertThrows(IllegalArgumentException.class, () -> RouteTable.of(noRoute));
  }

  @ParameterizedTest
  @CsvSource({"/A, /a", "/A/*, /a/*", "/a./b, /a/b", "/caf%C3%A9, /caf%c3%a9", "/@, /%40"})
  void of_twoPatternsThatFoldToTheSame_isRefusedWithBoth(String one, String other) {
    Exception refused = assertThrows(IllegalArgumentException.class, () -> table(one, other));
    assertTrue(refused.toString().contains("\"" + one + "\""), refused::toString);
    assertTrue(refused.toString().contains("\"" + other + "\""), refused::toString);
  }

  @Test
  void of_noRoutes_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> RouteTable.of(Map.of()));
  }

  static List<String> hostileUnits() {
    return RequestPathTest.hostileUnits();
  }

  @ParameterizedTest
  @MethodSource("hostileUnits")
  void match_64KilobytesOfAnyHostileUnitInATableOfAThousand_isQuick(String unit) {
    Map<String, String> routes = new LinkedHashMap<>();
    for (int i = 0; i < 500; i++) {
      routes.put("/stores/" + i + "/*", "x");
      routes.put("/a/a/a/" + i, "x");
    }
    RouteTable<String> table = RouteTable.of(routes);
    for (String start : List.of("", "/", "/%25", "/x;%2f#%00/../", "http://")) {
      String raw = start + unit.repeat(65536 / unit.length());
      assertTimeout(Duration.ofSeconds(30), () -> table.match(raw));
    }
  }

  private static void assertFolds(RouteTable<String> table, String raw, String pattern) {
    RouteTable.Match<String> match = table.match(raw);
    assertEquals(pattern, match.pattern(), raw);
    assertTrue(match.folds(), raw);
    assertNull(match.route(), raw);
    assertEquals("folds to " + pattern, match.toString());
  }

  private static RouteTable<String> table(String... patterns) {
    Map<String, String> routes = new LinkedHashMap<>();
    for (String pattern : patterns) {
      routes.put(pattern, "the route of " + pattern);
    }
    return RouteTable.of(routes);
  }
}
