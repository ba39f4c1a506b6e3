package dev.lacre.vectors;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;

/**
 * Every vector as a dynamic test of JUnit 5.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> vectors() {
 *   return ConformanceTests.of(ConformanceRunner.verifier("mine", this::answer));
 * }
 * }</pre>
 *
 * <p>Needs {@code junit-jupiter-api}, which whoever has tests has. A test that the subject skips is
 * aborted, as JUnit calls it; {@link #complete} fails it instead.
 */
@SuppressWarnings("exports") // JUnit is there for those who call this, and nobody else needs it.
public final class ConformanceTests {

  private ConformanceTests() {}

  /**
   * Returns a test for each vector, in a container for each group.
   *
   * @param runner what is tested, with which vectors
   * @return the tests
   */
  public static Stream<DynamicNode> of(ConformanceRunner runner) {
    return nodes(runner, true);
  }

  /**
   * Returns a test for each vector, in a container for each group; to skip one is to fail it.
   *
   * @param runner what is tested, with which vectors
   * @return the tests
   */
  public static Stream<DynamicNode> complete(ConformanceRunner runner) {
    return nodes(runner, false);
  }

  private static Stream<DynamicNode> nodes(ConformanceRunner runner, boolean maySkip) {
    if (runner.vectors().tests().isEmpty()) {
      throw new IllegalStateException(
          "There is no vector to test with; without a test, nothing would ever fail.");
    }
    return runner.vectors().groups().stream()
        .map(
            group ->
                dynamicContainer(
                    group.id(),
                    runner.vectors().tests().stream()
                        .filter(test -> test.group() == group)
                        .map(
                            test ->
                                dynamicTest(test.id(), () -> check(runner.run(test), maySkip)))));
  }

  private static void check(CaseResult result, boolean maySkip) {
    if (result.outcome() == Outcome.SKIPPED) {
      Assumptions.assumeFalse(maySkip, "skipped: " + result.note());
      Assertions.fail("skipped: " + result.note());
    }
    if (result.outcome().isFault()) {
      Assertions.fail(describe(result));
    }
  }

  private static String describe(CaseResult result) {
    StringBuilder text = new StringBuilder();
    try {
      ConformanceReport.of(result.title(), List.of(result), List.of())
          .write(ReportFormat.TEXT, false, text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
