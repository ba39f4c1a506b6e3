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
    attribute("skipped", Long.toString(results.stream().filter(this::isSkipped).count()));
    xml.append(">\n");
    results.forEach(this::testCase);
    xml.append("  </testsuite>\n");
  }

  private void totals(List<CaseResult> results) {
    attribute("tests", Integer.toString(results.size()));
    attribute("failures", Long.toString(results.stream().filter(this::isFailure).count()));
    attribute("errors", Long.toString(results.stream().filter(this::isError).count()));
    attribute("time", seconds(results));
  }

  private void testCase(CaseResult result) {
    xml.append("    <testcase");
    attribute("name", result.id());
    attribute("classname", "lacre.conform." + result.section().split("[: ]", 2)[0]);
    attribute("time", seconds(List.of(result)));
    if (isFailure(result)) {
      fault("failure", result);
    } else if (isError(result)) {
      fault("error", result);
    } else if (isSkipped(result)) {
      xml.append(">\n      <skipped");
      attribute("message", report.isKnown(result) ? "known failure" : orEmpty(result.note()));
      xml.append("/>\n    </testcase>\n");
    } else if (result.note() != null || result.manner() != null) {
      xml.append(">\n      <system-out>");
      text(orEmpty(result.note()) + (result.note() == null ? "" : "\n") + orEmpty(result.manner()));
      xml.append("</system-out>\n    </testcase>\n");
    } else {
      xml.append("/>\n");
    }
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
    text(
        result.title()
            + "\n"
            + result.rule()
            + ": "
            + result.rule().quote()
            + "\nexpected: "
            + result.expected()
            + "\nactual: "
            + orEmpty(result.actual())
            + (result.note() == null ? "" : "\nnote: " + result.note())
            + (result.manner() == null ? "" : "\nmanner: " + result.manner()));
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

  private static String seconds(List<CaseResult> results) {
    Duration sum = results.stream().map(CaseResult::took).reduce(Duration.ZERO, Duration::plus);
    return String.format(Locale.ROOT, "%.3f", sum.toNanos() / 1e9);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    text(value);
    xml.append('"');
  }

  /** XML 1.0 cannot carry every character at all, so those are written out. */
  private void text(String value) {
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\n' -> xml.append("&#10;");
                default -> {
                  if (c < 0x20
                      || (c >= 0x7F && c < 0xA0)
                      || (c >= 0xD800 && c <= 0xDFFF)
                      || c == 0xFFFE
                      || c == 0xFFFF) {
                    xml.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    xml.appendCodePoint(c);
                  }
                }
              }
            });
  }
}
