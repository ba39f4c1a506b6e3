package dev.lacre.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/** Hands events to an application's listener with the context that signs on completion. */
record SignedAsyncListener(AsyncListener listener, SignedBody body) implements AsyncListener {

  @Override
  public void onComplete(AsyncEvent event) throws IOException {
    listener.onComplete(signing(event));
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    listener.onTimeout(signing(event));
  }

  @Override
  public void onError(AsyncEvent event) throws IOException {
    listener.onError(signing(event));
  }

  @Override
  public void onStartAsync(AsyncEvent event) throws IOException {
    listener.onStartAsync(signing(event));
  }

  private AsyncEvent signing(AsyncEvent event) {
    return new AsyncEvent(
        new SignedAsyncContext(event.getAsyncContext(), body),
        event.getSuppliedRequest(),
        event.getSuppliedResponse(),
        event.getThrowable());
  }
}
