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
 * judges every answer. Immutable; each {@link #run} is a run of its own.
 */
public final class LiveReceiver {

  private final LiveTarget target;
  private final Duration timeout;
  private final Selection selection;
  private final boolean strict;
  private final List<LiveRoute> routes;
  private final List<Deliveries> deliveries;

  private LiveReceiver(
      LacreConfig config,
      LiveTarget target,
      Duration timeout,
      Selection selection,
      boolean strict) {
    this.target = target;
    this.timeout = timeout;
    this.selection = selection;
    this.strict = strict;
    ConfigAccess.Setup setup = ConfigAccess.setup(config);
    List<Speaker> everybody = Speaker.all(setup);
    this.routes =
        config.routes().keySet().stream()
            .map(pattern -> new LiveRoute(pattern, config, setup, everybody))
            .toList();
    Addresses addresses = Addresses.of(setup.addresses(), target.address());
    this.deliveries =
        routes.stream()
            .filter(route -> !route.speakers().isEmpty())
            .map(route -> new Deliveries(target, route, addresses, everybody))
            .toList();
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
    for (Deliveries each : deliveries) {
      List<LiveCase> cases = selected(each);
      if (isRun(each, cases)) {
        plan.add(LiveCases.control("first", each).toString());
        cases.forEach(test -> plan.add(test.toString()));
        plan.add(LiveCases.control("last", each).toString());
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
    return !deliveries.isEmpty() && plan().isEmpty();
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
      Deliveries own = deliveriesTo(route);
      if (own == null) {
        LiveCase none = LiveCases.impossible(route, route.whyNobody());
        judged.add(new Judged(none, none.skippedFor(route.whyNobody()), null));
        continue;
      }
      List<LiveCase> cases = selected(own);
      if (isRun(own, cases)) {
        try (LiveExchange exchange = new LiveExchange(target, timeout)) {
          RouteRun run = new RouteRun(own, exchange, strict);
          run.run(cases);
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

  private @Nullable Deliveries deliveriesTo(LiveRoute route) {
    return deliveries.stream()
        .filter(each -> Objects.equals(each.route(), route))
        .findFirst()
        .orElse(null);
  }

  private List<LiveCase> selected(Deliveries each) {
    return LiveCases.of(each, deliveries).stream()
        .filter(test -> selection.test(test.id()))
        .toList();
  }

  private boolean isRun(Deliveries each, List<LiveCase> selected) {
    return !selected.isEmpty() || selection.test(LiveCases.control("first", each).id());
  }
}
