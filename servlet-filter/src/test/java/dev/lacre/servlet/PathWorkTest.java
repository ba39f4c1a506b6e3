package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lacre.verifier.internal.RouteTable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a hostile path costs, counted in octets that are written for it and not in time. */
class PathWorkTest {

  /** The longest path that is looked at closely. */
  private static final int LONGEST = 4096;

  private static final RouteTable<String> TABLE =
      RouteTable.of(Map.of("/v1/newEvent", "e", "/stores/*", "p", "/hook", "h"));

  private static final List<String> HOSTILE =
      List.of(
          "/%25252568",
          "/a%2f",
          "/%41",
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

  private static String hostile(String piece, int length) {
    return ("/x" + piece.repeat(length / piece.length() + 1)).substring(0, length);
  }

  private static long octetsWritten(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void longPath_costsNoMoreThanTheLongestThatIsLookedAt() {
    for (String piece : HOSTILE) {
      String longest = hostile(piece, LONGEST);
      String million = hostile(piece, 1_000_000);
      long looked = octetsWritten(() -> TABLE.match(longest));
      assertTrue(looked > LONGEST, "was not looked at: " + piece);
      assertTrue(looked < 500L * LONGEST, piece + " costs " + looked);
      long refused = octetsWritten(() -> TABLE.match(million));
      assertTrue(refused < 1000, piece + " costs " + refused);
    }
    String plain = hostile("/a.b.c.d", 1_000_000);
    assertTrue(octetsWritten(() -> TABLE.match(plain)) < 8L * plain.length(), "not linear");
  }
}
