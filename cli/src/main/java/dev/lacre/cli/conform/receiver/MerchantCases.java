package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose store it is: a merchant of the sender, and the same one wherever it is named. */
final class MerchantCases {

  static final String UNKNOWN = "lacre-conform-unknown-store";

  /** Each is paired with each. */
  private static final int MOST_STORES = 4;

  private static final int MOST_STRANGERS = 8;

  private final Deliveries deliveries;
  private final CaseGroup group;
  private final LiveRoute route;
  private final Speaker main;

  private MerchantCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
    this.route = deliveries.route();
    this.main = deliveries.main();
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    MerchantCases cases = new MerchantCases(deliveries, group);
    cases.another();
    cases.unknown();
    cases.ofAnotherApplication();
    cases.nearly();
    cases.secretOfAnotherStore();
    cases.aliases();
    cases.proof();
    StoreCases.addTo(group, deliveries);
  }

  /** Returns another merchant of the same application who can send here, or null. */
  static @Nullable Speaker anotherOf(Deliveries deliveries) {
    Speaker main = deliveries.main();
    return deliveries.route().speakers().stream()
        .filter(each -> each.appId().equals(main.appId()))
        .filter(each -> !each.merchant().equals(main.merchant()))
        .findFirst()
        .orElse(null);
  }

  private void another() {
    Speaker another = anotherOf(deliveries);
    CaseGroup.Making making =
        group.of("another", "another merchant of the same application", LiveRules.AUTHORISED);
    if (another == null) {
      making.skips("the application has one merchant only that can send to this route");
    } else {
      making.accepts(() -> deliveries.genuine(another));
    }
  }

  private void unknown() {
    group
        .of("unknown", "a merchant that nobody knows", LiveRules.AUTHORISED)
        .blames(Bugs.MERCHANT_NOT_CHECKED)
        .refuses(() -> inTheNameOf(UNKNOWN));
  }

  /** Each application, and each store with a secret of its own, for a merchant of another one. */
  private void ofAnotherApplication() {
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    Set<String> tried = new HashSet<>();
    for (Speaker speaker : deliveries.everybody()) {
      if (attempts.size() < MOST_STRANGERS && tried.add(speaker.appId())) {
        String foreign = foreignTo(speaker.appId());
        if (foreign != null) {
          attempts.add(() -> deliveries.genuine(speaker.speakingFor(foreign)));
        }
      }
    }
    CaseGroup.Making making =
        group
            .of(
                "of-another-application",
                "a merchant that belongs to another application only",
                LiveRules.AUTHORISED)
            .blames(Bugs.MERCHANT_NOT_CHECKED);
    if (attempts.isEmpty()) {
      making.skips("no other application has a merchant of its own that the route has a path for");
    } else {
      making.expects(Expectation.REFUSED, attempts);
    }
  }

  private @Nullable String foreignTo(String appId) {
    Set<String> own = new HashSet<>();
    for (Speaker each : deliveries.everybody()) {
      if (each.appId().equals(appId)) {
        own.add(each.merchant());
      }
    }
    return deliveries.everybody().stream()
        .map(Speaker::merchant)
        .filter(merchant -> !own.contains(merchant) && route.path(merchant) != null)
        .findFirst()
        .orElse(null);
  }

  private void nearly() {
    CaseGroup.Making otherCase =
        group
            .of("other-case", "the merchant's id in other case", LiveRules.EXACT_IDS)
            .blames(Bugs.MERCHANT_CASE);
    String other = Ids.otherCase(main.merchant());
    if (isKnown(other)) {
      otherCase.skips("the merchant's id has no other case, or it is another merchant's");
    } else {
      otherCase.refuses(() -> inTheNameOf(other));
    }
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    String id = main.merchant();
    for (String near :
        List.of(id + ".", id + "0", "0" + id, id + "%20", id.substring(0, id.length() - 1))) {
      if (!near.isEmpty() && !isKnown(near)) {
        attempts.add(() -> inTheNameOf(near));
      }
    }
    group
        .of("nearly", "ids that begin or end like the merchant's", LiveRules.EXACT_IDS)
        .blames(Bugs.MERCHANT_CASE)
        .expects(Expectation.REFUSED, attempts);
  }

  private boolean isKnown(String merchant) {
    return deliveries.everybody().stream().anyMatch(each -> each.merchant().equals(merchant));
  }

  /** A genuine delivery whose every source names somebody else. */
  private LiveDelivery inTheNameOf(String merchant) {
    return deliveries.genuine(main.speakingFor(merchant));
  }

  private void secretOfAnotherStore() {
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    List<Speaker> own =
        route.speakers().stream().filter(Speaker::ofOneMerchant).limit(MOST_STORES).toList();
    for (Speaker speaker : own) {
      for (Speaker other : own) {
        if (other.appId().equals(speaker.appId()) && !other.merchant().equals(speaker.merchant())) {
          attempts.add(() -> deliveries.genuine(speaker.with(other.secret())));
        }
      }
    }
    CaseGroup.Making making =
        group
            .of("other-store-secret", "the secret of another store", LiveRules.PER_MERCHANT)
            .blames(Bugs.EVERY_SECRET);
    if (attempts.isEmpty()) {
      making.skips("no application here has several merchants with a secret each");
    } else {
      making.expects(Expectation.REFUSED, attempts);
    }
  }

  private void aliases() {
    CaseGroup.Making alias = group.of("alias", "a store under its alias", LiveRules.ALIASES);
    CaseGroup.Making header =
        group
            .of("alias-in-merchant-header", "an alias for the merchant's id", LiveRules.ALIASES)
            .blames(Bugs.MERCHANT_NOT_CHECKED);
    List<Supplier<LiveDelivery>> genuine = new ArrayList<>();
    List<Supplier<LiveDelivery>> forged = new ArrayList<>();
    for (Map.Entry<String, String> each : route.aliases().entrySet()) {
      for (Speaker speaker : route.speakers()) {
        if (canBeSent(each.getKey()) && speaker.merchant().equals(each.getValue())) {
          String name = each.getKey();
          genuine.add(
              () -> deliveries.of(speaker, name, deliveries.bodies().fresh(BodyForm.PLAIN, name)));
          if (!isKnown(name) && name.matches("[!-~]{1,128}")) {
            forged.add(() -> deliveries.genuine(speaker.speakingFor(name)));
          }
        }
      }
    }
    if (genuine.isEmpty()) {
      alias.skips("the route has no alias that can be used");
    } else {
      alias.expects(Expectation.ACCEPTED, genuine);
    }
    if (forged.isEmpty()) {
      header.skips("the route has no alias that can be used");
    } else {
      header.expects(Expectation.REFUSED, forged);
    }
  }

  /** Tells whether path and header can hold the alias. */
  private boolean canBeSent(String alias) {
    boolean inPath = route.hasOpenSegment() ? route.path(alias) != null : !route.hasSegment();
    return inPath && (route.storeHeader() == null || alias.matches("[!-~]([ -~]*[!-~])?"));
  }

  private void proof() {
    CaseGroup.Making making =
        group
            .of(
                "proof-too-weak",
                "a genuine sender who does not prove the merchant",
                LiveRules.PROOF)
            .blames(Bugs.MERCHANT_NOT_CHECKED);
    if (route.tooWeak().isEmpty()) {
      making.skips("every sender proves as much as the route demands");
    } else {
      making.refuses(() -> deliveries.genuine(route.tooWeak().get(0)));
    }
  }
}
