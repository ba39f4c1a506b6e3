package dev.lacre.cli;

import dev.lacre.client.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How often and how long {@code lacre send} tries. */
final class RetryOptions {

  private static final int MOST = 1_000_000;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "make the same delivery N times, one after the other")
  private int repeat = 1;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "the most attempts of a delivery (default: ${DEFAULT-VALUE})")
  private int attempts = 6;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long one attempt may take (default: ${DEFAULT-VALUE})")
  private double timeout = 10;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description = "how long a delivery may take in all (default: ${DEFAULT-VALUE})")
  private double deadline = 120;

  /**
   * Checks what picocli cannot.
   *
   * @throws Failure if a value is out of bounds
   */
  void check() {
    if (repeat < 1 || repeat > MOST || attempts < 1 || attempts > MOST) {
      throw Failure.usage("Invalid value for --repeat or --attempts: give 1 to " + MOST + ".");
    }
    if (!isTime(timeout) || !isTime(deadline)) {
      throw Failure.usage(
          "Invalid value for --timeout or --deadline: give seconds above 0 and up to 86400.");
    }
  }

  int repeat() {
    return repeat;
  }

  Duration timeout() {
    return seconds(timeout);
  }

  RetryPolicy policy() {
    return RetryPolicy.builder()
        .maxAttempts(attempts)
        .attemptTimeout(timeout())
        .deadline(seconds(deadline))
        .build();
  }

  private static boolean isTime(double seconds) {
    return seconds >= 0.001 && seconds <= 86_400;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
