package dev.lacre.vectors.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The right implementations pass everything; the vectors find and name each planted mistake. */
class SelfProofTest {

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

  static List<Planted> verifiers() {
    return Stream.of(
            SignatureMistakes.verifiers(),
            VerifierMistakes.all(),
            MerchantMistakes.all(),
            AddressMistakes.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("signers")
  void mistakenSigner_isFoundAndNamed(Planted planted) {
    named(planted, ConformanceRunner.signer(planted.name(), planted.subject())::run);
  }

  @ParameterizedTest
  @MethodSource("verifiers")
  void mistakenVerifier_isFoundAndNamed(Planted planted) {
    named(planted, ConformanceRunner.verifier(planted.name(), planted.subject())::run);
  }

  @Test
  void verifierWithoutMemory_isFoundByTheStrictProfileOnly() {
    Planted planted = MerchantMistakes.withoutMemory();
    ConformanceRunner runner = ConformanceRunner.verifier(planted.name(), planted.subject());
    named(planted, runner.strict()::run);
    assertEquals(Set.of("replay"), sections(runner.strict().run()));
    ConformanceReport lenient = runner.run();
    assertTrue(lenient.asExpected());
    assertTrue(lenient.count(Outcome.NON_STRICT) > 0);
  }

  private static Set<String> sections(ConformanceReport report) {
    return report.faults().stream()
        .map(id -> id.substring(0, id.indexOf('/')))
        .collect(Collectors.toSet());
  }

  private static void named(Planted planted, Supplier<ConformanceReport> run) {
    ConformanceReport report = run.get();
    assertFalse(report.asExpected(), "nothing was found");
    Set<Bug> bugs =
        report.results().stream()
            .filter(result -> result.outcome() == Outcome.FAIL)
            .map(CaseResult::likelyBug)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    assertTrue(bugs.contains(planted.bug()), () -> "named " + bugs);
  }
}
