package dev.lacre.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports to write, one of every kind of result and one of hostile texts. */
final class Reports {

  static final Bug BUG = new Bug("upper-case", "you wrote the signature in upper-case hex");

  /** What a subject might answer to harm whoever reads the report. */
  static final List<String> HOSTILE =
      List.of(
          "\u001B[2J\u001B]0;title\u0007",
          "\u009B31m",
          "]]></failure></testcase>",
          "\"'<>&;<!--",
          "\uD800 and \uDC00 alone",
          "\uFFFE\uFFFF\u0000\u007F\u0085",
          "\uD83D\uDE00 emoji",
          "\u202Etxet ton\u2066",
          "first\nexpected: forged\r\nsecond\tthird\u2028fourth");

  private Reports() {}

  static CaseResult result(String id, String section, Outcome outcome, String actual) {
    return result(id, section, outcome, actual, outcome == Outcome.FAIL ? BUG : null);
  }

  private static CaseResult result(
      String id, String section, Outcome outcome, String actual, @Nullable Bug bug) {
    boolean skipped = outcome == Outcome.SKIPPED;
    return new CaseResult(
        id,
        section,
        "the title of " + id,
        new Rule("PROTOCOL", "1", "lower-case hex", Level.MUST),
        outcome,
        "what had to be",
        skipped ? null : actual,
        bug,
        outcome == Outcome.PASS || outcome == Outcome.FAIL ? null : "why " + id,
        outcome == Outcome.PASS && id.endsWith("odd") ? "200, not 204" : null,
        Duration.ofMillis(1));
  }

  /** One of every kind; {@code sig/known} and {@code sig/gone} are known to fail. */
  static ConformanceReport small() {
    return ConformanceReport.of(
            "a receiver",
            List.of(
                result("sig/basic", "sig: the signature", Outcome.PASS, "fine"),
                result("sig/upper", "sig: the signature", Outcome.FAIL, "2F0A"),
                result("sig/known", "sig: the signature", Outcome.FAIL, "2F0B"),
                result("sig/gone", "sig: the signature", Outcome.PASS, "fine"),
                result("key/no-answer", "key: the secret", Outcome.ERROR, "nothing"),
                result("key/lenient", "key: the secret", Outcome.NON_STRICT, "tolerated"),
                result("key/left-out", "key: the secret", Outcome.SKIPPED, ""),
                result("key/odd", "key: the secret", Outcome.PASS, "fine")),
            List.of("Two deliveries show one bug."))
        .expecting(List.of("sig/known", "sig/gone", "not/run"));
  }

  /** Every text of every result is hostile. */
  static ConformanceReport hostile() {
    String all = String.join(" ", HOSTILE);
    List<CaseResult> results =
        HOSTILE.stream()
            .flatMap(
                text ->
                    List.of(Outcome.values()).stream()
                        .map(
                            outcome ->
                                new CaseResult(
                                    outcome + text,
                                    text + " section",
                                    text,
                                    new Rule(text, text, text, Level.SHOULD),
                                    outcome,
                                    text,
                                    all,
                                    outcome == Outcome.FAIL ? new Bug("a-bug", text) : null,
                                    text,
                                    text,
                                    Duration.ZERO)))
            .toList();
    return ConformanceReport.of(all, results, List.of(all));
  }

  static String write(ConformanceReport report, ReportFormat format, boolean colours) {
    StringBuilder out = new StringBuilder();
    try {
      report.write(format, colours, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }
}
