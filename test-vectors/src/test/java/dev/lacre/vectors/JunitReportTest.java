package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

class JunitReportTest {

  private static String xml(ConformanceReport report) {
    return Reports.write(report, ReportFormat.JUNIT, true);
  }

  /** Through bytes, as a build server reads it. */
  private static InputStreamReader reader(String xml) {
    return new InputStreamReader(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static void validate(String xml) throws SAXException, IOException {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(JunitReportTest.class.getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  private static List<ReportTestCase> read(ConformanceReport report) throws Exception {
    List<ReportTestCase> cases = new ArrayList<>();
    for (ReportTestSuite suite :
        new TestSuiteXmlParser(new NullConsoleLogger()).parse(reader(xml(report)))) {
      cases.addAll(suite.getTestCases());
    }
    return cases;
  }

  @Test
  void write_everyOutcome_isAsTheSchemaSays() {
    assertDoesNotThrow(() -> validate(xml(Reports.small())));
    ConformanceReport none = ConformanceReport.of("nothing", List.of(), List.of());
    assertDoesNotThrow(() -> validate(xml(none)));
  }

  @ParameterizedTest
  @CsvSource({
    "<testcase name=,<testcase more='' name=",
    "<testsuite name=,<testsuite><!--",
    "tests=\"8\",tests=\"-8\"",
    "<failure type=,<failure kind=",
    "<skipped message=,<skipped because=",
    "sig/upper,sig/basic",
    "</testsuites>,",
  })
  void schema_spoiltReport_isRefused(String text, String instead) {
    String spoilt = xml(Reports.small()).replace(text, instead == null ? "" : instead);
    assertNotEquals(xml(Reports.small()), spoilt);
    assertThrows(SAXException.class, () -> validate(spoilt));
  }

  @Test
  void write_everyOutcome_isWhatAnotherReaderReads() throws Exception {
    List<String> read = new ArrayList<>();
    for (ReportTestCase each : read(Reports.small())) {
      String kind =
          each.hasError()
              ? "error"
              : each.hasFailure() ? "failure" : each.hasSkipped() ? "skipped" : "passed";
      read.add(each.getName() + " " + kind);
    }
    assertEquals(
        List.of(
            "sig/basic passed",
            "sig/upper failure",
            "sig/known skipped",
            "sig/gone failure",
            "key/no-answer error",
            "key/lenient passed",
            "key/left-out skipped",
            "key/odd passed"),
        read);
    ReportTestCase upper = read(Reports.small()).get(1);
    assertEquals("upper-case", upper.getFailureType());
    assertEquals("you wrote the signature in upper-case hex", upper.getFailureMessage());
    assertTrue(String.valueOf(upper.getFailureDetail()).contains("actual: 2F0A"));
  }

  @Test
  void write_totals_areThoseOfItsTests() throws Exception {
    String xml = xml(Reports.small());
    assertTrue(
        xml.contains(
            "<testsuites name=\"a receiver\" tests=\"8\" failures=\"2\" errors=\"1\" skipped=\"2\" "),
        xml);
    int tests = 0;
    for (ReportTestSuite suite :
        new TestSuiteXmlParser(new NullConsoleLogger()).parse(reader(xml))) {
      assertEquals(suite.getTestCases().size(), suite.getNumberOfTests());
      assertEquals(
          suite.getTestCases().stream().filter(ReportTestCase::hasFailure).count(),
          suite.getNumberOfFailures());
      assertEquals(
          suite.getTestCases().stream().filter(ReportTestCase::hasError).count(),
          suite.getNumberOfErrors());
      assertEquals(
          suite.getTestCases().stream().filter(ReportTestCase::hasSkipped).count(),
          suite.getNumberOfSkipped());
      tests += suite.getNumberOfTests();
    }
    assertEquals(Reports.small().results().size(), tests);
  }

  @Test
  void write_hostileTexts_breakNothing() throws Exception {
    ConformanceReport hostile = Reports.hostile();
    String xml = xml(hostile);
    assertDoesNotThrow(() -> validate(xml));
    assertFalse(xml.codePoints().anyMatch(c -> c != '\n' && Character.isISOControl(c)), xml);
    List<ReportTestCase> cases = read(hostile);
    assertEquals(hostile.results().size(), cases.size());
    ReportTestCase forged = cases.get(Reports.HOSTILE.size() * Outcome.values().length - 4);
    String detail = String.valueOf(forged.getFailureDetail());
    assertEquals(1, detail.lines().filter(line -> line.startsWith("expected: ")).count(), detail);
  }
}
