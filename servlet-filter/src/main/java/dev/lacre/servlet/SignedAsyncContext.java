package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * An asynchronous request whose completion signs and sends the response first; the container tells
 * of a completion only when it is too late for that.
 */
final class SignedAsyncContext extends AsyncContextWrapper {

  private final SignedBody body;

  SignedAsyncContext(AsyncContext context, SignedBody body) {
    super(context);
    this.body = body;
  }

  /** Returns a context that was just started; as it is if the response is not signed. */
  static AsyncContext started(AsyncContext context, ServletResponse response) {
    SignedResponse signed = SignedResponse.find(response);
    if (signed == null) {
      return context;
    }
    signed.body().started(context);
    return new SignedAsyncContext(context, signed.body());
  }

  /** Returns a context; as it is if the response is not signed. */
  static AsyncContext of(AsyncContext context, ServletResponse response) {
    SignedResponse signed = SignedResponse.find(response);
    return signed == null ? context : new SignedAsyncContext(context, signed.body());
  }

  @Override
  public void complete() {
    try {
      body.completing();
    } finally {
      super.complete();
    }
  }

  @Override
  public void dispatch() {
    dispatching(super::dispatch);
  }

  @Override
  public void dispatch(String path) {
    dispatching(() -> super.dispatch(path));
  }

  @Override
  public void dispatch(ServletContext other, String path) {
    dispatching(() -> super.dispatch(other, path));
  }

  /** Noted first, for the container may be in the chain again before its method returns. */
  private void dispatching(Runnable dispatch) {
    boolean before = body.dispatched(true);
    try {
      dispatch.run();
    } catch (RuntimeException refused) {
      if (!before) {
        body.dispatched(false);
      }
      throw refused;
    }
  }

  /** A listener gets to complete the request by what its events name, so they name this. */
  @Override
  public void addListener(AsyncListener listener) {
    super.addListener(new SignedAsyncListener(listener, body));
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    super.addListener(new SignedAsyncListener(listener, body), request, response);
  }
}
