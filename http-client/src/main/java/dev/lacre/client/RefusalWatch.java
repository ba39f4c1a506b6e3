package dev.lacre.client;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;

/**
 * Looks at the status of an answer before its body is read: an answer that is going to be asked for
 * again never reaches the caller's handler, and its body, be it endless or broken, never holds the
 * call up for long. For one attempt.
 */
final class RefusalWatch<T> implements BodyHandler<T> {

  private static final int UNAUTHORIZED = 401;

  /** As much is read so that the connection can be used again; for more it is not worth it. */
  private static final int DROPPED_BYTES = 65_536;

  private static final Duration LONGEST_DROPPING = Duration.ofSeconds(2);

  private final BodyHandler<T> handler;
  private final Presented presented;
  private final boolean mayRepeat;
  private volatile boolean refused;

  /**
   * Watches an attempt.
   *
   * @param mayRepeat whether another attempt may follow
   */
  RefusalWatch(BodyHandler<T> handler, Presented presented, boolean mayRepeat) {
    this.handler = handler;
    this.presented = presented;
    this.mayRepeat = mayRepeat;
  }

  @Override
  public BodySubscriber<T> apply(ResponseInfo info) {
    boolean renewed = info.statusCode() == UNAUTHORIZED && presented.refused().getAsBoolean();
    if (renewed && mayRepeat) {
      refused = true;
      return BodySubscribers.mapping(
          new AnswerBody(DROPPED_BYTES, LONGEST_DROPPING), dropped -> null);
    }
    return handler.apply(info);
  }

  /** Returns whether the call is to be made again. */
  boolean refused() {
    return refused;
  }
}
