package dev.lacre.benchmarks;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryId;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a ledger in memory costs while it is full: a new delivery claimed and completed, for which
 * an old one is forgotten, or a repeated one recognised. What a ledger holds stays the same
 * throughout.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class LedgerBenchmark {

  private static final String OWNER = "bench-app store-0000001";
  private static final MerchantId MERCHANT = Senders.merchant(1);

  /** How many deliveries the ledger holds, and may hold. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int entries;

  private DeliveryLedger ledger;
  private long next;

  /** Fills the ledger and sees that it knows a new delivery from an old one. */
  @Setup
  public void prepare() {
    ledger = DeliveryLedger.inMemory(DeliveryLedger.DEFAULT_RETENTION, entries, Clock.systemUTC());
    for (int i = 0; i < entries; i++) {
      claimAndComplete();
    }
    if (!claimAndComplete() || !(repeated() instanceof ClaimResult.Done)) {
      throw new IllegalStateException("the ledger under measurement is wrong");
    }
  }

  static DeliveryClaim claim(long number) {
    // No two bodies are alike, so no two digests are.
    String digest = HexFormat.of().toHexDigits(number * 0x9E3779B97F4A7C15L).repeat(4);
    return new DeliveryClaim(
        new DeliveryId(OWNER, "v1/newEvent", "event-" + number),
        MERCHANT,
        digest,
        "token-" + number,
        DeliveryLedger.DEFAULT_LEASE);
  }

  /** A delivery that never came before: claimed, and completed. */
  @Benchmark
  public boolean claimAndComplete() {
    DeliveryClaim claim = claim(next++);
    return ledger.claim(claim) instanceof ClaimResult.Granted && ledger.complete(claim, 204);
  }

  /** The latest delivery, once more. */
  @Benchmark
  public ClaimResult repeated() {
    return ledger.claim(claim(next - 1));
  }

  /** Making the claims alone, which is part of both. */
  @Benchmark
  public DeliveryClaim claimAlone() {
    return claim(next++);
  }
}
