package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a read listener as a container would: never before the thread that set it has left the
 * filter, on a thread of the container, and {@code onAllDataRead} or {@code onError} once.
 */
final class ReadPump {

  private final ServletRequest request;
  private @Nullable ReadListener listener;
  private @Nullable ReplayStream stream;
  private boolean filterLeft;

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
    if (filterLeft) {
      start();
    }
  }

  /** The thread that ran the filter's chain is on its way out. */
  synchronized void filterLeft() {
    filterLeft = true;
    if (listener != null) {
      start();
    }
  }

  private void start() {
    AsyncContext context = request.getAsyncContext();
    context.start(this::run);
  }

  private void run() {
    ReadListener to;
    ReplayStream from;
    synchronized (this) {
      to = listener;
      from = stream;
    }
    if (to == null || from == null) {
      return;
    }
    try {
      int before = -1;
      while (!from.isFinished() && from.available() != before) {
        before = from.available();
        to.onDataAvailable();
      }
      if (from.isFinished()) {
        to.onAllDataRead();
      }
    } catch (IOException | RuntimeException failure) {
      to.onError(failure);
    }
  }
}
