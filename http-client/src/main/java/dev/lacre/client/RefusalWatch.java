package dev.lacre.client;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;

/**
 * Looks at the status of an answer before its body is read: an answer that is going to be asked for
 * again never reaches the caller's handler. For one attempt.
 */
final class RefusalWatch<T> implements BodyHandler<T> {

  private static final int UNAUTHORIZED = 401;
  private static final int DROPPED_BYTES = 65_536;

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
      return BodySubscribers.mapping(BoundedBody.dropping(DROPPED_BYTES), bytes -> null);
    }
    return handler.apply(info);
  }

  /** Returns whether the call is to be made again. */
  boolean refused() {
    return refused;
  }
}
