package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.WriteListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a write listener as a container would: never before the thread that set it has left the
 * filter, on a thread of the container, and not beside a read listener. There is always room, so
 * one call suffices. A request whose listener failed is over when its {@code onError} returns.
 */
final class WritePump {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private final SignedBody body;
  private final SignedResponse response;
  private final WriteListener listener;

  WritePump(SignedBody body, SignedResponse response, WriteListener listener) {
    this.body = body;
    this.response = response;
    this.listener = listener;
  }

  void start() {
    try {
      AsyncContext context = SignedAsyncContext.of(body.request().getAsyncContext(), response);
      context.start(() -> body.inTurn(() -> run(context)));
    } catch (IllegalStateException over) {
      LOG.debug("the request ended before its write listener was called", over);
    }
  }

  private void run(AsyncContext context) {
    try {
      listener.onWritePossible();
    } catch (Throwable failure) {
      try {
        listener.onError(failure);
      } finally {
        end(context);
      }
    }
  }

  /** Ends the request unless the application did so. */
  private void end(AsyncContext context) {
    try {
      if (body.isOpen() && !body.isCompleting()) {
        response.resetBuffer();
        response.setStatus(500);
        context.complete();
      }
    } catch (IllegalStateException over) {
      LOG.debug("the application ended the request itself", over);
    }
  }
}
