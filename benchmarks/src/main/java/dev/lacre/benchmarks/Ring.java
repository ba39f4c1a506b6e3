package dev.lacre.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One thread's way round a ring of prepared inputs, so that calls in a row differ. */
@State(Scope.Thread)
public class Ring {

  private int turn;

  /** Returns the next index below a length. */
  int next(int length) {
    int now = turn;
    turn = now + 1 < length ? now + 1 : 0;
    return now < length ? now : 0;
  }
}
