package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** When another attempt follows. */
final class RetryPolicyTest {

  private static final Optional<Duration> UNASKED = Optional.empty();
  private static final RandomGenerator LARGEST = () -> -1L >>> 1;

  @Test
  void bound_ofTheStandardPolicy_doublesToItsEnd() {
    RetryPolicy policy = RetryPolicy.standard();

    assertEquals(
        List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L),
        IntStream.rangeClosed(1, 7).mapToObj(n -> policy.bound(n).toSeconds()).toList());
    assertEquals(30, policy.bound(Integer.MAX_VALUE).toSeconds());
  }

  @Property
  void delay_anyPolicy_keepsItsPromises(
      @ForAll @IntRange(min = 1, max = 20) int maxAttempts,
      @ForAll @IntRange(min = 1, max = 25) int attempts,
      @ForAll @LongRange(min = 1, max = 100_000) long initial,
      @ForAll @LongRange(min = 0, max = 1_000_000) long more,
      @ForAll @LongRange(min = 1, max = 1_000_000) long deadline,
      @ForAll @LongRange(min = 0, max = 1_000_000) long elapsed,
      @ForAll @LongRange(min = -1, max = 1_000_000) long retryAfter,
      @ForAll long seed) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .maxAttempts(maxAttempts)
            .initialDelay(Duration.ofMillis(initial))
            .maxDelay(Duration.ofMillis(initial + more))
            .deadline(Duration.ofMillis(deadline))
            .build();
    Optional<Duration> asked =
        retryAfter < 0 ? UNASKED : Optional.of(Duration.ofMillis(retryAfter));
    Duration gone = Duration.ofMillis(elapsed);

    Optional<Duration> delay = policy.delay(attempts, gone, asked, new SplittableRandom(seed));

    if (attempts >= maxAttempts || elapsed >= deadline) {
      assertEquals(Optional.empty(), delay);
    }
    Duration least = asked.orElse(Duration.ZERO);
    Duration most = least.plus(policy.bound(attempts));
    if (delay.isPresent()) {
      assertTrue(delay.get().compareTo(least) >= 0);
      assertTrue(delay.get().compareTo(most) <= 0);
      assertTrue(gone.plus(delay.get()).compareTo(Duration.ofMillis(deadline)) < 0);
      assertTrue(policy.bound(attempts).compareTo(Duration.ofMillis(initial + more)) <= 0);
    } else {
      assertTrue(
          attempts >= maxAttempts || gone.plus(most).compareTo(Duration.ofMillis(deadline)) >= 0);
    }
  }

  @Test
  void delay_manyTimes_fillsTheWholeRange() {
    RandomGenerator random = new SplittableRandom(1);
    List<Long> delays =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    RetryPolicy.standard()
                        .delay(3, Duration.ZERO, UNASKED, random)
                        .orElseThrow()
                        .toMillis())
            .toList();

    assertTrue(delays.stream().anyMatch(d -> d < 200), "full jitter begins at nothing");
    assertTrue(delays.stream().anyMatch(d -> d > 3800), "and ends at the bound");
    assertTrue(delays.stream().allMatch(d -> d <= 4000));
  }

  @Test
  void timeout_nearTheDeadline_isWhatIsLeft() {
    RetryPolicy policy = RetryPolicy.standard();

    assertEquals(Duration.ofSeconds(10), policy.timeout(Duration.ZERO));
    assertEquals(Duration.ofSeconds(10), policy.timeout(Duration.ofSeconds(110)));
    assertEquals(Duration.ofSeconds(1), policy.timeout(Duration.ofSeconds(119)));
    assertTrue(policy.timeout(Duration.ofSeconds(121)).isNegative());
  }

  @Test
  void none_afterOneAttempt_isOver() {
    assertEquals(Optional.empty(), RetryPolicy.none().delay(1, Duration.ZERO, UNASKED, LARGEST));
  }

  @Test
  void build_badValues_areRefused() {
    RetryPolicy.Builder builder = RetryPolicy.builder();

    assertThrows(IllegalArgumentException.class, () -> builder.maxAttempts(0));
    assertThrows(IllegalArgumentException.class, () -> builder.initialDelay(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.maxDelay(Duration.ofNanos(-1)));
    assertThrows(IllegalArgumentException.class, () -> builder.attemptTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> builder.deadline(Duration.ofDays(367)));
    builder.maxDelay(Duration.ofMillis(1));
    assertThrows(IllegalStateException.class, () -> builder.maxDelay(Duration.ofMillis(1)));
    assertThrows(IllegalArgumentException.class, builder::build);
  }
}
