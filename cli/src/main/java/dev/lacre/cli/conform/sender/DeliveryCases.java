package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.Rule;
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
  private final Duration took;
  private final List<CaseResult> results = new ArrayList<>();

  /**
   * Begins with none.
   *
   * @param took how long the delivery took; the first question that is kept tells it
   */
  DeliveryCases(int number, String what, Duration took, Selection selection, boolean strict) {
    this.number = number;
    this.section = "delivery-" + number + ": " + shown(what);
    this.selection = selection;
    this.took = took;
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
    pass(question, question.rule(), actual);
  }

  void pass(SenderCase question, Rule rule, String actual) {
    add(question, rule, Outcome.PASS, actual, null, null);
  }

  void fail(SenderCase question, String actual) {
    fail(question, actual, null, null);
  }

  void fail(SenderCase question, Rule rule, String actual, @Nullable String note) {
    add(question, rule, Outcome.FAIL, actual, null, note);
  }

  void fail(SenderCase question, String actual, @Nullable Bug bug, @Nullable String note) {
    add(question, question.rule(), Outcome.FAIL, actual, bug, note);
  }

  /** What receivers may let pass, and the strict profile does not. */
  void tolerate(SenderCase question, String actual) {
    tolerate(question, question.rule(), actual);
  }

  void tolerate(SenderCase question, Rule rule, String actual) {
    Outcome outcome = strict ? Outcome.FAIL : Outcome.NON_STRICT;
    add(question, rule, outcome, actual, null, strict ? null : actual);
  }

  void error(SenderCase question, String note) {
    add(question, question.rule(), Outcome.ERROR, "nothing to judge", null, note);
  }

  private void add(
      SenderCase question,
      Rule rule,
      Outcome outcome,
      String actual,
      @Nullable Bug bug,
      @Nullable String note) {
    if (isSelected(question)) {
      results.add(
          new CaseResult(
              question.id(number),
              section,
              question.title(),
              rule,
              outcome,
              question.expected(),
              actual,
              bug,
              note,
              null,
              results.isEmpty() ? took : Duration.ZERO));
    }
  }

  List<CaseResult> results() {
    return results;
  }
}
