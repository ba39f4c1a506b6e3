package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the questions about one delivery; only those selected are kept. */
final class DeliveryCases {

  private static final int LONGEST_SHOWN = 100;

  private final int number;
  private final String section;
  private final Selection selection;
  private final boolean strict;
  private final List<CaseResult> results = new ArrayList<>();

  DeliveryCases(int number, String what, Selection selection, boolean strict) {
    this.number = number;
    this.section = "delivery-" + number + ": " + shown(what);
    this.selection = selection;
    this.strict = strict;
  }

  /** Returns some of a text that the sender chose. */
  static String shown(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  boolean isSelected(SenderCase question) {
    return selection.test(question.id(number));
  }

  void pass(SenderCase question, String actual) {
    add(question, Outcome.PASS, actual, null, null, Duration.ZERO);
  }

  void pass(SenderCase question, String actual, Duration took) {
    add(question, Outcome.PASS, actual, null, null, took);
  }

  void fail(SenderCase question, String actual) {
    add(question, Outcome.FAIL, actual, null, null, Duration.ZERO);
  }

  void fail(SenderCase question, String actual, @Nullable Bug bug, @Nullable String note) {
    add(question, Outcome.FAIL, actual, bug, note, Duration.ZERO);
  }

  /** What receivers may let pass, and the strict profile does not. */
  void tolerate(SenderCase question, String actual) {
    Outcome outcome = strict ? Outcome.FAIL : Outcome.NON_STRICT;
    add(question, outcome, actual, null, strict ? null : actual, Duration.ZERO);
  }

  void error(SenderCase question, String note) {
    add(question, Outcome.ERROR, "nothing to judge", null, note, Duration.ZERO);
  }

  private void add(
      SenderCase question,
      Outcome outcome,
      String actual,
      @Nullable Bug bug,
      @Nullable String note,
      Duration took) {
    if (isSelected(question)) {
      results.add(
          new CaseResult(
              question.id(number),
              section,
              question.title(),
              question.rule(),
              outcome,
              question.expected(),
              actual,
              bug,
              note,
              null,
              took));
    }
  }

  List<CaseResult> results() {
    return results;
  }
}
