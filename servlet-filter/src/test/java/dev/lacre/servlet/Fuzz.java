package dev.lacre.servlet;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Random tries of one kind: as many as the build can bear; or as many as {@code lacre.fuzz.tries}
 * says; or for as long as {@code lacre.fuzz.seconds} says. A failure names the seed, which {@code
 * lacre.fuzz.seed} takes to have the same tries again.
 */
final class Fuzz {

  private static final long SECONDS = Long.getLong("lacre.fuzz.seconds", 0);

  private Fuzz() {}

  /** What must hold of each value. */
  interface Check<T> {
    void of(T value) throws Exception;
  }

  /** Tries as many values, unless a system property says how many. Returns how many it were. */
  static <T> int run(int tries, Arbitrary<T> values, Check<? super T> check) throws Exception {
    int count = SECONDS > 0 ? Integer.MAX_VALUE : Integer.getInteger("lacre.fuzz.tries", tries);
    long seed = Long.getLong("lacre.fuzz.seed", new Random().nextLong());
    long start = System.nanoTime();
    int[] tried = {0};
    JqwikSession.run(
        () -> {
          RandomGenerator<T> generator = values.generator(1000, true);
          Random random = new Random(seed);
          for (int i = 0; i < count && !isOver(start); i++) {
            T value = generator.next(random).value();
            try {
              check.of(value);
              tried[0]++;
            } catch (Exception | AssertionError failure) {
              throw new AssertionError(
                  "-Dlacre.fuzz.seed=" + seed + ", try " + i + ", with " + value, failure);
            }
          }
        });
    return tried[0];
  }

  private static boolean isOver(long start) {
    return SECONDS > 0 && System.nanoTime() - start > SECONDS * 1_000_000_000L;
  }
}
