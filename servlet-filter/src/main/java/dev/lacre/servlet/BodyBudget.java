package dev.lacre.servlet;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A bound on the bytes of all bodies held at once. Thread-safe. */
final class BodyBudget {

  private volatile long limit;
  private final AtomicLong used = new AtomicLong();
  private final LongAdder bodies = new LongAdder();

  BodyBudget(long limit) {
    this.limit = checked(limit);
  }

  private static long checked(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "The budget for bodies in flight is "
              + limit
              + " bytes, but must be at least 1; leave it out for an eighth of the heap.");
    }
    return limit;
  }

  long limit() {
    return limit;
  }

  /** Moves the bound; what is held stays held. */
  void limit(long bytes) {
    limit = bytes;
  }

  Share open() {
    return new Share();
  }

  /** Returns how many requests hold bytes of a body now. */
  long bodies() {
    return bodies.sum();
  }

  /** Returns the bytes of all bodies held now. */
  long bytes() {
    return used.get();
  }

  /** What one request holds of the budget. Given back once. */
  final class Share {

    private long held;

    /** Takes more, or returns false and takes nothing. */
    boolean take(int bytes) {
      if (used.addAndGet(bytes) > limit) {
        used.addAndGet(-bytes);
        return false;
      }
      if (held == 0) {
        bodies.increment();
      }
      held += bytes;
      return true;
    }

    void giveBack() {
      if (held > 0) {
        used.addAndGet(-held);
        bodies.decrement();
        held = 0;
      }
    }
  }

  @Override
  public String toString() {
    return "BodyBudget[" + used + " of " + limit + " bytes]";
  }
}
