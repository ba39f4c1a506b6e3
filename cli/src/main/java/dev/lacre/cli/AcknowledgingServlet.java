package dev.lacre.cli;

import dev.lacre.servlet.VerifiedWebhooks;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookOperation;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The smallest application behind the filter: it reads the body and answers the operation's
 * success, and counts. What is no verified webhook is not found. Thread-safe.
 */
final class AcknowledgingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final AtomicLong calls = new AtomicLong();

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!isVerified(request)) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    calls.incrementAndGet();
    VerifiedWebhook webhook = VerifiedWebhooks.from(request);
    byte[] body = request.getInputStream().readAllBytes();
    WebhookOperation operation = webhook.operation();
    response.setStatus(operation.successStatus());
    if (operation.echoesBody() && mayHaveBody(operation.successStatus())) {
      // Not getContentType, which in Jetty throws when the charset is unknown.
      response.setContentType(request.getHeader("Content-Type"));
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  /** Returns how many verified webhooks have come so far. */
  long calls() {
    return calls.get();
  }

  private static boolean isVerified(HttpServletRequest request) {
    return request.getAttribute(VerifiedWebhook.class.getName()) instanceof VerifiedWebhook;
  }

  /** RFC 9110 sections 15.3.5 and 15.3.6. */
  private static boolean mayHaveBody(int status) {
    return status != HttpServletResponse.SC_NO_CONTENT
        && status != HttpServletResponse.SC_RESET_CONTENT;
  }
}
