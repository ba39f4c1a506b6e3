package dev.lacre.client;

/**
 * Is told of each attempt to deliver a webhook: for logs, metrics and an outbox.
 *
 * <p>Called on the sending thread, after the attempt and before the wait for the next one. Must be
 * thread-safe and quick; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface SendListener {

  /**
   * An attempt is over.
   *
   * @param webhook the delivery
   * @param attempt what came of it, and when the next one follows
   */
  void onAttempt(OutboundWebhook webhook, SendAttempt attempt);
}
