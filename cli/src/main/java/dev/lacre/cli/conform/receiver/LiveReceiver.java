package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.Selection;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tests a receiver from outside: plays the senders of a configuration, genuine and forged, and
 * judges every answer. For one {@link #run}.
 */
public final class LiveReceiver {

  private final LiveTarget target;
  private final Duration timeout;
  private final boolean strict;
  private final List<LiveRoute> routes;
  private final List<Planned> plans;

  /** What is run on one route: nothing, not even the controls, unless a test is selected. */
  private record Planned(Deliveries deliveries, List<LiveCase> cases, boolean isRun) {

    static Planned of(Deliveries own, List<Deliveries> all, Selection selection) {
      List<LiveCase> cases =
          LiveCases.of(own, all).stream().filter(test -> selection.test(test.id())).toList();
      return new Planned(
          own, cases, !cases.isEmpty() || selection.test(LiveCases.control("first", own).id()));
    }
  }

  private LiveReceiver(
      LacreConfig config,
      LiveTarget target,
      Duration timeout,
      Selection selection,
      boolean strict) {
    this.target = target;
    this.timeout = timeout;
    this.strict = strict;
    ConfigAccess.Setup setup = ConfigAccess.setup(config);
    List<Speaker> everybody = Speaker.all(setup);
    this.routes =
        config.routes().keySet().stream()
            .map(pattern -> new LiveRoute(pattern, config, setup, everybody))
            .toList();
    Addresses addresses = Addresses.of(setup.addresses(), target.address());
    List<Deliveries> deliveries =
        routes.stream()
            .filter(route -> !route.speakers().isEmpty())
            .map(route -> new Deliveries(target, route, addresses, everybody))
            .toList();
    this.plans = deliveries.stream().map(own -> Planned.of(own, deliveries, selection)).toList();
  }

  /**
   * Returns the test of a receiver.
   *
   * @param config what the receiver is told about senders, addresses and routes
   * @param target where it listens
   * @param timeout the longest that one exchange may take
   * @param selection which tests to run; controls always are
   * @param strict whether what is merely tolerated counts as a failure
   * @return the test
   */
  public static LiveReceiver of(
      LacreConfig config,
      LiveTarget target,
      Duration timeout,
      Selection selection,
      boolean strict) {
    return new LiveReceiver(config, target, timeout, selection, strict);
  }

  /**
   * Lists what would be run; sends nothing.
   *
   * @return id and title of each test
   */
  public List<String> plan() {
    List<String> plan = new ArrayList<>();
    for (Planned each : plans) {
      if (each.isRun()) {
        plan.add(LiveCases.control("first", each.deliveries()).toString());
        each.cases().forEach(test -> plan.add(test.toString()));
        plan.add(LiveCases.control("last", each.deliveries()).toString());
      }
    }
    return plan;
  }

  /**
   * Tells whether the selection leaves nothing, although there would be something to send.
   *
   * @return true if no test is selected
   */
  public boolean isNothingSelected() {
    return !plans.isEmpty() && plans.stream().noneMatch(Planned::isRun);
  }

  /**
   * Runs the tests.
   *
   * @return what became of each
   */
  public LiveRun run() {
    List<Judged> judged = new ArrayList<>();
    List<RouteRun> runs = new ArrayList<>();
    for (LiveRoute route : routes) {
      Planned planned = planFor(route);
      if (planned == null) {
        LiveCase none = LiveCases.impossible(route, route.whyNobody());
        judged.add(new Judged(none, none.skippedFor(route.whyNobody()), null));
        continue;
      }
      if (planned.isRun()) {
        try (LiveExchange exchange = new LiveExchange(target, timeout)) {
          RouteRun run = new RouteRun(planned.deliveries(), exchange, strict);
          run.run(planned.cases());
          runs.add(run);
          judged.addAll(run.settled());
        }
      }
    }
    List<CaseResult> results = judged.stream().map(Judged::result).toList();
    ConformanceReport report =
        ConformanceReport.of("Receiver " + target, results, new Overview(runs).remarks());
    boolean held = !runs.isEmpty() && runs.stream().allMatch(run -> run.brokenControl() == null);
    return new LiveRun(report, held);
  }

  private @Nullable Planned planFor(LiveRoute route) {
    return plans.stream()
        .filter(each -> Objects.equals(each.deliveries().route(), route))
        .findFirst()
        .orElse(null);
  }
}
