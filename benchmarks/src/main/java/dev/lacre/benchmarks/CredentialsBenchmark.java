package dev.lacre.benchmarks;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** Whose secrets are these: one sender looked up among many, as the verifier does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CredentialsBenchmark {

  private static final int IDS = 4096;

  /** How many merchants the directory has. */
  @Param({"1000", "10000", "100000", "1000000"})
  public int merchants;

  private final MerchantId[] known = new MerchantId[IDS];
  private final MerchantId[] unknown = new MerchantId[IDS];
  private CredentialDirectory directory;

  /** Draws the ids: of all merchants alike where there are that many. */
  @Setup
  public void prepare() {
    directory = Senders.directory(merchants);
    int[] drawn = Senders.drawn(Math.min(IDS, merchants), merchants);
    IntStream.range(0, IDS)
        .forEach(
            i -> {
              known[i] = Senders.merchant(drawn[i % drawn.length]);
              unknown[i] = MerchantId.of("nobody-" + i);
            });
    Ring ring = new Ring();
    for (int i = 0; i < IDS; i++) {
      if (!known(ring).orElseThrow().owner().endsWith(known[i].value())
          || directory.find(Senders.APP, unknown[i]).isPresent()) {
        throw new IllegalStateException("the directory under measurement is wrong");
      }
    }
  }

  /** Merchants in turn, far apart from each other. */
  @Benchmark
  public Optional<Credentials> known(Ring ring) {
    return directory.find(Senders.APP, known[ring.next(IDS)]);
  }

  /** One merchant, again and again. */
  @Benchmark
  public Optional<Credentials> hot() {
    return directory.find(Senders.APP, known[0]);
  }

  /** Merchants that nobody knows. */
  @Benchmark
  public Optional<Credentials> unknown(Ring ring) {
    return directory.find(Senders.APP, unknown[ring.next(IDS)]);
  }
}
