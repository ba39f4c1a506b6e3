package dev.lacre.vectors;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for people: sections, a mark for each test, the failures once more at the end. */
final class TextReport {

  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String YELLOW = "33";
  private static final String GREY = "90";
  private static final char ESCAPE = '\u001B';

  private final ConformanceReport report;
  private final boolean colours;

  TextReport(ConformanceReport report, boolean colours) {
    this.report = report;
    this.colours = colours;
  }

  void write(Appendable to) throws IOException {
    to.append(ReportText.printable(report.subject())).append('\n');
    sections(report.results(), to);
    List<CaseResult> differences = report.results().stream().filter(report::differs).toList();
    if (!differences.isEmpty()) {
      to.append("\nFailures:\n");
      sections(differences, to);
    }
    for (String remark : report.remarks()) {
      to.append('\n').append(coloured(YELLOW, ReportText.printable(remark))).append('\n');
    }
    to.append('\n').append(finished()).append('\n');
    to.append(coloured(report.asExpected() ? GREEN : RED, counts(report))).append('\n');
  }

  /** Returns the one line that counts. */
  static String counts(ConformanceReport report) {
    List<CaseResult> results = report.results();
    StringBuilder line = new StringBuilder();
    line.append(number(results.size(), "test", "tests")).append(", ");
    line.append(report.count(Outcome.PASS)).append(" passed, ");
    line.append(report.count(Outcome.FAIL)).append(" failed, ");
    line.append(number(report.count(Outcome.ERROR), "error", "errors")).append(", ");
    line.append(report.count(Outcome.NON_STRICT)).append(" non-strict, ");
    line.append(report.count(Outcome.SKIPPED)).append(" skipped");
    long known = results.stream().filter(report::isKnown).count();
    if (known > 0) {
      line.append("; ").append(number(known, "known failure", "known failures"));
    }
    long gone = results.stream().filter(report::isUnexpectedPass).count();
    if (gone > 0) {
      line.append("; ").append(number(gone, "unexpected pass", "unexpected passes"));
    }
    return line.toString();
  }

  private static String number(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }

  private String finished() {
    Duration sum =
        report.results().stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    return String.format(Locale.ROOT, "Finished in %.3f seconds", sum.toNanos() / 1e9);
  }

  private void sections(List<CaseResult> results, Appendable to) throws IOException {
    Map<String, List<CaseResult>> sections = new LinkedHashMap<>();
    for (CaseResult result : results) {
      sections.computeIfAbsent(result.section(), section -> new ArrayList<>()).add(result);
    }
    for (Map.Entry<String, List<CaseResult>> section : sections.entrySet()) {
      to.append("\n  ").append(ReportText.printable(section.getKey())).append('\n');
      for (CaseResult result : section.getValue()) {
        one(result, to);
      }
    }
  }

  private void one(CaseResult result, Appendable to) throws IOException {
    boolean different = report.differs(result);
    String colour =
        different
            ? RED
            : switch (result.outcome()) {
              case PASS -> GREEN;
              case NON_STRICT, FAIL, ERROR -> YELLOW;
              case SKIPPED -> GREY;
            };
    to.append("    ").append(coloured(colour, mark(result))).append(' ');
    to.append(ReportText.printable(result.id() + ": " + result.title()));
    if (report.isKnown(result)) {
      to.append(" (known)");
    } else if (report.isUnexpectedPass(result)) {
      to.append(" (was known to fail, and passes)");
    }
    to.append('\n');
    if (result.outcome().isFault()) {
      Rule rule = result.rule();
      String why = "\"" + rule.quote() + "\" (" + rule + ")";
      to.append("      -> ").append(ReportText.printable(why)).append('\n');
      line("Expected", result.expected(), to);
      line("Actual", result.actual(), to);
      Bug bug = result.likelyBug();
      line("Likely bug", bug == null ? null : bug.sentence() + " [" + bug.code() + "]", to);
    }
    if (result.outcome() != Outcome.PASS) {
      line("Note", result.note(), to);
    }
    line("Manner", result.manner(), to);
  }

  private static void line(String label, @Nullable String text, Appendable to) throws IOException {
    if (text != null) {
      to.append(" ".repeat(16 - label.length())).append(label).append(": ");
      to.append(ReportText.printable(text)).append('\n');
    }
  }

  private static String mark(CaseResult result) {
    return switch (result.outcome()) {
      case PASS -> "\u2714";
      case FAIL -> "\u2718";
      case NON_STRICT -> "~";
      case SKIPPED -> "-";
      case ERROR -> "!";
    };
  }

  private String coloured(String colour, String text) {
    return colours ? ESCAPE + "[" + colour + "m" + text + ESCAPE + "[0m" : text;
  }
}
