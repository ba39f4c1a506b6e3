package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import jakarta.servlet.http.HttpServletRequest;

/** The way from a request to the webhook that {@link WebhookFilter} verified in it. */
public final class VerifiedWebhooks {

  static final String ATTRIBUTE = VerifiedWebhook.class.getName();

  private VerifiedWebhooks() {}

  /**
   * Returns the webhook that the filter verified in this request.
   *
   * @param request a request that came through the filter, wrapped or not
   * @return the verified webhook
   * @throws IllegalStateException if the filter did not verify this request: its path is no route
   *     of the filter, or the filter is not mapped to it
   */
  public static VerifiedWebhook from(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof VerifiedWebhook webhook) {
      return webhook;
    }
    throw new IllegalStateException(
        "This request holds no verified webhook: its path is no route of a WebhookFilter, or the"
            + " filter is not mapped to it. Map the filter to '/*' and name the path as a route.");
  }
}
