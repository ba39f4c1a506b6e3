package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.internal.Bugs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What came before: the same again, under another name, or to another route. */
final class ReplayCases {

  private final Deliveries deliveries;
  private final CaseGroup group;
  private final LiveRoute route;
  private final Speaker main;

  private ReplayCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
    this.route = deliveries.route();
    this.main = deliveries.main();
  }

  static void addTo(CaseGroup group, Deliveries deliveries, List<Deliveries> routes) {
    ReplayCases cases = new ReplayCases(deliveries, group);
    cases.again();
    cases.swapped();
    cases.elsewhere(routes);
    cases.withoutId();
    cases.forged();
  }

  private void again() {
    Supplier<LiveDelivery> first = once(deliveries::genuine);
    group
        .of("same-again", "the same delivery once more", LiveRules.RETRY)
        .after(first)
        .expects(Expectation.ACKNOWLEDGED, List.of(first));
  }

  private void swapped() {
    CaseGroup.Making making =
        group
            .of(
                "other-merchant",
                "the same body under another merchant's header",
                LiveRules.AUTHORISED)
            .blames(Bugs.SWAP_NOT_SEEN);
    Speaker another = MerchantCases.anotherOf(deliveries);
    if (main.ofOneMerchant() || route.pointer() != null) {
      making.skips("the key or the signed body proves the merchant, so nothing can be swapped");
    } else if (another == null) {
      making.skips("the application has one merchant only that can send to this route");
    } else {
      Supplier<LiveDelivery> first = once(deliveries::genuine);
      making
          .after(first)
          .expects(
              Expectation.BETTER_REFUSED,
              List.of(() -> deliveries.of(another, first.get().body())));
    }
  }

  private void elsewhere(List<Deliveries> routes) {
    CaseGroup.Making making =
        group
            .of("other-route", "the same body on the route of another operation", LiveRules.KNOWN)
            .blames(Bugs.SWAP_NOT_SEEN);
    Deliveries other = otherRoute(routes);
    if (other == null) {
      making.skips("no route of another operation takes this sender");
      return;
    }
    Supplier<LiveDelivery> first = once(deliveries::genuine);
    making
        .after(first)
        .expects(Expectation.BETTER_REFUSED, List.of(() -> other.of(main, first.get().body())));
  }

  private @Nullable Deliveries otherRoute(List<Deliveries> routes) {
    return routes.stream()
        .filter(each -> !each.route().operation().name().equals(route.operation().name()))
        .filter(each -> each.route().speakers().contains(main))
        .findFirst()
        .orElse(null);
  }

  private void withoutId() {
    String operation = route.operation().name();
    CaseGroup.Making making =
        group.of("no-event-id", "a genuine event without its optional id", LiveRules.PAYLOAD);
    if (operation.equals("v2/customerEvent") || operation.equals("v2/loyaltyEvent")) {
      making.accepts(() -> deliveries.of(main, deliveries.bodies().withoutId(main.merchant())));
    } else {
      making.skips("the operation has no optional event id");
    }
  }

  /** What was accepted once must not open the door to what nobody signed. */
  private void forged() {
    Supplier<LiveDelivery> known = once(deliveries::genuine);
    group
        .of("same-id-forged", "the ids of an accepted body in another, forged", LiveRules.VERIFY)
        .blames(Bugs.KNOWN_EVENT)
        .after(known)
        .refuses(
            () -> changed(known).signature(ShapeCases.random()),
            () -> changed(known).remove(LiveDelivery.SIGNATURE));
    Supplier<LiveDelivery> signed = once(deliveries::genuine);
    group
        .of(
            "accepted-signature-other-body",
            "an accepted delivery's signature on another body",
            LiveRules.VERIFY)
        .blames(Bugs.KNOWN_EVENT)
        .after(signed)
        .refuses(
            () -> deliveries.genuine().signature(signed.get().right()),
            () -> changed(signed).signature(signed.get().right()));
    Supplier<LiveDelivery> first = once(deliveries::genuine);
    group
        .of("again-unsigned", "an accepted body once more, not signed", LiveRules.VERIFY)
        .blames(Bugs.KNOWN_EVENT)
        .after(first)
        .refuses(
            () -> again(first).remove(LiveDelivery.SIGNATURE),
            () -> again(first).signature(""),
            () -> again(first).signature(ShapeCases.random()));
  }

  private LiveDelivery again(Supplier<LiveDelivery> first) {
    return deliveries.of(main, first.get().body());
  }

  /** Returns the same with one member more. */
  private LiveDelivery changed(Supplier<LiveDelivery> first) {
    String body = new String(first.get().body(), StandardCharsets.UTF_8);
    String more = "{\"lacreConform\":\"changed\"," + body.substring(1);
    return deliveries.of(main, more.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what gives the same delivery each time. */
  private static Supplier<LiveDelivery> once(Supplier<LiveDelivery> made) {
    return new Supplier<>() {
      private @Nullable LiveDelivery first;

      @Override
      public LiveDelivery get() {
        LiveDelivery known = first;
        if (known == null) {
          known = made.get();
          first = known;
        }
        return known;
      }
    };
  }
}
