package dev.lacre.servlet;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.RejectionReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The filter's figures as Micrometer meters. Needs {@code micrometer-core}, which Lacre does not
 * bring along.
 *
 * <pre>{@code
 * WebhookMeters meters = new WebhookMeters(registry);
 * WebhookFilter filter = WebhookFilter.builder(config).listener(meters).build();
 * meters.watch(filter);
 * }</pre>
 *
 * <p>Meters: the counter {@value #WEBHOOKS}, by {@code route}, {@code verdict} ({@code accepted},
 * {@code rejected} or {@code duplicate}) and {@code reason} (a {@link RejectionReason#code} or
 * {@code none}); the timer {@value #VERIFICATION}, by route and verdict, of {@link
 * WebhookOutcome#verificationTime}; the counters {@value #SWAP_ALARMS} and {@value #ERRORS}, by
 * route; the gauges {@value #BODIES} and {@value #BODY_BYTES}. No tag has a value that a sender
 * chooses. Thread-safe.
 */
public final class WebhookMeters implements VerificationListener {

  /** Counts requests to the routes. */
  public static final String WEBHOOKS = "lacre.webhooks";

  /** Times the way to the verdict, the arrival of the body included. */
  public static final String VERIFICATION = "lacre.webhooks.verification";

  /** Counts genuine bodies that came again under another merchant. */
  public static final String SWAP_ALARMS = "lacre.webhooks.swap.alarms";

  /** Counts failures of the receiver's own parts. */
  public static final String ERRORS = "lacre.webhooks.errors";

  /** Gauges the requests that hold a body now. */
  public static final String BODIES = "lacre.webhooks.bodies";

  /** Gauges the bytes of the bodies held now. */
  public static final String BODY_BYTES = "lacre.webhooks.body.bytes";

  private static final String NO_REASON = "none";

  private final MeterRegistry registry;

  /**
   * Creates a listener that counts in a registry.
   *
   * @param registry where the meters are
   */
  @SuppressWarnings("exports") // Optional, so it cannot be required of all who read this module.
  public WebhookMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Adds the gauges of a filter. They read the filter for as long as it is in use elsewhere. A
   * registry takes them once: watch one filter for each.
   *
   * @param filter whose bodies in flight are gauged
   */
  public void watch(WebhookFilter filter) {
    Gauge.builder(BODIES, filter, WebhookFilter::bodiesInFlight)
        .description("requests that hold a body")
        .register(registry);
    Gauge.builder(BODY_BYTES, filter, WebhookFilter::bodyBytesInFlight)
        .description("bytes of the bodies held")
        .baseUnit("bytes")
        .register(registry);
  }

  @Override
  public void onAccepted(WebhookOutcome outcome) {
    count(outcome, "accepted");
  }

  @Override
  public void onRefused(WebhookOutcome outcome) {
    count(outcome, "rejected");
  }

  @Override
  public void onDuplicate(WebhookOutcome outcome) {
    count(outcome, "duplicate");
  }

  @Override
  public void onSwapAlarm(WebhookOutcome outcome, MerchantId firstSeen) {
    registry.counter(SWAP_ALARMS, "route", outcome.route()).increment();
  }

  @Override
  public void onError(String route, Throwable failure) {
    registry.counter(ERRORS, "route", route).increment();
  }

  private void count(WebhookOutcome outcome, String verdict) {
    Tags tags = Tags.of("route", outcome.route(), "verdict", verdict);
    String reason = outcome.reason().map(RejectionReason::code).orElse(NO_REASON);
    registry.counter(WEBHOOKS, tags.and("reason", reason)).increment();
    registry.timer(VERIFICATION, tags).record(outcome.verificationTime());
  }
}
