package dev.lacre.cli;

import dev.lacre.cli.DemoDelivery.Result;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints what was sent, what must come of it, what did, and why it matters. */
final class DemoTable {

  private static final String ROW = "%3d  %-4s  %-51s  %-27s  %s";
  private static final String HEADING = ROW.replace("%3d", "%3s");
  private static final String WHY = "           %s";
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";

  private final Terminal terminal;
  private int count;
  private int wrong;

  DemoTable(Terminal terminal) {
    this.terminal = terminal;
  }

  void begin(String url, String ledgerUrl) {
    print("The real filter listens on " + url + ", behind a proxy that it trusts.");
    print("The same with a ledger, for the last deliveries, listens on " + ledgerUrl + ".");
    print("");
    print(HEADING.formatted("#", "", "sent", "must come out", "came out"));
  }

  void heading(String text) {
    print("");
    print(coloured(BOLD, text));
  }

  void row(DemoDelivery delivery, Result came) {
    count++;
    boolean right = came.equals(delivery.must());
    wrong += right ? 0 : 1;
    String mark = right ? coloured(GREEN, "ok  ") : coloured(RED, "FAIL");
    print(ROW.formatted(count, mark, delivery.sent(), delivery.must(), came));
    print(coloured(DIM, WHY.formatted(delivery.why())));
  }

  /** Prints the count, and tells whether all came out as they must. */
  boolean end() {
    print("");
    print(
        count
            + " deliveries, "
            + (wrong == 0
                ? coloured(GREEN, "each came out as it must.")
                : coloured(RED, wrong + " did not come out as they must.")));
    return wrong == 0;
  }

  private String coloured(String colour, String text) {
    return terminal.colours() ? "\u001B[" + colour + "m" + text + "\u001B[0m" : text;
  }

  private void print(String line) {
    PrintStream out = terminal.out();
    out.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
