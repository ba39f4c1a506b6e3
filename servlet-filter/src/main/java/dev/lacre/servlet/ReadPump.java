package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a read listener as a container would: never before the thread that set it has left the
 * filter, on a thread of the container, and {@code onAllDataRead} or {@code onError} once. A
 * request whose listener failed is over when its {@code onError} returns.
 */
final class ReadPump {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private final ServletRequest request;
  private @Nullable ReadListener listener;
  private @Nullable ReplayStream stream;
  private int passes = 1;
  private volatile boolean complete;

  /** Begins within a pass through the filter. */
  ReadPump(ServletRequest request) {
    this.request = request;
  }

  synchronized void listen(ReadListener given, ReplayStream replay) {
    if (listener != null) {
      throw new IllegalStateException("A read listener is set already; a request has one.");
    }
    if (!request.isAsyncStarted()) {
      throw new IllegalStateException(
          "A read listener needs an asynchronous request; call startAsync first.");
    }
    listener = given;
    stream = replay;
    if (passes == 0 && !complete) {
      start(given, replay);
    }
  }

  /** A dispatch brings a thread into the filter's chain again. */
  synchronized void filterEntered() {
    passes++;
  }

  /** The thread that ran the filter's chain is on its way out. */
  synchronized void filterLeft() {
    passes--;
    if (passes == 0 && listener != null && stream != null && !complete) {
      start(listener, stream);
    }
  }

  /** The request is at its end, or the application has just said so. */
  void completed() {
    complete = true;
  }

  private void start(ReadListener to, ReplayStream from) {
    try {
      AsyncContext context = request.getAsyncContext();
      context.addListener(new OnCompletion(this::completed));
      context.start(SignedResponse.inTurn(context.getResponse(), () -> run(context, to, from)));
      stream = null;
    } catch (IllegalStateException over) {
      LOG.debug("the request ended before its read listener was called", over);
    }
  }

  private void run(AsyncContext context, ReadListener to, ReplayStream from) {
    try {
      int before = -1;
      while (!from.isFinished() && from.available() != before) {
        before = from.available();
        to.onDataAvailable();
      }
      if (from.isFinished()) {
        to.onAllDataRead();
      }
    } catch (Throwable failure) {
      try {
        to.onError(failure);
      } finally {
        end(context);
      }
    }
  }

  /** Ends the request unless the application did so; asked in this order, for it may be gone. */
  private void end(AsyncContext context) {
    try {
      if (request.isAsyncStarted() && !complete) {
        ServletResponse response = context.getResponse();
        if (response instanceof HttpServletResponse http && !http.isCommitted()) {
          http.resetBuffer();
          http.setStatus(500);
        }
        context.complete();
      }
    } catch (IllegalStateException over) {
      LOG.debug("the application ended the request itself", over);
    }
  }
}
