package dev.lacre.servlet;

import dev.lacre.verifier.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one request to a route. Immutable. */
public final class WebhookOutcome {

  private final String route;
  private final Verdict verdict;
  private final int status;
  private final @Nullable ByteBuffer body;

  WebhookOutcome(String route, Verdict verdict, int status, @Nullable ByteBuffer body) {
    this.route = route;
    this.verdict = verdict;
    this.status = status;
    this.body = body;
  }

  /**
   * Returns the route as it was configured.
   *
   * @return its pattern
   */
  public String route() {
    return route;
  }

  /**
   * Returns what the verifier found.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * Returns the HTTP status of the answer: the refusal's, or the application's.
   *
   * @return the status
   */
  public int status() {
    return status;
  }

  /**
   * Returns the body, if it was read to its end. It is proven genuine only if the verdict says so.
   *
   * @return a new read-only buffer, or nothing
   */
  public Optional<ByteBuffer> body() {
    return Optional.ofNullable(body).map(ByteBuffer::asReadOnlyBuffer);
  }

  /** Returns route, verdict and status. */
  @Override
  public String toString() {
    return "WebhookOutcome[" + route + ", " + verdict + ", " + status + "]";
  }
}
