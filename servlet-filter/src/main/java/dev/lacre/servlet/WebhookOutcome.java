package dev.lacre.servlet;

import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one request to a route. Immutable. */
public final class WebhookOutcome {

  private final String route;
  private final Verdict verdict;
  private final int status;
  private final Duration verificationTime;
  private final boolean duplicate;
  private final @Nullable ByteBuffer body;

  WebhookOutcome(
      String route,
      Verdict verdict,
      int status,
      Duration verificationTime,
      boolean duplicate,
      @Nullable ByteBuffer body) {
    this.route = route;
    this.verdict = verdict;
    this.status = status;
    this.verificationTime = verificationTime;
    this.duplicate = duplicate;
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
   * Returns why the request was refused.
   *
   * @return the reason, or nothing if it was not refused
   */
  public Optional<RejectionReason> reason() {
    return verdict instanceof Verdict.Rejected rejected
        ? Optional.of(rejected.reason())
        : Optional.empty();
  }

  /**
   * Returns the time from the filter's first look at the request to its verdict: the arrival of the
   * body is part of it, the application's work is not.
   *
   * @return the time
   */
  public Duration verificationTime() {
    return verificationTime;
  }

  /**
   * Tells whether the delivery was processed before and acknowledged without the application.
   *
   * @return true if the ledger knew it
   */
  public boolean duplicate() {
    return duplicate;
  }

  /**
   * Returns the HTTP status of the answer: the refusal's, the application's, or that of the earlier
   * acknowledgement.
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

  /** Returns route, verdict, status and whether it is a duplicate. */
  @Override
  public String toString() {
    return "WebhookOutcome["
        + route
        + ", "
        + verdict
        + ", "
        + status
        + (duplicate ? ", duplicate]" : "]");
  }
}
