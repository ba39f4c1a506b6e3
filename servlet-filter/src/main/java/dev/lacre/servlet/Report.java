package dev.lacre.servlet;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.IpAddress;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.Verification;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the listeners what became of one request: reason codes and claimed ids, never a
 * secret, a signature or a body's content.
 */
final class Report {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private final Listeners listeners;
  private final String route;
  private final long start = System.nanoTime();
  private final AtomicBoolean told = new AtomicBoolean();
  private long verdictAt;
  private @Nullable Verification verification;

  /** Begins with the first look at the request. */
  Report(Listeners listeners, String route) {
    this.listeners = listeners;
    this.route = route;
  }

  void verifies(Verification begun) {
    this.verification = begun;
  }

  /** Notes the time at which the verdict was there. */
  void judged() {
    verdictAt = System.nanoTime();
  }

  void enters(Verdict.Accepted accepted) {
    LOG.debug("accepted on route {}: {}", route, accepted.webhook());
  }

  void accepted(Verdict.Accepted accepted, int status) {
    tell(accepted, status, false, VerificationListener::onAccepted);
  }

  void duplicate(Verdict.Accepted accepted, int status) {
    LOG.info("duplicate on route {}, acknowledged again: {}", route, accepted.webhook());
    tell(accepted, status, true, VerificationListener::onDuplicate);
  }

  void refused(Verdict.Rejected rejected, int status) {
    tell(rejected, status, false, VerificationListener::onRefused);
  }

  /** Of each request, one outcome is told: the first, even if writing its answer failed. */
  private void tell(
      Verdict verdict,
      int status,
      boolean duplicate,
      BiConsumer<VerificationListener, WebhookOutcome> news) {
    if (!listeners.isEmpty() && told.compareAndSet(false, true)) {
      WebhookOutcome outcome = outcome(verdict, status, duplicate);
      listeners.tell(listener -> news.accept(listener, outcome));
    }
  }

  void swapped(Verdict.Rejected rejected, MerchantId firstSeen, int status) {
    LOG.error(
        "ALARM on route {}: a genuine body first seen for merchant {} came again for merchant {};"
            + " somebody may be diverting deliveries",
        route,
        firstSeen.value(),
        rejected.claimedMerchantId().map(MerchantId::value).orElse("-"));
    WebhookOutcome outcome = outcome(rejected, status, false);
    listeners.tell(listener -> listener.onSwapAlarm(outcome, firstSeen));
  }

  void failed(String what, Throwable failure) {
    LOG.error("on route {}: {}", route, what, failure);
    listeners.tell(listener -> listener.onError(route, failure));
  }

  /** Logs a refusal; a failure behind it is logged and told as well. */
  void refuses(Verdict.Rejected rejected) {
    rejected.cause().ifPresent(cause -> failed("the credentials could not be looked up", cause));
    LOG.warn(
        "refused on route {}: {} (app {}, merchant {}, address {})",
        route,
        rejected.reason().code(),
        rejected.claimedAppId().map(AppId::value).orElse("-"),
        rejected.claimedMerchantId().map(MerchantId::value).orElse("-"),
        rejected.address().map(IpAddress::toString).orElse("-"));
  }

  private WebhookOutcome outcome(Verdict verdict, int status, boolean duplicate) {
    Verification known = verification;
    long end = verdictAt == 0 ? System.nanoTime() : verdictAt;
    return new WebhookOutcome(
        route,
        verdict,
        status,
        Duration.ofNanos(end - start),
        duplicate,
        known != null && known.isAtEnd() ? known.unverifiedBody() : null);
  }
}
