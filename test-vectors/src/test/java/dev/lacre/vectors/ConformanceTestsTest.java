package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** The dynamic tests, executed as JUnit executes them. */
class ConformanceTestsTest {

  private static final String GENUINE = "sig-shape/v2-orderEvent/genuine";
  private static final String FORGED = "sig-shape/v2-orderEvent/all-zero";

  private static ConformanceRunner runner(Subject subject) {
    return ConformanceRunner.verifier("subject", subject)
        .with(Vectors.v1().select(Selection.of(List.of("sig-shape/v2-*"), List.of())));
  }

  private static Map<String, Executable> tests(Stream<DynamicNode> nodes) {
    Map<String, Executable> tests = new LinkedHashMap<>();
    nodes.forEach(
        node -> {
          if (node instanceof DynamicContainer container) {
            tests.putAll(tests(container.getChildren().map(DynamicNode.class::cast)));
          } else {
            tests.put(node.getDisplayName(), ((DynamicTest) node).getExecutable());
          }
        });
    return tests;
  }

  private static Executable test(Stream<DynamicNode> nodes, String id) {
    return Objects.requireNonNull(tests(nodes).get(id), id);
  }

  private static void assertTells(String word, Throwable failure) {
    assertTrue(String.valueOf(failure.getMessage()).contains(word), failure::toString);
  }

  @Test
  void everyVector_isOneTest() {
    ConformanceRunner runner = runner(test -> Answer.accepted());
    List<String> ids = runner.vectors().tests().stream().map(TestVector::id).toList();
    assertEquals(Set.copyOf(ids), tests(ConformanceTests.of(runner)).keySet());
    assertEquals(ids.size(), tests(ConformanceTests.complete(runner)).size());
  }

  @Test
  void groups_areContainers() {
    ConformanceRunner runner = runner(test -> Answer.accepted());
    assertEquals(
        runner.vectors().groups().stream().map(VectorGroup::id).toList(),
        ConformanceTests.of(runner).map(DynamicNode::getDisplayName).toList());
  }

  @Test
  void rightAnswer_passes() {
    ConformanceRunner accepts = runner(test -> Answer.accepted());
    assertDoesNotThrow(test(ConformanceTests.of(accepts), GENUINE));
    assertDoesNotThrow(test(ConformanceTests.complete(accepts), GENUINE));
  }

  @Test
  void wrongAnswer_failsAndIsExplained() {
    ConformanceRunner accepts = runner(test -> Answer.accepted());
    for (Stream<DynamicNode> nodes :
        List.of(ConformanceTests.of(accepts), ConformanceTests.complete(accepts))) {
      AssertionFailedError failed = assertThrows(AssertionFailedError.class, test(nodes, FORGED));
      assertTells(FORGED, failed);
      assertTells("do not compare its value", failed);
    }
  }

  @Test
  void subjectThatThrows_fails() {
    ConformanceRunner broken =
        runner(
            test -> {
              throw new IllegalStateException("no way");
            });
    AssertionFailedError failed =
        assertThrows(AssertionFailedError.class, test(ConformanceTests.of(broken), GENUINE));
    assertTells("no way", failed);
  }

  @Test
  void skippedTest_isAbortedByOfAndFailedByComplete() {
    ConformanceRunner skips = runner(test -> Answer.skipped("not mine"));
    TestAbortedException aborted =
        assertThrows(TestAbortedException.class, test(ConformanceTests.of(skips), GENUINE));
    assertTells("not mine", aborted);
    AssertionFailedError failed =
        assertThrows(AssertionFailedError.class, test(ConformanceTests.complete(skips), GENUINE));
    assertTells("not mine", failed);
  }

  @Test
  void vectorsWithoutATest_areRefused() {
    ConformanceRunner empty =
        runner(test -> Answer.accepted()).with(Vectors.v1().filter(test -> false));
    assertThrows(IllegalStateException.class, () -> ConformanceTests.of(empty));
    assertThrows(IllegalStateException.class, () -> ConformanceTests.complete(empty));
  }
}
