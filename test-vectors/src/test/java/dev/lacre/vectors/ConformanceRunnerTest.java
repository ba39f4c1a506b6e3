package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.internal.Bugs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the runner makes of subjects that do not simply answer, and of answers as a whole. */
class ConformanceRunnerTest {

  private static final Vectors SOME =
      Vectors.v1().select(Selection.of(List.of("sig-shape/v2-orderEvent/*"), List.of()));

  private static final TestVector GENUINE =
      Vectors.v1().find("sig-shape/v2-orderEvent/genuine").orElseThrow();

  private static ConformanceReport verified(Subject subject) {
    return ConformanceRunner.verifier("subject", subject).with(SOME).run();
  }

  private static CaseResult signed(List<HeaderLine> headers) {
    ConformanceRunner runner =
        ConformanceRunner.signer("subject", test -> Answer.signed(headers)).with(canonical());
    return runner.run().results().get(0);
  }

  private static Vectors canonical() {
    return Vectors.v1().select(Selection.of(List.of("sig/v2-orderEvent/confirmed"), List.of()));
  }

  private static List<HeaderLine> rightHeaders() {
    Steps steps = canonical().tests().get(0).steps().orElseThrow();
    return List.of(
        new HeaderLine("x-app-id", steps.appId()),
        new HeaderLine("X-App-MerchantId", steps.merchantId()),
        new HeaderLine("X-App-Signature", steps.headerValue()));
  }

  @Test
  void subjectThatThrows_givesAnError() {
    ConformanceReport report =
        verified(
            test -> {
              throw new java.io.IOException("the other end is gone");
            });
    assertEquals(SOME.tests().size(), report.count(Outcome.ERROR));
    assertFalse(report.asExpected());
    assertEquals("the other end is gone", report.results().get(0).note());
    assertNull(report.results().get(0).likelyBug());
  }

  @Test
  void subjectThatThrowsWithoutAWord_isToldByTheExceptionsName() {
    ConformanceReport report =
        verified(
            test -> {
              throw new IllegalStateException();
            });
    assertEquals("IllegalStateException", report.results().get(0).note());
  }

  @Test
  void interruptedSubject_leavesTheThreadInterrupted() {
    ConformanceReport report =
        verified(
            test -> {
              throw new InterruptedException();
            });
    assertTrue(Thread.interrupted());
    assertEquals(SOME.tests().size(), report.count(Outcome.ERROR));
  }

  @Test
  void subjectThatSkips_isSkippedAndNeverPasses() {
    ConformanceReport report = verified(test -> Answer.skipped("no time"));
    assertEquals(SOME.tests().size(), report.count(Outcome.SKIPPED));
    assertEquals(0, report.count(Outcome.PASS));
    assertEquals("no time", report.results().get(0).note());
    assertEquals(List.of("Nothing was judged: every test was skipped or broke."), report.remarks());
  }

  @Test
  void signerThatSkipsEverything_isToldThatNothingWasJudged() {
    ConformanceReport report =
        ConformanceRunner.signer("subject", test -> Answer.skipped("no time")).run();
    assertEquals(List.of("Nothing was judged: every test was skipped or broke."), report.remarks());
  }

  @Test
  void subjectThatAcceptsAll_isToldSo() {
    assertEquals(
        List.of("Every delivery was accepted: " + Bugs.ACCEPTS_ALL.sentence() + "."),
        verified(test -> Answer.accepted()).remarks());
  }

  @Test
  void subjectThatRefusesAll_isToldSo() {
    assertEquals(
        List.of("Every delivery was refused: " + Bugs.REFUSES_ALL.sentence() + "."),
        verified(test -> Answer.refused("no")).remarks());
  }

  @Test
  void subjectThatRefusesAllThatItDoesNotSkip_isToldSo() {
    assertEquals(
        List.of("Every delivery was refused: " + Bugs.REFUSES_ALL.sentence() + "."),
        verified(
                test ->
                    test.id().endsWith("/base64")
                        ? Answer.skipped("no Base64 here")
                        : Answer.refused("no"))
            .remarks());
  }

  @Test
  void subjectThatSkipsAllGenuineOnes_isNotToldThatItRefusesAll() {
    ConformanceReport report =
        verified(
            test ->
                test.result() == ExpectedResult.VALID
                    ? Answer.skipped("not now")
                    : Answer.refused("no"));
    assertEquals(List.of(), report.remarks());
    assertEquals(0, report.failures().size());
  }

  @Test
  void subjectThatAcceptsSome_getsNoRemark() {
    assertEquals(
        List.of(),
        verified(test -> test.equals(GENUINE) ? Answer.accepted() : Answer.refused("no"))
            .remarks());
  }

  @Test
  void answerOfTheOtherKind_isAnError() {
    assertEquals(
        SOME.tests().size(), verified(test -> Answer.signed(rightHeaders())).count(Outcome.ERROR));
    ConformanceReport report =
        ConformanceRunner.signer("subject", test -> Answer.accepted()).with(canonical()).run();
    assertEquals(1, report.count(Outcome.ERROR));
  }

  @Test
  void rightHeadersOfASigner_passInAnyOrderAndCase() {
    assertEquals(Outcome.PASS, signed(rightHeaders()).outcome());
  }

  @Test
  void signatureThatIsMissingOrDoubled_fails() {
    List<HeaderLine> right = rightHeaders();
    assertEquals(Outcome.FAIL, signed(right.subList(0, 2)).outcome());
    assertEquals(
        Outcome.FAIL,
        signed(List.of(right.get(0), right.get(1), right.get(2), right.get(2))).outcome());
  }

  @Test
  void wrongIdBesideTheRightSignature_fails() {
    List<HeaderLine> right = rightHeaders();
    for (int i = 0; i < 2; i++) {
      List<HeaderLine> wrong = new java.util.ArrayList<>(right);
      wrong.set(i, new HeaderLine(right.get(i).name(), "another"));
      CaseResult result = signed(wrong);
      assertEquals(Outcome.FAIL, result.outcome());
      assertEquals(
          right.get(i).name().equals("x-app-id")
              ? "X-App-Id is 'another'"
              : "X-App-MerchantId is 'another'",
          result.actual());
      wrong.remove(i);
      assertEquals(Outcome.FAIL, signed(wrong).outcome());
    }
  }

  @Test
  void signatureThatNoKnownMistakeGives_isBlamedOnNone() {
    List<HeaderLine> right = rightHeaders();
    CaseResult result =
        signed(
            List.of(right.get(0), right.get(1), new HeaderLine("X-App-Signature", "0".repeat(64))));
    assertEquals(Outcome.FAIL, result.outcome());
    assertNull(result.likelyBug());
  }

  @Test
  void genuineDeliveryRefused_isBlamedOnWhatLetItsTwinIn() {
    ConformanceReport report =
        verified(
            test -> test.id().endsWith("/upper-case") ? Answer.accepted() : Answer.refused("no"));
    for (String id : report.failures()) {
      CaseResult result =
          report.results().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
      assertEquals(Bugs.UPPER_CASE, result.likelyBug(), id);
    }
    assertEquals(2, report.failures().size());
  }
}
