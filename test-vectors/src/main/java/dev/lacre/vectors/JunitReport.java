package dev.lacre.vectors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report as the XML that build servers take from JUnit: a suite for each section. A known failure
 * is shown as skipped, and one that no longer fails as a failure.
 */
final class JunitReport {

  private final ConformanceReport report;
  private final StringBuilder xml = new StringBuilder();

  private JunitReport(ConformanceReport report) {
    this.report = report;
  }

  static String of(ConformanceReport report) {
    return new JunitReport(report).write();
  }

  private String write() {
    Map<String, List<CaseResult>> suites = new LinkedHashMap<>();
    for (CaseResult result : report.results()) {
      suites.computeIfAbsent(result.section(), section -> new ArrayList<>()).add(result);
    }
    xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    attribute("name", report.subject());
    totals(report.results());
    xml.append(">\n");
    suites.forEach(this::suite);
    xml.append("</testsuites>");
    return xml.toString();
  }

  private void suite(String name, List<CaseResult> results) {
    xml.append("  <testsuite");
    attribute("name", name);
    totals(results);
    xml.append(">\n");
    results.forEach(this::testCase);
    xml.append("  </testsuite>\n");
  }

  private void totals(List<CaseResult> results) {
    attribute("tests", Integer.toString(results.size()));
    attribute("failures", Long.toString(results.stream().filter(this::isFailure).count()));
    attribute("errors", Long.toString(results.stream().filter(this::isError).count()));
    attribute("skipped", Long.toString(results.stream().filter(this::isSkipped).count()));
    attribute("time", seconds(results));
  }

  private void testCase(CaseResult result) {
    xml.append("    <testcase");
    attribute("name", result.id());
    attribute("classname", classname(result));
    attribute("time", seconds(List.of(result)));
    if (isFailure(result)) {
      fault("failure", result);
    } else if (isError(result)) {
      fault("error", result);
    } else if (isSkipped(result)) {
      xml.append(">\n      <skipped");
      attribute("message", skipReason(result));
      xml.append("/>\n    </testcase>\n");
    } else if (result.note() != null || result.manner() != null) {
      xml.append(">\n      <system-out>");
      lines(labelled("note", result.note()), labelled("manner", result.manner()));
      xml.append("</system-out>\n    </testcase>\n");
    } else {
      xml.append("/>\n");
    }
  }

  /** The first word of the id: build servers take dots for packages. */
  private static String classname(CaseResult result) {
    return "lacre.conform." + result.id().split("[^A-Za-z0-9_-]", 2)[0];
  }

  private void fault(String element, CaseResult result) {
    Bug bug = result.likelyBug();
    xml.append(">\n      <").append(element);
    boolean gone = report.isUnexpectedPass(result);
    attribute("type", gone ? "unexpected-pass" : bug == null ? "difference" : bug.code());
    attribute(
        "message",
        gone ? "was known to fail, and passes" : bug == null ? "not as expected" : bug.sentence());
    xml.append('>');
    lines(
        result.title(),
        result.rule() + ": " + result.rule().quote(),
        "expected: " + result.expected(),
        labelled("actual", result.actual()),
        labelled("note", result.note()),
        labelled("manner", result.manner()));
    xml.append("</").append(element).append(">\n    </testcase>\n");
  }

  private boolean isFailure(CaseResult result) {
    return report.differs(result) && result.outcome() != Outcome.ERROR;
  }

  private boolean isError(CaseResult result) {
    return report.differs(result) && result.outcome() == Outcome.ERROR;
  }

  private boolean isSkipped(CaseResult result) {
    return result.outcome() == Outcome.SKIPPED || report.isKnown(result);
  }

  private String skipReason(CaseResult result) {
    String note = result.note();
    return report.isKnown(result) ? "known failure" : note == null ? "no reason given" : note;
  }

  private static String seconds(List<CaseResult> results) {
    Duration sum = results.stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    return String.format(Locale.ROOT, "%.3f", sum.toNanos() / 1e9);
  }

  private static String labelled(String label, @Nullable String text) {
    return text == null ? "" : label + ": " + text;
  }

  /** A line that is empty is left out, and none can break in two. */
  private void lines(String... lines) {
    String separator = "";
    for (String line : lines) {
      if (!line.isEmpty()) {
        xml.append(separator);
        text(line);
        separator = "\n";
      }
    }
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    text(value);
    xml.append('"');
  }

  /** XML 1.0 cannot carry every character at all, so those are written out. */
  private void text(String value) {
    value.codePoints().forEach(this::character);
  }

  private void character(int c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '"' -> xml.append("&quot;");
      default -> ReportText.append(c, xml);
    }
  }
}
