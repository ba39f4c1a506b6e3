package dev.lacre.servlet;

/**
 * Is told what became of each request to a route. Called on the request's thread after the answer
 * is decided, or, when the application went on asynchronously, on the container's thread that
 * completes it. Must be thread-safe and quick; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface WebhookListener {

  /**
   * Takes note of an outcome.
   *
   * @param outcome what became of the request
   */
  void onOutcome(WebhookOutcome outcome);
}
