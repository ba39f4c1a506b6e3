package dev.lacre.client;

import dev.lacre.client.SendAttempt.Outcome;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and what comes back, in bounded time: whatever the client does for it counts, also a
 * token that it fetches first, and a second try behind a 401. For one attempt.
 */
final class SendExchange {

  /**
   * What came back.
   *
   * @param head of the answer, or null if there was none
   * @param body as far as it came
   * @param without what it means if there was no answer
   * @param fault the class of what broke, if there was no answer and that is known
   */
  record Reply(
      @Nullable ResponseInfo head, AnswerBody.Read body, Outcome without, Optional<String> fault) {}

  private final long begin = System.nanoTime();
  private final Duration timeout;
  private final int longestBody;
  private volatile @Nullable ResponseInfo head;

  /**
   * Begins the time of the attempt.
   *
   * @param timeout bounds it as a whole
   * @param longestBody how many bytes of the answer are read
   */
  SendExchange(Duration timeout, int longestBody) {
    this.timeout = timeout;
    this.longestBody = longestBody;
  }

  /**
   * Makes the call.
   *
   * @throws IllegalArgumentException if the client refuses the request as such
   */
  Reply send(HttpClient client, HttpRequest request) throws InterruptedException {
    // Not send: it throws again whatever the answer made the client throw, and knows no end.
    CompletableFuture<HttpResponse<AnswerBody.Read>> call =
        client.sendAsync(request, this::subscriber);
    try {
      AnswerBody.Read body = call.get(left().toNanos(), TimeUnit.NANOSECONDS).body();
      return new Reply(head, body, Outcome.UNREACHABLE, Optional.empty());
    } catch (TimeoutException late) {
      call.cancel(true);
      return without(Outcome.TIMED_OUT, Optional.empty());
    } catch (InterruptedException asked) {
      call.cancel(true);
      throw asked;
    } catch (ExecutionException failed) {
      return broken(Faults.within(failed));
    }
  }

  private BodySubscriber<AnswerBody.Read> subscriber(ResponseInfo begun) {
    head = begun;
    return new AnswerBody(longestBody, left());
  }

  private Duration left() {
    return timeout.minusNanos(System.nanoTime() - begin);
  }

  private Reply broken(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return without(
          Outcome.TIMED_OUT, Optional.of(HttpConnectTimeoutException.class.getSimpleName()));
    }
    return cause instanceof HttpTimeoutException
        ? without(Outcome.TIMED_OUT, Optional.empty())
        : without(Outcome.UNREACHABLE, Optional.of(Faults.rootName(cause)));
  }

  private Reply without(Outcome outcome, Optional<String> fault) {
    return new Reply(head, AnswerBody.BROKEN, outcome, fault);
  }
}
