package dev.lacre.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer, up to a bound and for so long, and never fails: the status is known
 * by then, and often says all. What is beyond is cancelled, which ends the connection.
 */
final class AnswerBody implements BodySubscriber<AnswerBody.Read> {

  /**
   * What was read.
   *
   * @param bytes the exact bytes as far as they came
   * @param whole whether that is all of them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Read(byte[] bytes, boolean whole) {}

  /** The body of an answer that ended in the middle. */
  static final Read BROKEN = new Read(new byte[0], false);

  private final int longest;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final CompletableFuture<Read> read;
  private volatile @Nullable Subscription subscription;

  AnswerBody(int longest, Duration timeout) {
    this.longest = longest;
    this.read =
        end.completeOnTimeout(false, Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS)
            .thenApply(this::read);
  }

  private Read read(boolean whole) {
    if (!whole) {
      cancel();
    }
    return whole ? new Read(bytes.toByteArray(), true) : BROKEN;
  }

  private void cancel() {
    Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
  }

  @Override
  public CompletionStage<Read> getBody() {
    return read;
  }

  @Override
  public void onSubscribe(Subscription begun) {
    subscription = begun;
    if (end.isDone()) {
      begun.cancel(); // the time was over before the body began
    } else {
      begun.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      if (end.isDone() || piece.remaining() > longest - bytes.size()) {
        end.complete(false);
        return;
      }
      byte[] part = new byte[piece.remaining()];
      piece.get(part);
      bytes.writeBytes(part);
    }
  }

  @Override
  public void onError(Throwable broken) {
    end.complete(false);
  }

  @Override
  public void onComplete() {
    end.complete(true);
  }
}
