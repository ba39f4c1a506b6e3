package dev.lacre.cli;

import dev.lacre.cli.DemoDelivery.Result;
import dev.lacre.servlet.VerificationListener;
import dev.lacre.servlet.WebhookOutcome;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.config.LacreConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves, sends deliveries over real sockets one after the other, and tells what came of each. */
final class Demo implements AutoCloseable {

  private static final long OUTCOME_TIMEOUT_SECONDS = 10;

  private final BlockingQueue<WebhookOutcome> outcomes = new LinkedBlockingQueue<>();
  private final WebhookServer server;
  private final WebhookServer ledgerServer;

  Demo(DemoSetup setup) {
    server = start(setup.config());
    try {
      ledgerServer = start(setup.configWithLedger());
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  private WebhookServer start(LacreConfig config) {
    return WebhookServer.start(
        config, "127.0.0.1", 0, VerificationListener.ofOutcomes(outcomes::add));
  }

  /** Returns all deliveries under their headings, in order. */
  static Map<String, List<DemoDelivery>> deliveries(DemoSetup setup) {
    Map<String, List<DemoDelivery>> all = new LinkedHashMap<>();
    new DemoGenuine(setup).addTo(all);
    new DemoForged(setup).addTo(all);
    new DemoMisdirected(setup).addTo(all);
    new DemoOdd(setup).addTo(all);
    new DemoLedger(setup).addTo(all);
    return all;
  }

  String url() {
    return server.url();
  }

  /** Returns where the receiver with a ledger listens. */
  String ledgerUrl() {
    return ledgerServer.url();
  }

  /** Sends a delivery and returns what came of it: the sender's answer, and the verdict behind. */
  Result send(DemoDelivery delivery) {
    if (!outcomes.isEmpty()) {
      outcomes.clear();
      return new Result(0, "a second verdict before");
    }
    WebhookServer to = delivery.isRemembered() ? ledgerServer : server;
    long before = to.applicationCalls();
    DemoResponse response;
    try {
      response = DemoResponse.to(URI.create(to.url()).getPort(), delivery.request());
    } catch (IOException failure) {
      return new Result(0, "no answer: " + Failure.messageOf(failure));
    }
    boolean routed = !delivery.must().verdict().equals(Result.NO_ROUTE);
    WebhookOutcome outcome = routed ? nextOutcome() : outcomes.poll();
    return result(response, outcome, delivery, to.applicationCalls() - before);
  }

  private static Result result(
      DemoResponse response,
      @Nullable WebhookOutcome outcome,
      DemoDelivery delivery,
      long applicationCalls) {
    int status = response.status();
    if (outcome == null) {
      return new Result(status, Result.NO_ROUTE);
    }
    String verdict = outcome.duplicate() ? Result.DUPLICATE : words(outcome.verdict());
    if (outcome.status() != status) {
      verdict += ", reported as " + outcome.status();
    }
    if (delivery.echo() != null && !Arrays.equals(delivery.echo(), response.body())) {
      verdict += ", body not given back";
    }
    boolean isNew = outcome.verdict() instanceof Verdict.Accepted && !outcome.duplicate();
    return new Result(status, verdict + wrongCalls(applicationCalls, isNew));
  }

  /** Returns what to say unless the application was called once for what is new, else never. */
  static String wrongCalls(long calls, boolean isNew) {
    return calls == (isNew ? 1 : 0) ? "" : ", application called " + calls + " times";
  }

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Rejected rejected) {
      return rejected.reason().code();
    }
    return "accepted, " + verdict.orElseThrow().merchantProof().code();
  }

  private @Nullable WebhookOutcome nextOutcome() {
    try {
      return outcomes.poll(OUTCOME_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public void close() {
    try (server) {
      ledgerServer.close();
    }
  }
}
