package dev.lacre.vectors;

import dev.lacre.vectors.internal.Bugs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a signer or a verifier against the vectors.
 *
 * <pre>{@code
 * ConformanceReport report = ConformanceRunner.verifier("mine", this::answer).run();
 * }</pre>
 *
 * <p>Immutable; as thread-safe as its subject. Tests run one after the other, in order.
 */
public final class ConformanceRunner {

  private final String name;
  private final boolean signs;
  private final Subject subject;
  private final Vectors vectors;
  private final boolean strict;

  private ConformanceRunner(
      String name, boolean signs, Subject subject, Vectors vectors, boolean strict) {
    this.name = Objects.requireNonNull(name, "name");
    this.signs = signs;
    this.subject = Objects.requireNonNull(subject, "subject");
    this.vectors = signs ? vectors.filter(TestVector::isCanonical) : vectors;
    this.strict = strict;
  }

  /**
   * Returns a runner of all canonical tests of version 1 for a signer.
   *
   * @param name what is tested, for the report
   * @param subject the signer
   * @return the runner
   */
  public static ConformanceRunner signer(String name, Subject subject) {
    return new ConformanceRunner(name, true, subject, Vectors.v1(), false);
  }

  /**
   * Returns a runner of all tests of version 1 for a verifier.
   *
   * @param name what is tested, for the report
   * @param subject the verifier
   * @return the runner
   */
  public static ConformanceRunner verifier(String name, Subject subject) {
    return new ConformanceRunner(name, false, subject, Vectors.v1(), false);
  }

  /**
   * Returns a runner of these tests instead; for a signer, of the canonical ones among them.
   *
   * @param others the tests
   * @return a new runner
   */
  public ConformanceRunner with(Vectors others) {
    return new ConformanceRunner(name, signs, subject, others, strict);
  }

  /**
   * Returns a runner of the strict profile: what is merely acceptable must be refused.
   *
   * @return a new runner
   */
  public ConformanceRunner strict() {
    return new ConformanceRunner(name, signs, subject, vectors, true);
  }

  /**
   * Returns the tests that are run.
   *
   * @return the tests
   */
  public Vectors vectors() {
    return vectors;
  }

  /**
   * Runs all tests.
   *
   * @return the report
   */
  public ConformanceReport run() {
    List<CaseResult> results = new ArrayList<>();
    for (TestVector test : vectors.tests()) {
      results.add(run(test));
    }
    return ConformanceReport.of(
        name, signs ? results : Blame.settled(vectors, results), remarks(results));
  }

  /**
   * Runs one test.
   *
   * @param test the test
   * @return what became of it
   */
  public CaseResult run(TestVector test) {
    long start = System.nanoTime();
    Judgement judgement;
    try {
      judgement = judge(test, subject.answer(test));
    } catch (Exception | AssertionError | StackOverflowError broken) {
      if (broken instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      String message = broken.getMessage();
      judgement =
          new Judgement(
              Outcome.ERROR,
              "broke",
              null,
              message == null ? broken.getClass().getSimpleName() : message);
    }
    return new CaseResult(
        test.id(),
        test.group().file() + ": " + test.group().fileTitle(),
        test.title(),
        test.group().rule(),
        judgement.outcome(),
        expected(test),
        judgement.actual(),
        judgement.bug(),
        judgement.note(),
        null,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private String expected(TestVector test) {
    if (signs) {
      return test.steps().map(steps -> "signature " + steps.headerValue()).orElse("");
    }
    return switch (test.result()) {
      case VALID -> "accepted";
      case INVALID -> "refused" + test.change().map(change -> ", for: " + change).orElse("");
      case ACCEPTABLE -> strict ? "refused (strict)" : "refused, or accepted";
    };
  }

  private Judgement judge(TestVector test, Answer answer) {
    if (answer instanceof Answer.Skipped skipped) {
      String reason = skipped.reason().isBlank() ? "no reason given" : skipped.reason();
      return new Judgement(Outcome.SKIPPED, null, null, reason);
    }
    if (answer instanceof Answer.Signed signed) {
      return signs
          ? SignerJudge.judge(test, signed)
          : misplaced("a verifier answered with headers");
    }
    if (signs) {
      return misplaced("a signer answered with a verdict");
    }
    boolean accepted = answer instanceof Answer.Accepted;
    String actual =
        answer instanceof Answer.Refused refused ? "refused: " + refused.why() : "accepted";
    return switch (test.result()) {
      case VALID ->
          accepted
              ? new Judgement(Outcome.PASS, actual, null, null)
              : new Judgement(Outcome.FAIL, actual, trap(test, ExpectedResult.INVALID), null);
      case INVALID ->
          accepted
              ? new Judgement(Outcome.FAIL, actual, trap(test, ExpectedResult.VALID), null)
              : new Judgement(Outcome.PASS, actual, null, null);
      case ACCEPTABLE ->
          accepted
              ? new Judgement(
                  strict ? Outcome.FAIL : Outcome.NON_STRICT,
                  actual,
                  strict ? trap(test, ExpectedResult.VALID) : null,
                  String.join("; ", test.flags()))
              : new Judgement(Outcome.PASS, actual, null, null);
    };
  }

  private static Judgement misplaced(String note) {
    return new Judgement(Outcome.ERROR, "broke", null, note);
  }

  private static @Nullable Bug trap(TestVector test, ExpectedResult result) {
    return test.traps().stream()
        .filter(trap -> trap.result() == result)
        .map(Trap::bug)
        .findFirst()
        .orElse(null);
  }

  private List<String> remarks(List<CaseResult> results) {
    Set<String> judged =
        results.stream()
            .filter(result -> result.outcome() != Outcome.SKIPPED)
            .filter(result -> result.outcome() != Outcome.ERROR)
            .map(CaseResult::id)
            .collect(Collectors.toSet());
    List<String> remarks = new ArrayList<>();
    if (judged.isEmpty() && !results.isEmpty()) {
      remarks.add("Nothing was judged: every test was skipped or broke.");
    }
    if (signs) {
      return remarks;
    }
    Set<ExpectedResult> expected =
        vectors.tests().stream()
            .filter(test -> judged.contains(test.id()))
            .map(TestVector::result)
            .collect(Collectors.toSet());
    boolean both = expected.containsAll(Set.of(ExpectedResult.VALID, ExpectedResult.INVALID));
    if (both && actual(results, "accepted") == judged.size()) {
      remarks.add("Every delivery was accepted: " + Bugs.ACCEPTS_ALL.sentence() + ".");
    } else if (both && actual(results, "refused") == judged.size()) {
      remarks.add("Every delivery was refused: " + Bugs.REFUSES_ALL.sentence() + ".");
    }
    return remarks;
  }

  private static long actual(List<CaseResult> results, String word) {
    return results.stream()
        .filter(result -> result.actual() != null && result.actual().startsWith(word))
        .count();
  }
}
