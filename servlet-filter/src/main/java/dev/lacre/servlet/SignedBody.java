package dev.lacre.servlet;

import dev.lacre.verifier.Refusal;
import dev.lacre.verifier.RejectionReason;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a response, held back until it is whole, then signed and sent in one piece.
 *
 * <p>It is whole when the application closes its stream or writer, when the thread that runs the
 * filter's chain leaves it without having gone asynchronous, or when the application completes an
 * asynchronous request: then at once, or, as containers do it, when the chain is left. A body that
 * was given up, by {@code sendError} or an exception, is never sent: the container answers.
 *
 * <p>What tells when to send is guarded by this object's monitor; sending is not.
 */
final class SignedBody {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private enum Phase {
    OPEN,
    GIVEN_UP,
    SENT
  }

  private final ResponseSigning signing;
  private final HttpServletRequest request;
  private final HttpServletResponse raw;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Runnable> afterPass = new ArrayList<>();
  private @Nullable ResponseBuffer buffer;
  private @Nullable PrintWriter writer;
  private Phase phase = Phase.OPEN;
  private boolean tooLong;
  private boolean discarding;
  private boolean closing;
  private int passes;
  private int includes;
  private boolean async;
  private boolean dispatched;
  private boolean completing;

  SignedBody(ResponseSigning signing, HttpServletRequest request, HttpServletResponse raw) {
    this.signing = signing;
    this.request = request;
    this.raw = raw;
  }

  ResponseSigning signing() {
    return signing;
  }

  HttpServletRequest request() {
    return request;
  }

  /** Tells whether the application can still change the response. */
  synchronized boolean isOpen() {
    return phase == Phase.OPEN;
  }

  synchronized boolean isIncluding() {
    return includes > 0;
  }

  synchronized int size() {
    return buffer == null ? 0 : buffer.size();
  }

  /** Takes in bytes; what comes after the end is dropped, as containers do. */
  void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (this) {
      if (phase != Phase.OPEN || discarding) {
        return;
      }
      if (!tooLong) {
        if (buffer == null) {
          buffer = new ResponseBuffer(signing.maxBytes());
        }
        if (buffer.take(bytes, offset, length)) {
          return;
        }
        tooLong = true;
        buffer = null;
        LOG.error(
            "the response on route {} is longer than {} bytes and was not sent; raise"
                + " maxSignedResponseBytes, or do not sign this route's responses",
            signing.route().pattern(),
            signing.maxBytes());
      }
    }
    throw new IOException(
        "The response is longer than the " + signing.maxBytes() + " bytes that can be signed.");
  }

  /** The writer that the application writes through, or null once it is none any more. */
  void writer(@Nullable PrintWriter given) {
    writer = given;
  }

  /** Drops what was written so far, in the writer too. */
  void clear() {
    PrintWriter pending = writer;
    if (pending != null) {
      discarding = true;
      pending.flush();
      discarding = false;
    }
    synchronized (this) {
      buffer = null;
      tooLong = false;
    }
  }

  /** The application closed its stream or writer; what is included has no say in that. */
  void close() {
    if (!closing && !isIncluding()) {
      closing = true;
      send();
    }
  }

  /** The container answers in the application's place. */
  synchronized void giveUp() {
    if (phase == Phase.OPEN) {
      phase = Phase.GIVEN_UP;
      buffer = null;
    }
  }

  /** A thread comes into the filter's chain. */
  void enter(DispatcherType type) {
    if (type == DispatcherType.FORWARD) {
      clear();
    }
    synchronized (this) {
      passes++;
      if (type == DispatcherType.INCLUDE) {
        includes++;
      } else if (type == DispatcherType.ASYNC || type == DispatcherType.ERROR) {
        async = false;
        dispatched = false;
        completing = false;
      }
      if (type == DispatcherType.ERROR && phase != Phase.SENT) {
        phase = Phase.OPEN;
        buffer = null;
        tooLong = false;
      }
    }
  }

  /** A thread leaves the filter's chain, by returning or by an exception. */
  void leave(DispatcherType type, boolean returned) {
    List<Runnable> next = List.of();
    boolean whole;
    synchronized (this) {
      passes--;
      if (type == DispatcherType.INCLUDE) {
        includes--;
        return;
      }
      boolean last = passes == 0;
      if (!returned) {
        if (last) {
          giveUp();
        }
        return;
      }
      boolean goesOn = async || (type != DispatcherType.ERROR && request.isAsyncStarted());
      whole = (last || type == DispatcherType.FORWARD) && (!goesOn || completing);
      if (last && !whole) {
        next = List.copyOf(afterPass);
        afterPass.clear();
      }
    }
    if (whole) {
      send();
    }
    next.forEach(Runnable::run);
  }

  /** Runs something once no thread is in the filter's chain: now, or when the last one leaves. */
  void afterPass(Runnable action) {
    synchronized (this) {
      if (passes > 0) {
        afterPass.add(action);
        return;
      }
    }
    action.run();
  }

  /** Runs a listener's call so that no other of the request runs beside it. */
  void inTurn(Runnable call) {
    turn.lock();
    try {
      call.run();
    } finally {
      turn.unlock();
    }
  }

  /** The application goes on asynchronously. */
  void started(AsyncContext context) {
    synchronized (this) {
      async = true;
      dispatched = false;
      completing = false;
    }
    context.addListener(new OnCompletion(this::over));
  }

  /**
   * Notes whether the application handed the request back to the container, which then comes into
   * the chain again; returns what was noted before.
   */
  synchronized boolean dispatched(boolean yes) {
    boolean before = dispatched;
    dispatched = yes;
    return before;
  }

  /** The application completes the request; the container is told when this is done. */
  void completing() {
    synchronized (this) {
      if (dispatched) {
        return;
      }
      completing = true;
      if (passes > 0) {
        return;
      }
    }
    send();
  }

  synchronized boolean isCompleting() {
    return completing;
  }

  private void over() {
    if (isOpen()) {
      LOG.warn(
          "the response on route {} was answered by the container, unsigned: the request ended"
              + " without the application completing it",
          signing.route().pattern());
      giveUp();
    }
  }

  /** Signs and sends, once. */
  void send() {
    PrintWriter pending = writer;
    if (pending != null && !closing && isOpen()) {
      closing = true;
      pending.close();
    }
    ResponseBuffer whole;
    synchronized (this) {
      if (phase != Phase.OPEN) {
        return;
      }
      phase = Phase.SENT;
      whole = buffer == null ? new ResponseBuffer(0) : buffer;
      buffer = null;
    }
    try {
      if (tooLong) {
        raw.reset();
        Refusal fault =
            signing.route().verifier().operation().refusal(RejectionReason.INTERNAL_ERROR);
        SignedAnswer.write(raw, signing, fault.status(), fault.headers(), fault.body());
      } else if (raw.isCommitted()) {
        LOG.error(
            "the response on route {} was not sent: something began it round the filter, unsigned",
            signing.route().pattern());
      } else {
        SignedAnswer.send(raw, signing.key(), whole);
      }
    } catch (RuntimeException failure) {
      LOG.error("the response on route {} was not sent", signing.route().pattern(), failure);
      if (!raw.isCommitted()) {
        raw.reset();
        raw.setStatus(500);
      }
    }
  }
}
