package dev.lacre.cli.conform.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether refusals give away which check failed. */
final class MannerCases {

  /** What the attempts are, in their order; the first two tell what changes of itself. */
  private static final List<String> NAMES =
      List.of(
          "a wrong signature",
          "another wrong signature",
          "a malformed signature",
          "a missing signature",
          "an unknown application",
          "an unknown merchant");

  private MannerCases() {}

  static String name(int attempt) {
    return NAMES.get(attempt);
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    Speaker main = deliveries.main();
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    attempts.add(() -> deliveries.genuine().signature(ShapeCases.random()));
    attempts.add(() -> deliveries.genuine().signature(ShapeCases.random()));
    attempts.add(() -> deliveries.genuine().signature("zz"));
    attempts.add(() -> deliveries.genuine().remove(LiveDelivery.SIGNATURE));
    attempts.add(() -> deliveries.genuine().set(LiveDelivery.APP, "lacre-conform-nobody"));
    if (main.ofOneMerchant()) {
      attempts.add(() -> deliveries.genuine(main.speakingFor(MerchantCases.UNKNOWN)));
    }
    group
        .of("refusals-alike", "all refusals of who is not proven look alike", LiveRules.ALIKE)
        .expects(Expectation.ALIKE, attempts);
  }
}
