package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One route being tested: its cases, with controls between them. Not thread-safe; runs once. */
final class RouteRun {

  private static final int BETWEEN_CONTROLS = 20;
  private static final int MOST_TIMEOUTS = 3;
  private static final int MOST_TIMEOUTS_IN_ALL = 10;

  private final Deliveries deliveries;
  private final LiveExchange exchange;
  private final LiveJudge judge;
  private final List<Judged> judged = new ArrayList<>();
  private @Nullable LiveAnswer brokenControl;
  private @Nullable String remark;

  RouteRun(Deliveries deliveries, LiveExchange exchange, boolean strict) {
    this.deliveries = deliveries;
    this.exchange = exchange;
    this.judge = new LiveJudge(deliveries.route().operation(), strict);
  }

  /** Runs the cases, until a control fails or too many had no answer in time. */
  void run(List<LiveCase> cases) {
    if (!first(cases.size())) {
      return;
    }
    int sent = 0;
    int timeouts = 0;
    int timeoutsInAll = 0;
    int number = 0;
    for (LiveCase test : cases) {
      number++;
      Judged result = run(test);
      judged.add(result);
      if (result.decisive() == null) {
        continue;
      }
      sent++;
      LiveAnswer.Kind kind = result.decisive().kind();
      timeouts = kind == LiveAnswer.Kind.TIMED_OUT ? timeouts + 1 : 0;
      timeoutsInAll += kind == LiveAnswer.Kind.TIMED_OUT ? 1 : 0;
      if (timeoutsInAll == MOST_TIMEOUTS_IN_ALL) {
        giveUp(cases.size() - number);
        return;
      }
      boolean suspicious = timeouts == MOST_TIMEOUTS || kind == LiveAnswer.Kind.UNREACHABLE;
      if (suspicious || sent % BETWEEN_CONTROLS == 0) {
        String word = suspicious ? "after-" + test.word().replace('/', '-') : "after-" + sent;
        if (!later(word, cases.size() - number)) {
          return;
        }
        timeouts = 0;
      }
    }
    later("last", 0);
  }

  private boolean first(int waiting) {
    Judged control = run(LiveCases.control("first", deliveries));
    LiveAnswer answer = control.decisive();
    if (answer == null || answer.isAccepted()) {
      judged.add(control);
      return true;
    }
    Diagnosis diagnosis = Diagnosis.of(answer, deliveries, exchange);
    judged.add(
        new Judged(
            control.test(),
            control
                .test()
                .result(
                    control.result().outcome(),
                    control.result().actual(),
                    diagnosis.bug(),
                    diagnosis.sentence(),
                    null,
                    control.result().took()),
            answer));
    brokenControl = answer;
    remark =
        "Set-up or control failed on "
            + deliveries.route()
            + ": the genuine delivery was answered so: "
            + answer.describe()
            + ". "
            + diagnosis.sentence()
            + notRun(waiting);
    return false;
  }

  private boolean later(String word, int waiting) {
    Judged control = run(LiveCases.control(word, deliveries));
    LiveAnswer answer = control.decisive();
    if (answer == null || answer.isAccepted()) {
      judged.add(control);
      return true;
    }
    judged.add(control);
    brokenControl = answer;
    remark =
        "Control failed on "
            + deliveries.route()
            + ": genuine deliveries got in before, and now one was answered so: "
            + answer.describe()
            + ". The receiver broke, or keeps out whoever sent it forged deliveries."
            + notRun(waiting);
    return false;
  }

  /** The faults stand for what the receiver does; waiting for more of them tells nothing. */
  private void giveUp(int waiting) {
    remark =
        "Given up on "
            + deliveries.route()
            + ": "
            + MOST_TIMEOUTS_IN_ALL
            + " tests were not answered in time."
            + notRun(waiting);
  }

  private static String notRun(int waiting) {
    return waiting == 0 ? "" : " " + waiting + " tests of this route were not run.";
  }

  private Judged run(LiveCase test) {
    if (test.skipped() != null) {
      return new Judged(test, test.skippedFor(test.skipped()), null);
    }
    Duration took = Duration.ZERO;
    for (Supplier<LiveDelivery> before : test.before()) {
      LiveAnswer answer = exchange.send(before.get().request());
      took = took.plus(answer.took());
      if (!answer.isAccepted()) {
        CaseResult result =
            test.result(
                Outcome.ERROR,
                "the delivery before it: " + answer.describe(),
                null,
                "the test needs a genuine delivery first, and it did not get in",
                null,
                took);
        return new Judged(test, result, answer);
      }
    }
    return judged(test, took);
  }

  private Judged judged(LiveCase test, Duration before) {
    Duration took = before;
    Judgement worst = null;
    LiveAnswer decisive = null;
    List<LiveAnswer> answers = new ArrayList<>();
    for (Supplier<LiveDelivery> attempt : test.attempts()) {
      LiveRequest request = attempt.get().request();
      LiveAnswer answer = exchange.send(request);
      took = took.plus(answer.took());
      answers.add(answer);
      Judgement judgement = judge.judge(test, request, answer);
      if (worst == null || judgement.isWorseThan(worst)) {
        worst = judgement;
        decisive = answer;
      }
      if (judgement.outcome().isFault()) {
        break;
      }
    }
    if (worst == null || decisive == null) {
      return new Judged(test, test.skippedFor("nothing could be sent"), null);
    }
    if (test.expected() == Expectation.ALIKE && !worst.outcome().isFault()) {
      Judgement alike = judge.alike(decisive, answers);
      worst = alike.isWorseThan(worst) ? alike : worst;
    }
    CaseResult result =
        test.result(
            worst.outcome(), worst.actual(), worst.bug(), worst.note(), worst.manner(), took);
    return new Judged(test, result, decisive);
  }

  /** Returns what was run, each fault blamed on what explains it best. */
  List<Judged> settled() {
    return new Blame(judged).settled();
  }

  /** Returns the answer to the control that failed, or null if none did. */
  @Nullable LiveAnswer brokenControl() {
    return brokenControl;
  }

  /** Returns why the route was given up, or null if it was not. */
  @Nullable String remark() {
    return remark;
  }

  LiveRoute route() {
    return deliveries.route();
  }
}
