package dev.lacre.vectors;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became of all tests of one run. Immutable and thread-safe.
 *
 * <p>Ids of known failures may be set with {@link #expecting}: such a test counts as expected when
 * it fails, and as a difference when it does not. One that breaks is never expected.
 */
public final class ConformanceReport {

  private final String subject;
  private final List<CaseResult> results;
  private final List<String> remarks;
  private final Set<String> knownFailures;

  private ConformanceReport(
      String subject, List<CaseResult> results, List<String> remarks, Set<String> knownFailures) {
    this.subject = subject;
    this.results = List.copyOf(results);
    this.remarks = List.copyOf(remarks);
    this.knownFailures = Set.copyOf(knownFailures);
  }

  /**
   * Returns a report.
   *
   * @param subject what was tested, in a few words
   * @param results what became of each test, in order
   * @param remarks what the results say as a whole, in sentences
   * @return the report
   */
  public static ConformanceReport of(
      String subject, List<CaseResult> results, List<String> remarks) {
    return new ConformanceReport(subject, results, remarks, Set.of());
  }

  /**
   * Returns the same report, judged with the knowledge of failures.
   *
   * @param ids of tests that are known to fail; those that were not run count for nothing
   * @return a new report
   */
  public ConformanceReport expecting(Collection<String> ids) {
    return new ConformanceReport(subject, results, remarks, Set.copyOf(ids));
  }

  /**
   * Returns what was tested.
   *
   * @return a few words
   */
  public String subject() {
    return subject;
  }

  /**
   * Returns what became of each test.
   *
   * @return an immutable list, in the order of the run
   */
  public List<CaseResult> results() {
    return results;
  }

  /**
   * Returns what the results say as a whole, such as that everything was accepted.
   *
   * @return an immutable list of sentences, often empty
   */
  public List<String> remarks() {
    return remarks;
  }

  /**
   * Returns how many tests came out so.
   *
   * @param outcome one outcome
   * @return the number
   */
  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /**
   * Tells whether nothing differs from what was expected: no fault but the known ones, and none of
   * the known ones gone.
   *
   * @return true if all is as expected
   */
  public boolean asExpected() {
    return results.stream().noneMatch(this::differs);
  }

  /**
   * Returns the tests that failed, whether that is known or not; not those that broke.
   *
   * @return their ids, sorted
   */
  public Set<String> failures() {
    Set<String> ids = new TreeSet<>();
    results.stream()
        .filter(result -> result.outcome() == Outcome.FAIL)
        .forEach(result -> ids.add(result.id()));
    return ids;
  }

  /** Tells whether the test was known to fail and did. */
  boolean isKnown(CaseResult result) {
    return result.outcome() == Outcome.FAIL && knownFailures.contains(result.id());
  }

  /** Tells whether the test was known to fail and did not. */
  boolean isUnexpectedPass(CaseResult result) {
    return !result.outcome().isFault()
        && result.outcome() != Outcome.SKIPPED
        && knownFailures.contains(result.id());
  }

  boolean differs(CaseResult result) {
    return result.outcome().isFault() ? !isKnown(result) : isUnexpectedPass(result);
  }

  /**
   * Writes the report.
   *
   * @param format how
   * @param colours whether text may be coloured for a terminal
   * @param to where; text has a newline at its end
   * @throws IOException if it cannot be written there
   */
  public void write(ReportFormat format, boolean colours, Appendable to) throws IOException {
    switch (format) {
      case TEXT -> new TextReport(this, colours).write(to);
      case JSON -> to.append(JsonReport.of(this)).append('\n');
      case JUNIT -> to.append(JunitReport.of(this)).append('\n');
    }
  }

  /** Returns the subject and the counts. */
  @Override
  public String toString() {
    return subject + ": " + TextReport.counts(this);
  }
}
