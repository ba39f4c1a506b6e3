package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {

  private static final String FAILURES =
      """

        sig: the signature
          ✘ sig/upper: the title of sig/upper
            -> "lower-case hex" (PROTOCOL, 1 (MUST))
              Expected: what had to be
                Actual: 2F0A
            Likely bug: you wrote the signature in upper-case hex [upper-case]
      """;

  private static final String GONE =
      """
          ✔ sig/gone: the title of sig/gone (was known to fail, and passes)
      """;

  private static final String NO_ANSWER =
      """

        key: the secret
          ! key/no-answer: the title of key/no-answer
            -> "lower-case hex" (PROTOCOL, 1 (MUST))
              Expected: what had to be
                Actual: nothing
                  Note: why key/no-answer
      """;

  @Test
  void write_everyOutcome_readsLikeThis() {
    String expected =
        "a receiver\n"
            + FAILURES.replace(
                "signature\n    ✘", "signature\n    ✔ sig/basic: the title of sig/basic\n    ✘")
            + """
                  ✘ sig/known: the title of sig/known (known)
                    -> "lower-case hex" (PROTOCOL, 1 (MUST))
                      Expected: what had to be
                        Actual: 2F0B
                    Likely bug: you wrote the signature in upper-case hex [upper-case]
              """
            + GONE
            + NO_ANSWER
            + """
                  ~ key/lenient: the title of key/lenient
                          Note: why key/lenient
                  - key/left-out: the title of key/left-out
                          Note: why key/left-out
                  ✔ key/odd: the title of key/odd
                        Manner: 200, not 204

              Failures:
              """
            + FAILURES
            + GONE
            + NO_ANSWER
            + """

              Two deliveries show one bug.

              Finished in 0.008 seconds
              8 tests, 3 passed, 2 failed, 1 error, 1 non-strict, 1 skipped; 1 known failure; \
              1 unexpected pass
              """;
    assertEquals(expected, Reports.write(Reports.small(), ReportFormat.TEXT, false));
  }

  @Test
  void write_allAsExpected_hasNoListOfFailures() {
    ConformanceReport known =
        ConformanceReport.of("s", List.of(Reports.result("a/b", "a", Outcome.FAIL, "x")), List.of())
            .expecting(List.of("a/b"));
    String text = Reports.write(known, ReportFormat.TEXT, true);
    assertTrue(known.asExpected());
    assertFalse(text.contains("Failures:"), text);
    assertFalse(text.contains("\u001B[31m"), "a known failure is not red: " + text);
    assertTrue(
        text.endsWith(
            "\u001B[32m1 test, 0 passed, 1 failed, 0 errors, 0 non-strict,"
                + " 0 skipped; 1 known failure\u001B[0m\n"),
        text);
  }

  @Test
  void write_unexpectedPass_isRed() {
    ConformanceReport gone =
        ConformanceReport.of("s", List.of(Reports.result("a/b", "a", Outcome.PASS, "x")), List.of())
            .expecting(List.of("a/b"));
    String text = Reports.write(gone, ReportFormat.TEXT, true);
    assertFalse(gone.asExpected());
    assertTrue(text.contains("Failures:"), text);
    assertTrue(text.contains("\u001B[31m✔"), text);
    assertTrue(text.contains("\u001B[31m1 test"), text);
  }

  @Test
  void write_coloursNotAskedFor_hasNoEscape() {
    assertEquals(-1, Reports.write(Reports.small(), ReportFormat.TEXT, false).indexOf('\u001B'));
    String coloured = Reports.write(Reports.small(), ReportFormat.TEXT, true);
    assertEquals(
        Reports.write(Reports.small(), ReportFormat.TEXT, false),
        coloured.replaceAll("\u001B\\[[0-9]+m", ""));
  }

  @Test
  void write_hostileTexts_neverReachTheTerminal() {
    String text = Reports.write(Reports.hostile(), ReportFormat.TEXT, false);
    text.codePoints()
        .filter(c -> c != '\n')
        .forEach(
            c -> {
              int type = Character.getType(c);
              assertFalse(
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR,
                  () -> "U+" + Integer.toHexString(c));
            });
    assertTrue(text.contains("\\u001b[2J"), text);
    assertTrue(text.contains("\uD83D\uDE00 emoji"), text);
    assertFalse(text.lines().anyMatch(line -> line.startsWith("expected: forged")), text);
  }
}
