package dev.lacre.servlet;

import dev.lacre.verifier.internal.ResponseKey;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * How the response to one verified request is signed. Lives as long as the request, for an error
 * page may begin another body after a first one was given up; only the last one can be sent.
 */
final class ResponseSigning {

  private final Route route;
  private final ResponseKey key;
  private final int maxBytes;
  private @Nullable SignedBody current;

  ResponseSigning(Route route, ResponseKey key, int maxBytes) {
    this.route = route;
    this.key = key;
    this.maxBytes = maxBytes;
  }

  Route route() {
    return route;
  }

  ResponseKey key() {
    return key;
  }

  int maxBytes() {
    return maxBytes;
  }

  /** Begins a body, and gives up the one before. */
  synchronized SignedBody begin(HttpServletRequest request, HttpServletResponse response) {
    if (current != null) {
      current.giveUp();
    }
    current = new SignedBody(this, request, response);
    return current;
  }

  /** Returns the route, nothing of the key. */
  @Override
  public String toString() {
    return "ResponseSigning[" + route.pattern() + "]";
  }
}
