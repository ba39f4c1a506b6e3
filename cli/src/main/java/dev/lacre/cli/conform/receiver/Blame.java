package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which mistake explains the faults of one route, now that all of them are known: one mistake
 * often shows in several tests, and each alone would name another. Not thread-safe.
 */
final class Blame {

  private static final Set<String> SIGNATURE_GROUPS = Set.of("sig", "sig-shape", "key");
  private static final Set<String> PARTS =
      Set.of(
          "sig-shape/begin-only",
          "sig-shape/odd-length",
          "sig-shape/longer",
          "sig-shape/truncated");

  /** Forgeries that other groups dress up. */
  private static final Set<String> FORGED =
      Set.of(
          "header/content-type-forged",
          "header/query-forged",
          "header/content-encoding-forged",
          "replay/same-id-forged",
          "replay/accepted-signature-other-body",
          "replay/again-unsigned");

  private static final int FEW = 5;

  private final List<Judged> all;
  private final Map<String, Judged> byWord = new HashMap<>();

  Blame(List<Judged> all) {
    this.all = all;
    all.forEach(judged -> byWord.put(judged.test().word(), judged));
  }

  /** Tells whether nothing was kept out, of more than a few. */
  static boolean acceptsEverything(List<Judged> all) {
    long forged =
        all.stream().filter(Blame::isForged).filter(judged -> judged.decisive() != null).count();
    return forged >= FEW
        && all.stream()
            .filter(Blame::isForged)
            .filter(judged -> judged.decisive() != null)
            .allMatch(Judged::isWronglyAccepted);
  }

  private static boolean isForged(Judged judged) {
    return judged.test().expected() == Expectation.REFUSED
        && !judged.test().group().equals("method");
  }

  /** Returns the results, each fault blamed on what explains it best. */
  List<Judged> settled() {
    List<Judged> settled = new ArrayList<>();
    for (Judged judged : all) {
      if (judged.test().group().equals("control")) {
        settled.add(judged); // its own diagnosis knows more
      } else if (judged.isWronglyAccepted()) {
        settled.add(judged.blamedOn(acceptance(judged)));
      } else if (judged.isWronglyRefused()) {
        settled.add(judged.blamedOn(refusal(judged)));
      } else {
        settled.add(judged);
      }
    }
    return settled;
  }

  private @Nullable Bug acceptance(Judged judged) {
    String word = judged.test().word();
    if (SIGNATURE_GROUPS.contains(judged.test().group()) || FORGED.contains(word)) {
      if (accepts("sig-shape/random")) {
        return accepts("sig-shape/not-hex") || accepts("sig-shape/missing")
            ? Bugs.NOT_CHECKED
            : Bugs.SHAPE_ONLY;
      }
      if (PARTS.contains(word) && accepts("sig-shape/begin-only")) {
        return Bugs.PREFIX_COMPARED;
      }
    }
    if (word.equals("header/app-unknown") && accepts("key/other-sender")) {
      return Bugs.EVERY_SECRET;
    }
    for (String two : List.of("sig-shape/", "header/app-", "header/merchant-")) {
      if (word.startsWith(two)
          && word.matches(".*(right-then-wrong|wrong-then-right)")
          && accepts(two + "right-then-wrong")
          && accepts(two + "wrong-then-right")) {
        return Bugs.ANY_HEADER;
      }
    }
    return judged.test().bug();
  }

  /**
   * The mistake is named if its own wrong signature was taken, or nothing is known of it; else
   * another one whose wrong signature was taken.
   */
  private @Nullable Bug refusal(Judged judged) {
    Bug usual = judged.test().bug();
    if (judged.test().form() == null || usual == null) {
      return usual;
    }
    Judged shown = byWord.get("sig/" + usual.code());
    if (shown == null || shown.decisive() == null || shown.isWronglyAccepted()) {
      return usual;
    }
    return all.stream()
        .filter(each -> each.test().word().startsWith("sig/"))
        .filter(each -> each.test().form() != null)
        .filter(Judged::isWronglyAccepted)
        .map(each -> each.test().bug())
        .findFirst()
        .orElse(null);
  }

  private boolean accepts(String word) {
    Judged judged = byWord.get(word);
    return judged != null && judged.isWronglyAccepted();
  }
}
