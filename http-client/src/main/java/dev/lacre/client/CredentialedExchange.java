package dev.lacre.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous call: the credential, the attempt, and a second attempt if the first was refused
 * and the credential could be renewed. Cancelling it cancels the attempt that is under way.
 */
@SuppressWarnings("FutureReturnValueIgnored") // each step completes this future, whatever happens
final class CredentialedExchange<T> extends CompletableFuture<HttpResponse<T>> {

  private final HttpClient delegate;
  private final CallCredential credential;
  private final CredentialedRequests requests;
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private final @Nullable PushPromiseHandler<T> pushes;
  private volatile @Nullable CompletableFuture<HttpResponse<T>> attempt;

  CredentialedExchange(
      HttpClient delegate,
      CallCredential credential,
      CredentialedRequests requests,
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushes) {
    this.delegate = delegate;
    this.credential = credential;
    this.requests = requests;
    this.request = request;
    this.handler = handler;
    this.pushes = pushes;
  }

  CredentialedExchange<T> start() {
    whenComplete((response, failure) -> cancelAttempt());
    attempt(CredentialedRequests.isRepeatable(request));
    return this;
  }

  private void attempt(boolean mayRepeat) {
    credential
        .current()
        .whenComplete(
            (presented, failure) -> {
              if (failure == null) {
                guarded(() -> send(presented, mayRepeat));
              } else {
                fail(failure);
              }
            });
  }

  private void send(Presented presented, boolean mayRepeat) {
    if (isDone()) {
      return;
    }
    RefusalWatch<T> watch = new RefusalWatch<>(handler, presented, mayRepeat);
    HttpRequest ready = requests.with(request, presented);
    CompletableFuture<HttpResponse<T>> sent =
        pushes == null
            ? delegate.sendAsync(ready, watch)
            : delegate.sendAsync(ready, watch, pushes);
    attempt = sent;
    if (isDone()) {
      sent.cancel(true);
    }
    sent.whenComplete(
        (response, failure) -> {
          if (watch.refused()) {
            // Newer Java reports a body that is dropped; a refusal is one without it, too.
            guarded(() -> attempt(false));
          } else if (failure != null) {
            fail(failure);
          } else {
            complete(new CredentialedResponse<>(request, response));
          }
        });
  }

  /** Runs a step of the call, which fails with the step rather than never ending. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable fault) {
      completeExceptionally(fault);
    }
  }

  private void fail(Throwable failure) {
    Throwable cause = Faults.within(failure);
    completeExceptionally(
        cause instanceof CredentialUnavailableException wanting ? wanting.again() : cause);
  }

  private void cancelAttempt() {
    CompletableFuture<HttpResponse<T>> sent = attempt;
    if (isCancelled() && sent != null) {
      sent.cancel(true);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
