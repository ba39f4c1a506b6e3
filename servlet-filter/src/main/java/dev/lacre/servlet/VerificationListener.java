package dev.lacre.servlet;

import dev.lacre.signer.MerchantId;
import java.util.function.Consumer;

/**
 * Is told what becomes of the requests to the protected routes: for metrics, alarms and audits.
 *
 * <p>Of each request, exactly one of {@link #onAccepted}, {@link #onRefused} and {@link
 * #onDuplicate} is called, once, when its answer is decided: on the request's thread, or, when the
 * application went on asynchronously, on the container's thread that completes it. {@link
 * #onSwapAlarm} and {@link #onError} come besides.
 *
 * <p>Must be thread-safe and quick; what it throws is logged and changes nothing.
 */
public interface VerificationListener {

  /**
   * A webhook was genuine and new, and the application answered it.
   *
   * @param outcome what became of it; its status is the application's, and may be a failure
   */
  default void onAccepted(WebhookOutcome outcome) {}

  /**
   * A request was refused; {@link WebhookOutcome#reason} says why.
   *
   * @param outcome what became of it
   */
  default void onRefused(WebhookOutcome outcome) {}

  /**
   * A delivery had been processed before, and was acknowledged without the application.
   *
   * @param outcome what became of it
   */
  default void onDuplicate(WebhookOutcome outcome) {}

  /**
   * A genuine body came again under another merchant. Somebody captured and diverts it, or the
   * sender mixes up its merchants: either needs a person. The request is refused as well.
   *
   * @param outcome what became of it; the webhook names the merchant it came under now
   * @param firstSeen the merchant under which the same bytes came first
   */
  default void onSwapAlarm(WebhookOutcome outcome, MerchantId firstSeen) {}

  /**
   * A part of the receiver failed, such as the credential directory, the ledger or the filter
   * itself. The sender was told to try again if the answer was still open.
   *
   * @param route the route as it was configured
   * @param failure what was thrown
   */
  default void onError(String route, Throwable failure) {}

  /**
   * Returns a listener that is told every outcome alike, accepted, refused or duplicate.
   *
   * @param each takes note of an outcome; thread-safe and quick
   * @return the listener
   */
  static VerificationListener ofOutcomes(Consumer<WebhookOutcome> each) {
    return new VerificationListener() {
      @Override
      public void onAccepted(WebhookOutcome outcome) {
        each.accept(outcome);
      }

      @Override
      public void onRefused(WebhookOutcome outcome) {
        each.accept(outcome);
      }

      @Override
      public void onDuplicate(WebhookOutcome outcome) {
        each.accept(outcome);
      }
    };
  }
}
