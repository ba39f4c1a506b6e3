package dev.lacre.cli.conform.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What the results of a run say as a whole. Immutable. */
final class Overview {

  private final List<RouteRun> runs;

  Overview(List<RouteRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /** Returns the sentences, the most sweeping first. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (runs.isEmpty()) {
      remarks.add("Nothing could be sent: no sender of the file can send to any route.");
    }
    everything(remarks);
    for (RouteRun run : runs) {
      if (Blame.acceptsEverything(run.settled())) {
        remarks.add(
            "The receiver accepts everything on "
                + run.route()
                + ": not one forged delivery was kept out. Nothing is checked.");
      }
    }
    runs.stream().map(RouteRun::remark).filter(Objects::nonNull).forEach(remarks::add);
    return remarks;
  }

  private void everything(List<String> to) {
    if (allControls(LiveAnswer::isClientError)) {
      to.add("The receiver refuses everything: no genuine delivery got in on any route.");
    } else if (allControls(answer -> answer.kind() == LiveAnswer.Kind.TIMED_OUT)) {
      to.add("The receiver hangs: no delivery was answered in time.");
    } else if (allControls(LiveAnswer::isCrash)) {
      to.add("The receiver crashes: it answers 5xx, or drops the connection.");
    } else if (allControls(LiveAnswer::isRedirect)) {
      to.add("The receiver redirects, and a signed webhook is not sent twice.");
    } else if (allControls(answer -> answer.kind() == LiveAnswer.Kind.UNREACHABLE)) {
      to.add("The receiver cannot be reached.");
    }
  }

  private boolean allControls(Predicate<LiveAnswer> kind) {
    return !runs.isEmpty()
        && runs.stream()
            .allMatch(run -> run.brokenControl() != null && kind.test(run.brokenControl()));
  }
}
