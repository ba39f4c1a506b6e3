package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lacre.vectors.internal.Bugs;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When the trap of a genuine delivery that was refused is believed, and what is said instead. */
class BlameTest {

  private static final String GENUINE = "header/v1-newEvent/genuine";
  private static final String LOWER_CASE = "header/v1-newEvent/names-lower-case";
  private static final String ORDER = "header/v1-newEvent/header-order";
  private static final String SHA_1 = "sig/v1-newEvent/created-signed-sha-1";
  private static final String CREATED = "sig/v1-newEvent/created";

  /** Returns what a run of these tests blames on one of them, if those are answered wrongly. */
  private static @Nullable Bug blame(String id, List<String> run, String... wrong) {
    Subject subject =
        test ->
            (test.result() == ExpectedResult.VALID) == Set.of(wrong).contains(test.id())
                ? Answer.refused("no")
                : Answer.accepted();
    Vectors vectors = Vectors.v1().select(Selection.of(run, List.of()));
    assertEquals(run.size(), vectors.tests().size());
    ConformanceReport report = ConformanceRunner.verifier("subject", subject).with(vectors).run();
    assertEquals(Set.of(wrong), report.failures());
    return report.results().stream()
        .filter(result -> result.id().equals(id))
        .findFirst()
        .orElseThrow()
        .likelyBug();
  }

  @Test
  void refusedAlone_isBlamedOnItsTrap() {
    assertEquals(Bugs.HEADER_CASE, blame(LOWER_CASE, List.of(LOWER_CASE), LOWER_CASE));
    assertEquals(Bugs.HEADER_CASE, blame(LOWER_CASE, List.of(GENUINE, LOWER_CASE), LOWER_CASE));
  }

  @Test
  void refusedLikeItsParentWithoutTrap_isNotBlamedOnItsTrap() {
    assertNull(blame(LOWER_CASE, List.of(GENUINE, LOWER_CASE), GENUINE, LOWER_CASE));
  }

  @Test
  void refusedWhereTheSameMacWasAccepted_isBlamedOnItsTrap() {
    assertEquals(
        Bugs.HEADER_CASE,
        blame(LOWER_CASE, List.of(GENUINE, LOWER_CASE, ORDER), GENUINE, LOWER_CASE));
  }

  @Test
  void forgeryLetIn_explainsItsParentAndEveryDeliveryOfTheSameMac() {
    List<String> run = List.of(CREATED, SHA_1, GENUINE, LOWER_CASE);
    String[] all = run.toArray(new String[0]);
    for (String id : all) {
      assertEquals(Bugs.SHA_1, blame(id, run, all), id);
    }
  }

  @Test
  void forgeryLetIn_explainsNoRefusalWhereTheMacWasAccepted() {
    assertNull(blame(GENUINE, List.of(CREATED, SHA_1, GENUINE), SHA_1, GENUINE));
  }

  @Test
  void oneBugLetIn_explainsAllIfNothingGenuineWasAccepted() {
    String other = "sig/v1-confirmationCode/confirmationcode";
    List<String> run = List.of(CREATED, SHA_1, other);
    assertEquals(Bugs.SHA_1, blame(other, run, CREATED, SHA_1, other));
    assertNull(blame(other, run, SHA_1, other));
  }
}
