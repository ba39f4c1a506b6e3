package dev.lacre.benchmarks;

import dev.lacre.verifier.AddressAllowlist;
import java.util.List;
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

/** What it costs to make an allowlist of its rules' texts, half IPv4 and half IPv6. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class AllowlistBuildBenchmark {

  /** How many rules there are. */
  @Param("100000")
  public int rules;

  private List<String> list;

  /** Draws the rules. */
  @Setup
  public void prepare() {
    list = AddressRules.mixed(rules);
    if (!build().allows(AddressRules.inside(list, 1)[0])) {
      throw new IllegalStateException("the allowlist under measurement is wrong");
    }
  }

  /** Builds. */
  @Benchmark
  public AddressAllowlist build() {
    return AddressAllowlist.of(list);
  }
}
