package dev.lacre.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * An asynchronous request whose completion signs and sends the response first; the container tells
 * of a completion only when it is too late for that.
 */
final class SignedAsyncContext implements AsyncContext {

  private final AsyncContext context;
  private final SignedBody body;

  SignedAsyncContext(AsyncContext context, SignedBody body) {
    this.context = context;
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
      context.complete();
    }
  }

  @Override
  public void dispatch() {
    body.dispatched();
    context.dispatch();
  }

  @Override
  public void dispatch(String path) {
    body.dispatched();
    context.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext other, String path) {
    body.dispatched();
    context.dispatch(other, path);
  }

  /** A listener gets to complete the request by what its events name, so they name this. */
  @Override
  public void addListener(AsyncListener listener) {
    context.addListener(new SignedAsyncListener(listener, body));
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    context.addListener(new SignedAsyncListener(listener, body), request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return context.createListener(type);
  }

  @Override
  public void start(Runnable run) {
    context.start(run);
  }

  @Override
  public ServletRequest getRequest() {
    return context.getRequest();
  }

  @Override
  public ServletResponse getResponse() {
    return context.getResponse();
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return context.hasOriginalRequestAndResponse();
  }

  @Override
  public void setTimeout(long millis) {
    context.setTimeout(millis);
  }

  @Override
  public long getTimeout() {
    return context.getTimeout();
  }
}
