package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;

/**
 * An asynchronous request whose completion is noted at once, so that its read listener is not
 * called after it; the container tells of a completion only later.
 */
final class PumpedAsyncContext extends AsyncContextWrapper {

  private final ReadPump pump;

  PumpedAsyncContext(AsyncContext context, ReadPump pump) {
    super(context);
    this.pump = pump;
  }

  @Override
  public void complete() {
    pump.completed();
    super.complete();
  }
}
