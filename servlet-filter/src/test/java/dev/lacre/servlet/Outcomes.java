package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what the filter reports, in order. */
final class Outcomes implements VerificationListener {

  private final BlockingQueue<WebhookOutcome> queue = new LinkedBlockingQueue<>();

  private final Queue<String> alarms = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

  @Override
  public void onAccepted(WebhookOutcome outcome) {
    queue.add(outcome);
  }

  @Override
  public void onRefused(WebhookOutcome outcome) {
    queue.add(outcome);
  }

  @Override
  public void onDuplicate(WebhookOutcome outcome) {
    queue.add(outcome);
  }

  @Override
  public void onSwapAlarm(WebhookOutcome outcome, MerchantId firstSeen) {
    alarms.add(word(outcome) + " " + firstSeen.value());
  }

  @Override
  public void onError(String route, Throwable failure) {
    errors.add(failure);
  }

  /** Returns each alarm: the reason of the refusal and the merchant first seen. */
  List<String> alarms() {
    return List.copyOf(alarms);
  }

  List<Throwable> errors() {
    return List.copyOf(errors);
  }

  /** Returns the next outcome, once it is there. */
  WebhookOutcome next() throws InterruptedException {
    return nextAfter(List.of());
  }

  /** Returns the next outcome, once it is there; these came before it. */
  WebhookOutcome nextAfter(List<String> others) throws InterruptedException {
    WebhookOutcome outcome = queue.poll(20, TimeUnit.SECONDS);
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
    alarms.clear();
    errors.clear();
  }

  static String word(WebhookOutcome outcome) {
    return outcome.verdict() instanceof Verdict.Rejected rejected
        ? rejected.reason().code()
        : outcome.duplicate() ? "duplicate" : "accepted";
  }
}
