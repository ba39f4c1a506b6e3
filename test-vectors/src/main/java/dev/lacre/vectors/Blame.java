package dev.lacre.vectors;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which mistake explains that a verifier refuses a genuine delivery, seen from all results of a
 * run. Immutable.
 *
 * <p>A test's own trap is a guess: who computes another MAC refuses deliveries from the edge of a
 * range as well, and has no bug there. So the trap counts only if the same MAC was accepted
 * elsewhere, or if nothing without such an excuse was refused. Otherwise the bug counts that let in
 * a forgery of the same delivery.
 */
final class Blame {

  private final Map<String, TestVector> tests = new HashMap<>();
  private final Set<String> acceptedMacs = new HashSet<>();
  private final Set<String> refusedMacs = new HashSet<>();
  private final Map<String, Bug> letInByParent = new HashMap<>();
  private final Map<String, Bug> letInByMac = new HashMap<>();

  private Blame(Vectors vectors, List<CaseResult> results) {
    vectors.tests().forEach(test -> tests.put(test.id(), test));
    results.forEach(this::take);
  }

  /** Returns the results of a verifier, those of refused genuine deliveries blamed anew. */
  static List<CaseResult> settled(Vectors vectors, List<CaseResult> results) {
    Blame blame = new Blame(vectors, results);
    return results.stream().map(blame::settled).toList();
  }

  private void take(CaseResult result) {
    TestVector test = tests.get(result.id());
    Bug bug = result.likelyBug();
    if (test == null) {
      return;
    }
    if (test.result() == ExpectedResult.VALID) {
      if (result.outcome() == Outcome.PASS) {
        acceptedMacs.add(mac(test));
      } else if (result.outcome() == Outcome.FAIL && bug == null) {
        refusedMacs.add(mac(test));
      }
    } else if (result.outcome() == Outcome.FAIL && bug != null) {
      test.derivedFrom()
          .ifPresent(
              parent -> {
                letInByParent.putIfAbsent(parent, bug);
                if (tests.containsKey(parent)) {
                  letInByMac.putIfAbsent(mac(tests.get(parent)), bug);
                }
              });
    }
  }

  private CaseResult settled(CaseResult result) {
    TestVector test = tests.get(result.id());
    if (test == null
        || test.result() != ExpectedResult.VALID
        || result.outcome() != Outcome.FAIL
        || isBelieved(result, mac(test))) {
      return result;
    }
    return result.blamedOn(letIn(test));
  }

  private boolean isBelieved(CaseResult result, String mac) {
    boolean nothingWorks = acceptedMacs.isEmpty() && !refusedMacs.isEmpty();
    return result.likelyBug() != null
        && (acceptedMacs.contains(mac) || !(nothingWorks || refusedMacs.contains(mac)));
  }

  private @Nullable Bug letIn(TestVector refused) {
    Bug bug = letInByParent.get(refused.id());
    if (bug == null && !acceptedMacs.contains(mac(refused))) {
      bug = letInByMac.get(mac(refused));
    }
    if (bug == null && acceptedMacs.isEmpty()) {
      Set<Bug> all = new HashSet<>(letInByParent.values());
      bug = all.size() == 1 ? all.iterator().next() : null;
    }
    return bug;
  }

  /** One key and one body give one MAC. */
  private static String mac(TestVector test) {
    return test.steps().map(Steps::macHex).orElse(test.id());
  }
}
