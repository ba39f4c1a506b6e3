package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.vectors.internal.HashEngine;
import dev.lacre.vectors.internal.SignatureBugs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Deliveries that carry the signature which a known mistake yields: a right receiver refuses them,
 * and one with the mistake accepts. Immutable and thread-safe.
 */
final class WrongSignatures {

  /** The plainest body that shows the mistake; {@link BodyForm#PLAIN} shows the others. */
  private static final Map<Bug, BodyForm> FORMS =
      Map.of(
          Bugs.BODY_AS_TEXT, BodyForm.LATIN_1,
          Bugs.LATIN_1, BodyForm.UTF_8,
          Bugs.BODY_AS_ASCII, BodyForm.UTF_8,
          Bugs.NEWLINE_DROPPED, BodyForm.NEWLINE,
          Bugs.TRIMMED, BodyForm.SPACES,
          Bugs.CRLF_NORMALISED, BodyForm.PRETTY_CRLF,
          Bugs.LINES_JOINED, BodyForm.PRETTY_CRLF,
          Bugs.JSON_RESERIALISED, BodyForm.PRETTY_TABS,
          Bugs.BOM_DROPPED, BodyForm.BOM);

  private static final HashEngine ENGINE = HashEngine.ofThePlatform();

  /** Some mistakes show in most bodies only, such as a lost zero. */
  private static final int TRIES = 200;

  private final Deliveries deliveries;
  private final Speaker speaker;
  private final Map<Bug, Integer> variants = new LinkedHashMap<>();

  WrongSignatures(Deliveries deliveries, Speaker speaker) {
    this.deliveries = deliveries;
    this.speaker = speaker;
    for (BodyForm form : BodyForm.values()) {
      if (form == BodyForm.PLAIN || FORMS.containsValue(form)) {
        count(form);
      }
    }
    if (!variants.containsKey(Bugs.SHORT_HEX)) {
      variants.put(Bugs.SHORT_HEX, 1);
    }
  }

  private void count(BodyForm form) {
    for (Bug bug : wrong(deliveries.bodies().fresh(form, speaker.merchant())).values()) {
      if (formOf(bug) == form) {
        variants.merge(bug, 1, Integer::sum);
      }
    }
  }

  static BodyForm formOf(Bug bug) {
    return FORMS.getOrDefault(bug, BodyForm.PLAIN);
  }

  /** Returns the mistakes that this sender's deliveries can show. */
  List<Bug> bugs() {
    return List.copyOf(variants.keySet());
  }

  /** Tells whether the body that shows the mistake is not longer than the route takes. */
  boolean fits(Bug bug) {
    return deliveries.fits(formOf(bug));
  }

  /** Returns one delivery for each signature that the mistake may yield. */
  List<Supplier<LiveDelivery>> attempts(Bug bug) {
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    for (int i = 0; i < variants.getOrDefault(bug, 0); i++) {
      int variant = i;
      attempts.add(() -> delivery(bug, variant));
    }
    return attempts;
  }

  private LiveDelivery delivery(Bug bug, int variant) {
    for (int i = 0; i < TRIES; i++) {
      byte[] body = deliveries.bodies().fresh(formOf(bug), speaker.merchant());
      List<String> signatures = new ArrayList<>();
      wrong(body)
          .forEach(
              (signature, yieldedBy) -> {
                if (yieldedBy.equals(bug)) {
                  signatures.add(signature);
                }
              });
      if (signatures.size() > variant) {
        return deliveries.of(speaker, body).signature(signatures.get(variant));
      }
    }
    throw new IllegalStateException("a body that shows " + bug.code() + " does not come up");
  }

  private Map<String, Bug> wrong(byte[] body) {
    SignatureBugs.Around around =
        new SignatureBugs.Around(
            speaker.appId(),
            speaker.merchant(),
            deliveries.urls(),
            List.of(Instant.now().getEpochSecond()));
    return SignatureBugs.of(ENGINE, speaker.secret(), body, around).wrong();
  }
}
