package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Paths longer than what is looked at closely. */
class RouteTableLongPathTest {

  private static final RouteTable<String> TABLE =
      RouteTable.of(Map.of("/v1/newEvent", "e", "/stores/*", "p", "/hook", "h"));

  private static final List<String> HOSTILE =
      List.of(
          "/%25252568",
          "/a%2f",
          "/%41",
          "/a.b.c.d",
          "/..",
          "/;a",
          "/%c0%af",
          "/a%00.b",
          "/v1/..",
          "%2525252e",
          "/%E4%B8%AD",
          "/stores.a%2fx",
          "//",
          "\\",
          "/v1;x/newEvent%00");

  private static final int LONGEST = RouteTable.LONGEST_LOOK;

  private static String hostile(String piece, int length) {
    return ("/x" + piece.repeat(length / piece.length() + 1)).substring(0, length);
  }

  @Test
  void longPathThatReadersDifferAbout_folds() {
    for (String piece : HOSTILE) {
      RouteTable.Match<String> match = TABLE.match(hostile(piece, LONGEST + 1));
      assertTrue(match.folds(), piece);
      assertNull(match.route());
    }
  }

  @Test
  void longPathWrittenPlainly_isMatchedAsAShortOneIs() {
    String tail = "a/b-c_d~e/".repeat(LONGEST) + "x";
    assertFalse(TABLE.match("/open/" + tail).folds());
    assertNull(TABLE.match("/open/" + tail).route());
    assertEquals("p", TABLE.match("/stores/" + tail).route());
    assertTrue(TABLE.match("/STORES/" + tail).folds());
    assertTrue(TABLE.match("/hook." + "x".repeat(LONGEST)).folds());
    assertTrue(TABLE.match("/v1/newEvent." + "x".repeat(LONGEST)).folds());
  }

  @Test
  void bound_isExact() {
    String odd = "/open/%20" + "a".repeat(LONGEST - 9);
    assertEquals(LONGEST, odd.length());
    assertFalse(TABLE.match(odd).folds());
    assertTrue(TABLE.match(odd + "a").folds());
    String below = "/stores/%20" + "a".repeat(LONGEST - 11);
    assertEquals("p", TABLE.match(below).route());
    assertTrue(TABLE.match(below + "a").folds());
  }

  @Test
  void longExactPattern_isItself() {
    String pattern = "/" + "%C3%A9".repeat(LONGEST);
    assertEquals("x", RouteTable.of(Map.of(pattern, "x")).match(pattern).route());
  }
}
