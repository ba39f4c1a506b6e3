package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A verified request, kept for the later dispatches of it inside the container, so that none
 * verifies it again or finds its body gone.
 *
 * @param setup what the filter worked with when the request came, which goes on to hold for it
 */
record Delivery(
    Route route, VerifiedWebhook webhook, @Nullable ResponseSigning signing, FilterSetup setup) {

  /** Tells whether the request is verified for a route that it is dispatched to. */
  boolean covers(HttpServletRequest request, Route other) {
    // An error page is the application's own doing, wherever it lies.
    return route.pattern().equals(other.pattern())
        || request.getDispatcherType() == DispatcherType.ERROR;
  }

  /** Hands a later dispatch on, with the body that was verified. */
  void passOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ResponsePass pass = ResponsePass.begin(request, response, signing);
    ReplayRequest replay = ReplayRequest.of(request, webhook);
    HttpServletRequest handed = request;
    if (replay == null) {
      replay = new ReplayRequest(request, pass.response(), webhook);
      handed = replay;
    } else {
      replay.filterEntered();
    }
    boolean returned = false;
    try {
      chain.doFilter(handed, pass.response());
      returned = true;
    } finally {
      pass.end(returned);
      replay.filterLeft();
    }
  }
}
