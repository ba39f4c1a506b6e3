package dev.lacre.cli.conform.receiver;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends requests over raw sockets, one connection each, and takes what comes back. One deadline
 * holds for the whole exchange; nothing is followed, repeated or tidied up. Not thread-safe.
 */
public final class LiveExchange implements AutoCloseable {

  /** A request up to this length fits into the system's buffers, so writing it cannot block. */
  private static final int FITS = 32_768;

  private static final long BETWEEN_PIECES_MILLIS = 2;

  private final LiveTarget target;
  private final Duration timeout;
  private final ScheduledExecutorService threads = threads();

  /** Returns an exchange with a target; {@link #close} ends its threads. */
  public LiveExchange(LiveTarget target, Duration timeout) {
    this.target = target;
    this.timeout = timeout;
  }

  private static ScheduledExecutorService threads() {
    ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(2, daemons());
    // Or every deadline stays, with its socket, till its time.
    threads.setRemoveOnCancelPolicy(true);
    return threads;
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "lacre-conform");
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Sends a request and returns what came of it; never throws on what a receiver does. */
  public LiveAnswer send(LiveRequest request) {
    long start = System.nanoTime();
    try (Socket plain = new Socket(Proxy.NO_PROXY)) {
      ScheduledFuture<?> deadline =
          threads.schedule(() -> close(plain), timeout.toNanos(), TimeUnit.NANOSECONDS);
      try {
        return send(plain, request, start);
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException notOpened) {
      return LiveAnswer.without(failure(start, LiveAnswer.Kind.UNREACHABLE), since(start));
    }
  }

  private LiveAnswer send(Socket plain, LiveRequest request, long start) throws IOException {
    plain.setTcpNoDelay(true);
    plain.connect(target.address(), (int) Math.min(Integer.MAX_VALUE, timeout.toMillis() + 1));
    Socket socket = target.isTls() ? secured(plain) : plain;
    AnswerReader reader = new AnswerReader(new BufferedInputStream(socket.getInputStream()));
    try {
      if (request.length() <= FITS) {
        writeQuietly(socket, request);
        return answer(reader.read(request.hasAnswerBody()), start);
      }
      Future<?> writing = threads.submit(() -> writeQuietly(socket, request));
      try {
        return answer(reader.read(request.hasAnswerBody()), start);
      } finally {
        close(plain); // ends a write that nobody reads
        writing.cancel(false);
      }
    } catch (ProtocolException garbage) {
      return LiveAnswer.without(failure(start, LiveAnswer.Kind.GARBAGE), since(start));
    } catch (AnswerReader.TooLongException limit) {
      return LiveAnswer.without(failure(start, LiveAnswer.Kind.TOO_LONG), since(start));
    } catch (EOFException nothing) {
      return LiveAnswer.without(failure(start, LiveAnswer.Kind.DROPPED), since(start));
    } catch (IOException broken) {
      LiveAnswer.Kind kind = reader.hasBegun() ? LiveAnswer.Kind.GARBAGE : LiveAnswer.Kind.DROPPED;
      return LiveAnswer.without(failure(start, kind), since(start));
    }
  }

  private Socket secured(Socket plain) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket =
        (SSLSocket)
            factory.createSocket(plain, target.hostName(), target.address().getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A receiver may answer before it has read all, and close: the answer counts, not the write. */
  private static void writeQuietly(Socket socket, LiveRequest request) {
    try {
      OutputStream out = socket.getOutputStream();
      boolean first = true;
      for (byte[] piece : request.pieces()) {
        if (!first) {
          TimeUnit.MILLISECONDS.sleep(BETWEEN_PIECES_MILLIS);
        }
        first = false;
        out.write(piece);
        out.flush();
      }
      if (request.endsEarly()) {
        socket.shutdownOutput();
      }
    } catch (IOException closed) {
      // The reader finds out what it means.
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private LiveAnswer answer(LiveAnswer read, long start) {
    return new LiveAnswer(read.kind(), read.status(), read.headers(), read.body(), since(start));
  }

  /** Behind the deadline, every fault is the deadline's. */
  private LiveAnswer.Kind failure(long start, LiveAnswer.Kind otherwise) {
    return since(start).compareTo(timeout) >= 0 ? LiveAnswer.Kind.TIMED_OUT : otherwise;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is what was wanted.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
