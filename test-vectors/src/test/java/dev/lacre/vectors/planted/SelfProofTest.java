package dev.lacre.vectors.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.Vectors;
import dev.lacre.vectors.internal.Bugs;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The right implementations pass everything; the vectors find and name each planted mistake. */
class SelfProofTest {

  private static final int SHORT = 8192;

  /** These drop a newline at the end as well, and the vectors say so too. */
  private static final Set<Bug> DROP_NEWLINES =
      Set.of(Bugs.TRIMMED, Bugs.LINES_JOINED, Bugs.JSON_RESERIALISED);

  @Test
  void rightSigner_passesEveryCanonicalVector() {
    allPass(ConformanceRunner.signer("right", new PlainSigner(Maker.RIGHT)));
  }

  @Test
  void rightVerifier_passesEveryVector() {
    allPass(ConformanceRunner.verifier("right", new PlainVerifier()));
  }

  @Test
  void rightVerifier_passesTheStrictProfile() {
    allPass(ConformanceRunner.verifier("right", new PlainVerifier()).strict());
  }

  private static void allPass(ConformanceRunner runner) {
    ConformanceReport report = runner.run();
    assertEquals(
        List.of(),
        report.results().stream()
            .filter(result -> result.outcome() != Outcome.PASS)
            .map(result -> result.id() + " " + result.outcome() + " " + result.actual())
            .toList());
    assertEquals(runner.vectors().tests().size(), report.count(Outcome.PASS));
    assertTrue(report.asExpected());
    assertEquals(List.of(), report.remarks());
  }

  static List<Planted> signers() {
    return SignatureMistakes.signers();
  }

  static List<Planted> verifiersOfOtherSignatures() {
    return SignatureMistakes.verifiers();
  }

  static List<Planted> laxVerifiers() {
    return Stream.of(VerifierMistakes.all(), MerchantMistakes.all(), AddressMistakes.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("signers")
  void mistakenSigner_isFoundAndNamedMoreOftenThanAnyOther(Planted planted) {
    namedMostly(planted, quick(ConformanceRunner.signer(planted.name(), planted.subject())));
  }

  @ParameterizedTest
  @MethodSource("verifiersOfOtherSignatures")
  void verifierOfAnotherSignature_isFoundAndNamedMoreOftenThanAnyOther(Planted planted) {
    namedMostly(planted, quick(ConformanceRunner.verifier(planted.name(), planted.subject())));
  }

  /** What lets in much has several names: whoever does not ask for the body reads no JSON. */
  @ParameterizedTest
  @MethodSource("laxVerifiers")
  void laxVerifier_isFoundAndNamed(Planted planted) {
    named(planted, quick(ConformanceRunner.verifier(planted.name(), planted.subject())));
  }

  @Test
  void verifierWithoutMemory_isFoundByTheStrictProfileOnly() {
    Planted planted = MerchantMistakes.withoutMemory();
    ConformanceRunner runner = quick(ConformanceRunner.verifier(planted.name(), planted.subject()));
    named(planted, runner.strict());
    assertEquals(Set.of("replay"), sections(runner.strict().run()));
    ConformanceReport lenient = runner.run();
    assertTrue(lenient.asExpected());
    assertTrue(lenient.count(Outcome.NON_STRICT) > 0);
  }

  private static Set<String> sections(ConformanceReport report) {
    return report.failures().stream()
        .map(id -> id.substring(0, id.indexOf('/')))
        .collect(Collectors.toSet());
  }

  /** Without the long bodies, which take long and show no mistake that a short one does not. */
  private static ConformanceRunner quick(ConformanceRunner runner) {
    return runner.with(Vectors.v1().filter(test -> test.delivery().body().length <= SHORT));
  }

  /** Returns how often each bug is named in the report of such a run. */
  private static Map<Bug, Long> named(Planted planted, ConformanceRunner runner) {
    ConformanceReport report = runner.run();
    assertFalse(report.asExpected(), "nothing was found");
    Map<Bug, Long> bugs =
        report.results().stream()
            .filter(result -> result.outcome() == Outcome.FAIL)
            .map(CaseResult::likelyBug)
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertTrue(bugs.containsKey(planted.bug()), () -> "named " + bugs);
    return bugs;
  }

  private static void namedMostly(Planted planted, ConformanceRunner runner) {
    Map<Bug, Long> bugs = named(planted, runner);
    if (DROP_NEWLINES.contains(planted.bug())) {
      bugs.remove(Bugs.NEWLINE_DROPPED);
    }
    long most = Collections.max(bugs.values());
    assertEquals(most, bugs.get(planted.bug()), () -> "named " + bugs);
  }
}
