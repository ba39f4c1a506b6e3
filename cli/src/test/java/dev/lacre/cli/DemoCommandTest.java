package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  /** Plays the demonstration with its deliveries changed. */
  private static Run play(boolean colours, UnaryOperator<DemoDelivery> change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            name -> null,
            colours);
    DemoSetup setup = new DemoSetup();
    Map<String, List<DemoDelivery>> deliveries = new LinkedHashMap<>();
    Demo.deliveries(setup)
        .forEach((heading, group) -> deliveries.put(heading, group.stream().map(change).toList()));
    int code = DemoCommand.play(setup, deliveries, terminal);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static UnaryOperator<DemoDelivery> where(
      String sent, UnaryOperator<DemoDelivery> change) {
    return delivery -> delivery.sent().equals(sent) ? change.apply(delivery) : delivery;
  }

  private static void assertOneFailure(Run run) {
    assertEquals(Lacre.REFUSED, run.code());
    assertEquals(1, run.out().lines().filter(line -> line.contains(" FAIL ")).count(), run.out());
    assertTrue(run.out().endsWith("deliveries, 1 did not come out as they must.\n"), run.out());
  }

  @Test
  void demo_run_showsEachDeliveryAndSucceeds() {
    Run run = Run.given().run("demo");
    assertEquals(Lacre.DONE, run.code(), run.out());
    long rows = run.out().lines().filter(line -> line.contains("  ok  ")).count();
    assertTrue(rows >= 20, run.out());
    assertTrue(run.out().endsWith(rows + " deliveries, each came out as it must.\n"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void demo_table_fitsItsWidthAndShowsNoKey() {
    Run run = Run.given().run("demo");
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 120), run.out());
    assertFalse(KEY.matcher(run.out()).find(), run.out());
    assertFalse(run.out().contains("\u001B"), "colours where there is no terminal");
  }

  @Test
  void demo_terminalWithColours_getsThem() {
    Run run = play(true, UnaryOperator.identity());
    assertTrue(run.out().contains("\u001B[32mok  \u001B[0m"), run.out());
  }

  @Test
  void demo_otherStatusThanExpected_fails() {
    assertOneFailure(
        play(false, where("no signature", delivery -> delivery.mustBe(401, "header-missing"))));
  }

  @Test
  void demo_otherReasonThanExpected_fails() {
    assertOneFailure(
        play(false, where("no signature", delivery -> delivery.mustBe(403, "header-repeated"))));
  }

  @Test
  void demo_otherProofThanExpected_fails() {
    assertOneFailure(
        play(
            false,
            where(
                "one secret for all: merchant swapped",
                delivery -> delivery.mustBe(204, "accepted, key"))));
  }

  @Test
  void demo_otherBodyBack_fails() {
    Run run = play(false, where("confirmationCode", delivery -> delivery.givenBack(new byte[1])));
    assertOneFailure(run);
    assertTrue(run.out().contains("body not given back"), run.out());
  }

  @Test
  void demo_ledger_isShown() {
    Run run = Run.given().run("demo");
    for (String row :
        List.of(
            "newEvent, delivered again +204 duplicate +204 duplicate",
            "the same bytes for another merchant +403 merchant-swapped +403 merchant-swapped",
            "the same event id with other bytes +409 event-id-reused +409 event-id-reused",
            "confirmationCode, asked again +200 accepted, asserted +200 accepted, asserted")) {
      assertTrue(Pattern.compile("  ok    " + row).matcher(run.out()).find(), run.out());
    }
  }

  @Test
  void demo_eventThatReachesTheApplicationTwice_fails() {
    Run run =
        play(
            false,
            where(
                "newEvent, delivered again",
                again -> {
                  byte[] request = again.request();
                  // The receiver without a ledger takes it for new.
                  return DemoDelivery.of(again.sent(), request, 204, "duplicate", again.why());
                }));
    assertOneFailure(run);
  }

  @Test
  void demo_applicationCalledOtherwiseThanOnceForWhatIsNew_isTold() {
    assertEquals("", Demo.wrongCalls(1, true));
    assertEquals("", Demo.wrongCalls(0, false));
    assertEquals(", application called 1 times", Demo.wrongCalls(1, false));
    assertEquals(", application called 0 times", Demo.wrongCalls(0, true));
    assertEquals(", application called 2 times", Demo.wrongCalls(2, true));
  }

  @Test
  void demo_verdictWhereNoneMustBe_fails() {
    assertOneFailure(
        play(false, where("newEvent", delivery -> delivery.mustBe(204, "not a route"))));
  }

  @Test
  void demo_deliveriesThatAreDescribed_areAllDifferent() {
    List<DemoDelivery> all =
        Demo.deliveries(new DemoSetup()).values().stream().flatMap(List::stream).toList();
    assertEquals(all.size(), all.stream().map(DemoDelivery::sent).distinct().count());
    assertEquals(all.size(), all.stream().map(DemoDelivery::why).distinct().count());
  }
}
