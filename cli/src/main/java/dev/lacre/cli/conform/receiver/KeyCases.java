package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Which secret signs: each active one of the sender named, and no other. */
final class KeyCases {

  /** What careless code falls back on. */
  private static final List<String> DEFAULTS =
      List.of("", "secret", "client_secret", "null", "undefined", "changeme");

  private KeyCases() {}

  static boolean isOfTheKey(Bug bug) {
    return bug.code().startsWith("key-");
  }

  static void addTo(CaseGroup group, Deliveries deliveries, WrongSignatures wrong) {
    Speaker main = deliveries.main();
    for (int i = 0; i < main.secrets().size(); i++) {
      Speaker speaker = main.with(main.secrets().get(i));
      group
          .of("secret-" + (i + 1), "signed with active secret " + (i + 1), LiveRules.EVERY_SECRET)
          .blames(Bugs.ONE_SECRET)
          .accepts(() -> deliveries.genuine(speaker));
    }
    group
        .of("random", "signed with a secret that nobody has", LiveRules.KNOWN)
        .blames(Bugs.NOT_CHECKED)
        .refuses(() -> signedBy(deliveries, ShapeCases.random()));
    group
        .of(
            "default",
            "signed with an empty secret, or one that code falls back on",
            LiveRules.KNOWN)
        .blames(Bugs.DEFAULT_SECRET)
        .expects(Expectation.REFUSED, defaults(deliveries));
    others(group, deliveries);
    OtherSpeakerCases.addTo(group, deliveries);
    for (Bug bug : wrong.bugs()) {
      if (isOfTheKey(bug)) {
        SignatureCases.add(group, bug, wrong, LiveRules.PAYLOAD);
      }
    }
  }

  private static LiveDelivery signedBy(Deliveries deliveries, String secret) {
    return deliveries.genuine(deliveries.main().with(secret.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Supplier<LiveDelivery>> defaults(Deliveries deliveries) {
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    DEFAULTS.forEach(secret -> attempts.add(() -> signedBy(deliveries, secret)));
    return attempts;
  }

  private static void others(CaseGroup group, Deliveries deliveries) {
    Speaker main = deliveries.main();
    List<Supplier<LiveDelivery>> genuine = new ArrayList<>();
    List<Supplier<LiveDelivery>> forged = new ArrayList<>();
    for (Speaker other : deliveries.strangers()) {
      other.secrets().forEach(secret -> forged.add(() -> deliveries.genuine(main.with(secret))));
    }
    for (Speaker other : deliveries.otherSenders()) {
      genuine.add(() -> deliveries.genuine(other));
    }
    CaseGroup.Making stranger =
        group
            .of("other-sender", "signed with the secret of another sender", LiveRules.KNOWN)
            .blames(Bugs.EVERY_SECRET);
    if (forged.isEmpty()) {
      stranger.skips("the configuration has one sender only");
    } else {
      stranger.expects(Expectation.REFUSED, forged);
    }
    CaseGroup.Making each =
        group.of("each-sender", "a genuine delivery of every other sender", LiveRules.KNOWN);
    if (genuine.isEmpty()) {
      each.skips("no other sender can send to this route");
    } else {
      each.expects(Expectation.ACCEPTED, genuine);
    }
  }
}
