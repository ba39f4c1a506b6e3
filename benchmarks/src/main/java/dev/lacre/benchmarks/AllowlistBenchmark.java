package dev.lacre.benchmarks;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.IpAddress;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** Is this address allowed: from the literal, or from an address that is parsed already. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class AllowlistBenchmark {

  private static final int ADDRESSES = 2048;

  /** How many rules there are. */
  @Param({"100", "1000", "10000", "100000"})
  public int rules;

  /** The version of rules and addresses. */
  @Param({"4", "6"})
  public int version;

  /** Whether the addresses are inside the rules ({@code hit}) or between them ({@code miss}). */
  @Param({"hit", "miss"})
  public String answer;

  private String[] literals;
  private IpAddress[] addresses;
  private AddressAllowlist allowlist;
  private LinearAllowlist linear;
  private DualIPv4v6Tries trie;

  /** Sees that all three give the right answer to each address. */
  @Setup
  public void prepare() {
    List<String> list = AddressRules.of(version, rules);
    boolean hit = answer.equals("hit");
    literals =
        hit ? AddressRules.inside(list, ADDRESSES) : AddressRules.outside(version, ADDRESSES);
    addresses = Stream.of(literals).map(IpAddress::of).toArray(IpAddress[]::new);
    allowlist = AddressAllowlist.of(list);
    linear = new LinearAllowlist(list);
    trie = new DualIPv4v6Tries();
    list.forEach(rule -> trie.add(new IPAddressString(rule).getAddress()));
    Ring ring = new Ring();
    for (int i = 0; i < ADDRESSES; i++) {
      boolean first = i % 64 == 0;
      if (literal(ring) != hit
          || allowlist.allows(addresses[i]) != hit
          || (first && linear.allows(literals[i]) != hit)
          || (first && contains(literals[i]) != hit)) {
        throw new IllegalStateException("the answer for " + literals[i] + " is wrong");
      }
    }
  }

  private boolean contains(String literal) {
    IPAddress address = new IPAddressString(literal).getAddress();
    return address != null && trie.elementContains(address);
  }

  /** Ours, from the literal. */
  @Benchmark
  public boolean literal(Ring ring) {
    return allowlist.allows(literals[ring.next(ADDRESSES)]);
  }

  /** Ours, from an address. */
  @Benchmark
  public boolean address(Ring ring) {
    return allowlist.allows(addresses[ring.next(ADDRESSES)]);
  }

  /** A list of matchers, from the literal. */
  @Benchmark
  public boolean linear(Ring ring) {
    return linear.allows(literals[ring.next(ADDRESSES)]);
  }

  /** The prefix trie of the IPAddress library, from the literal. */
  @Benchmark
  public boolean trie(Ring ring) {
    return contains(literals[ring.next(ADDRESSES)]);
  }
}
