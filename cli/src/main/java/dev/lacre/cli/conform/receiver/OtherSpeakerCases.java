package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Rule;
import dev.lacre.vectors.internal.Bugs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The plainest forgeries in the name of everybody but the first sender: a receiver may check one
 * sender, merchant or secret well and another not at all. Bounded, for a file may be long.
 */
final class OtherSpeakerCases {

  private static final int MOST = 8;

  private final Deliveries deliveries;
  private final CaseGroup group;
  private final List<Speaker> others;

  private OtherSpeakerCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
    this.others = others(deliveries.route().speakers());
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    OtherSpeakerCases cases = new OtherSpeakerCases(deliveries, group);
    cases.each(
        "random",
        "a random signature in the name of every other sender, merchant and secret",
        LiveRules.VERIFY,
        Bugs.NOT_CHECKED,
        delivery -> delivery.signature(ShapeCases.random()));
    cases.each(
        "missing",
        "no signature in the name of every other",
        LiveRules.IDENTITY,
        Bugs.MISSING_SKIPS,
        delivery -> delivery.remove(LiveDelivery.SIGNATURE));
    cases.each(
        "empty",
        "an empty signature in the name of every other",
        LiveRules.IDENTITY,
        Bugs.MISSING_SKIPS,
        delivery -> delivery.signature(""));
    cases.each(
        "upper-case",
        "a right signature of every other in upper case",
        LiveRules.ONE_SIGNATURE,
        Bugs.UPPER_CASE,
        delivery -> delivery.signature(delivery.right().toUpperCase(Locale.ROOT)));
    cases.each(
        "begin-only",
        "the beginning of a right signature of every other",
        LiveRules.ONE_SIGNATURE,
        Bugs.PREFIX_COMPARED,
        delivery -> delivery.signature(delivery.right().substring(0, 8)));
    cases.byFirst();
  }

  /**
   * Returns some speakers with one secret each, without the first: new senders before new secrets
   * before new merchants, so that each comes up as long as there is room.
   */
  static List<Speaker> others(List<Speaker> speakers) {
    List<Speaker> each = new ArrayList<>();
    for (Speaker speaker : speakers) {
      speaker.secrets().forEach(secret -> each.add(speaker.with(secret)));
    }
    Speaker first = each.remove(0);
    Set<String> senders = new HashSet<>(Set.of(first.appId()));
    Set<ByteBuffer> secrets = new HashSet<>(Set.of(ByteBuffer.wrap(first.secret())));
    Set<String> merchants = new HashSet<>(Set.of(first.toString()));
    Set<Speaker> picked = new LinkedHashSet<>();
    List<Predicate<Speaker>> wanted =
        List.of(
            speaker -> !senders.contains(speaker.appId()),
            speaker -> !secrets.contains(ByteBuffer.wrap(speaker.secret())),
            speaker -> !merchants.contains(speaker.toString()),
            speaker -> true);
    for (Predicate<Speaker> want : wanted) {
      for (Speaker speaker : each) {
        if (picked.size() < MOST && want.test(speaker)) {
          picked.add(speaker);
          senders.add(speaker.appId());
          secrets.add(ByteBuffer.wrap(speaker.secret()));
          merchants.add(speaker.toString());
        }
      }
    }
    return List.copyOf(picked);
  }

  private void each(
      String kind, String title, Rule rule, Bug bug, Function<LiveDelivery, LiveDelivery> forge) {
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    for (Speaker other : others) {
      attempts.add(() -> forge.apply(deliveries.genuine(other)));
    }
    CaseGroup.Making making = group.of("others-" + kind, title, rule).blames(bug);
    if (attempts.isEmpty()) {
      making.skips("one sender with one merchant and one secret is all that can send here");
    } else {
      making.expects(Expectation.REFUSED, attempts);
    }
  }

  private void byFirst() {
    Speaker main = deliveries.main();
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    for (Speaker other : others) {
      if (!other.sharesSecretsWith(main)) {
        attempts.add(() -> deliveries.genuine(other.with(main.secret())));
      }
    }
    CaseGroup.Making making =
        group
            .of("others-by-first", "the first sender's key for every other", LiveRules.KNOWN)
            .blames(Bugs.EVERY_SECRET);
    if (attempts.isEmpty()) {
      making.skips("nobody with other secrets can send to this route");
    } else {
      making.expects(Expectation.REFUSED, attempts);
    }
  }
}
