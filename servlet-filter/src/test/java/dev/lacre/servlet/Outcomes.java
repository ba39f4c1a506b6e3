package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lacre.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what the filter reports, in order. */
final class Outcomes implements WebhookListener {

  private final BlockingQueue<WebhookOutcome> queue = new LinkedBlockingQueue<>();

  @Override
  public void onOutcome(WebhookOutcome outcome) {
    queue.add(outcome);
  }

  /** Returns the next outcome, once it is there. */
  WebhookOutcome next() throws InterruptedException {
    return nextAfter(List.of());
  }

  /** Returns the next outcome, once it is there; these came before it. */
  WebhookOutcome nextAfter(List<String> others) throws InterruptedException {
    WebhookOutcome outcome = queue.poll(8, TimeUnit.SECONDS);
    return outcome != null ? outcome : fail("the filter reported nothing after " + others);
  }

  /** Returns as many outcomes, once they are there. */
  List<WebhookOutcome> next(int count) throws InterruptedException {
    List<WebhookOutcome> outcomes = new ArrayList<>();
    while (outcomes.size() < count) {
      outcomes.add(next());
    }
    return outcomes;
  }

  /** Returns all outcomes that were not taken, once the filter has had time to report more. */
  List<WebhookOutcome> rest() throws InterruptedException {
    Thread.sleep(100);
    List<WebhookOutcome> rest = new ArrayList<>();
    queue.drainTo(rest);
    return rest;
  }

  void clear() {
    queue.clear();
  }

  static String word(WebhookOutcome outcome) {
    return outcome.verdict() instanceof Verdict.Rejected rejected
        ? rejected.reason().code()
        : "accepted";
  }
}
