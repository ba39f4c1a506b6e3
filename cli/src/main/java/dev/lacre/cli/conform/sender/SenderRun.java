package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.ConformanceReport;
import dev.lacre.vectors.Level;
import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.Rule;
import dev.lacre.vectors.Selection;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.RouteTable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tests a sender: listens, takes a number of deliveries, judges each, and says which mistake would
 * explain what is wrong. Immutable; each {@link #run} is one test.
 */
public final class SenderRun {

  private static final String COUNT_ID = "deliveries";
  private static final String COUNT_TITLE = "as many come as are expected";
  private static final String NONE = "no delivery";
  private static final Rule COUNT_RULE =
      new Rule("lacre conform sender", "--expect-deliveries", "so many come", Level.LIBRARY);

  private final LacreConfig config;
  private final int expected;
  private final Duration timeout;
  private final Selection selection;
  private final boolean strict;

  /**
   * Makes a run.
   *
   * @param config who may send what
   * @param expected how many deliveries to wait for
   * @param timeout how long to wait for each
   * @param selection which questions to ask
   * @param strict whether what is merely tolerated is a failure
   */
  public SenderRun(
      LacreConfig config, int expected, Duration timeout, Selection selection, boolean strict) {
    this.config = config;
    this.expected = expected;
    this.timeout = timeout;
    this.selection = selection;
    this.strict = strict;
  }

  /**
   * Lists all that may be asked and is selected; some do not apply to each operation.
   *
   * @return id, tab and title of each test, in the order of a report
   */
  public List<String> plan() {
    Map<String, String> titles = new LinkedHashMap<>();
    for (int number = 1; number <= expected; number++) {
      for (SenderCase question : SenderCase.values()) {
        titles.put(question.id(number), question.title());
      }
    }
    titles.put(COUNT_ID, COUNT_TITLE);
    titles.keySet().removeIf(selection.negate());
    return titles.entrySet().stream().map(each -> each.getKey() + "\t" + each.getValue()).toList();
  }

  /**
   * Listens and judges.
   *
   * @param host the address to listen on
   * @param port the port, 0 for a free one
   * @param ready told {@code HOST:PORT} once the port is open
   * @return what became of it
   * @throws IOException if the port cannot be had
   * @throws InterruptedException if the thread is asked to end
   */
  public ConformanceReport run(InetAddress host, int port, Consumer<String> ready)
      throws IOException, InterruptedException {
    RouteTable<RouteConfig> routes = RouteTable.of(config.routes());
    List<CaseResult> results = new ArrayList<>();
    int came = 0;
    String origin;
    try (SenderListener listener =
        SenderListener.open(host, port, routes, timeout, forOneRequest())) {
      origin = authority(host, listener.port());
      DeliveryJudge judge = new DeliveryJudge(config, routes, origin, selection, strict);
      ready.accept(origin);
      while (came < expected) {
        Arrival arrival = listener.next();
        if (arrival == null) {
          break;
        }
        came++;
        results.addAll(judge.judge(came, arrival));
      }
    }
    count(came, results);
    return ConformanceReport.of("A sender to http://" + origin, results, remarks(results));
  }

  /** As a URL writes it (RFC 3986, section 3.2.2): IPv6 short, in brackets, the zone escaped. */
  private static String authority(InetAddress host, int port) {
    String address = host.getHostAddress();
    if (host instanceof Inet6Address) {
      String brief = address.replaceFirst("(^|:)(0(:|(?=%)|$)){2,}", "::").replace("%", "%25");
      address = "[" + brief + "]";
    }
    return address + ":" + port;
  }

  /**
   * Tells whether at least one delivery came.
   *
   * @param report what a run returned
   * @return false if there was nothing to judge
   */
  public static boolean anyCame(ConformanceReport report) {
    return report.results().stream()
        .noneMatch(result -> result.id().equals(COUNT_ID) && NONE.equals(result.actual()));
  }

  /** As long as the slowest route allows a body, and never longer than for the next delivery. */
  private Duration forOneRequest() {
    Duration longest =
        config.routes().values().stream()
            .map(RouteConfig::bodyTimeout)
            .max(Comparator.naturalOrder())
            .orElse(RouteConfig.DEFAULT_BODY_TIMEOUT);
    return longest.compareTo(timeout) < 0 ? longest : timeout;
  }

  /** Too few is told whatever is selected: nothing may pass for want of being sent. */
  private void count(int came, List<CaseResult> results) {
    boolean all = came == expected;
    if (all && !selection.test(COUNT_ID)) {
      return;
    }
    String seconds = timeout.toMillis() / 1000.0 + " seconds";
    results.add(
        new CaseResult(
            COUNT_ID,
            "deliveries: all of them",
            COUNT_TITLE,
            COUNT_RULE,
            all ? Outcome.PASS : Outcome.ERROR,
            number(expected),
            came == 0 ? NONE : number(came),
            null,
            all ? null : "none came for " + seconds,
            null,
            Duration.ZERO));
  }

  private static String number(int deliveries) {
    return deliveries == 1 ? "1 delivery" : deliveries + " deliveries";
  }

  /** One bug in several deliveries is one bug. */
  private static List<String> remarks(List<CaseResult> results) {
    Map<Bug, List<String>> blamed = new LinkedHashMap<>();
    for (CaseResult result : results) {
      Bug bug = result.likelyBug();
      if (bug != null) {
        String delivery = result.id().substring(0, result.id().indexOf('/'));
        List<String> deliveries = blamed.computeIfAbsent(bug, first -> new ArrayList<>());
        if (!deliveries.contains(delivery)) {
          deliveries.add(delivery);
        }
      }
    }
    List<String> remarks = new ArrayList<>();
    blamed.forEach(
        (bug, deliveries) -> {
          if (deliveries.size() > 1) {
            remarks.add(
                "One bug explains "
                    + deliveries.size()
                    + " deliveries: "
                    + bug.sentence()
                    + " ["
                    + bug.code()
                    + "].");
          }
        });
    return remarks;
  }
}
