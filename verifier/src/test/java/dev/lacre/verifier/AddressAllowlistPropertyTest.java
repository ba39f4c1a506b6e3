package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The oracle is a scan over the rules one by one, in the arithmetic of big integers. */
class AddressAllowlistPropertyTest {
  /** A network as its definition: a version, a number, and how many of its bits are free. */
  record Network(int bits, BigInteger first, int hostBits) {
    boolean covers(int addressBits, BigInteger address) {
      return bits == addressBits && address.shiftRight(hostBits).equals(first.shiftRight(hostBits));
    }

    BigInteger last() {
      return first.add(BigInteger.ONE.shiftLeft(hostBits)).subtract(BigInteger.ONE);
    }

    String rule() {
      return text(bits, first) + (hostBits == 0 ? "" : "/" + (bits - hostBits));
    }
  }

  @Property(tries = 500)
  void allows_likeALinearScan(@ForAll("networks") List<Network> networks) {
    AddressAllowlist list = AddressAllowlist.of(networks.stream().map(Network::rule).toList());
    for (Network network : networks) {
      for (BigInteger edge : List.of(network.first(), network.last())) {
        for (int offset = -2; offset <= 2; offset++) {
          BigInteger address = edge.add(BigInteger.valueOf(offset));
          check(list, networks, 32, address);
          check(list, networks, 128, address);
        }
      }
    }
    for (int bits : new int[] {32, 128}) {
      check(list, networks, bits, BigInteger.ZERO);
      check(list, networks, bits, BigInteger.ONE.shiftLeft(bits - 1));
      check(list, networks, bits, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }
  }

  private static void check(
      AddressAllowlist list, List<Network> networks, int bits, BigInteger address) {
    if (address.signum() < 0 || address.bitLength() > bits) {
      return;
    }
    boolean mapped = bits == 128 && address.shiftRight(32).equals(big(0xFFFF));
    int version = mapped ? 32 : bits;
    BigInteger number = mapped ? address.subtract(big(0xFFFFL << 32)) : address;
    boolean expected = networks.stream().anyMatch(network -> network.covers(version, number));
    String text = text(bits, address);
    assertEquals(expected, list.allows(text), text);
    assertEquals(expected, list.allows(IpAddress.of(text)), text);
  }

  @Property(tries = 500)
  void merge_coversTheSameAddresses_inAscendingRangesWithGaps(
      @ForAll("networks") List<Network> networks) {
    for (int bits : new int[] {32, 128}) {
      List<Network> ofVersion = networks.stream().filter(n -> n.bits() == bits).toList();
      List<AddressRange> merged =
          AddressRange.merge(
              ofVersion.stream().map(network -> AddressRange.ofRule(network.rule())).toList());
      List<BigInteger> bounds = new ArrayList<>();
      for (AddressRange range : merged) {
        bounds.add(number(range.firstHigh(), range.firstLow()));
        bounds.add(number(range.lastHigh(), range.lastLow()));
      }
      for (int i = 1; i < bounds.size(); i++) {
        int atLeast = i % 2 == 0 ? 2 : 0; // a gap of one address between ranges
        BigInteger step = bounds.get(i).subtract(bounds.get(i - 1));
        assertTrue(step.compareTo(BigInteger.valueOf(atLeast)) >= 0, bounds.toString());
      }
      assertEquals(sizeOfUnion(ofVersion), sizeOf(bounds));
      for (Network network : ofVersion) {
        assertTrue(
            merged.stream()
                .anyMatch(
                    range ->
                        number(range.firstHigh(), range.firstLow()).compareTo(network.first()) <= 0
                            && number(range.lastHigh(), range.lastLow()).compareTo(network.last())
                                >= 0));
      }
    }
  }

  /** Networks either nest or are disjoint, so the union is the sum of those inside no other. */
  private static BigInteger sizeOfUnion(List<Network> networks) {
    BigInteger size = BigInteger.ZERO;
    for (int i = 0; i < networks.size(); i++) {
      Network network = networks.get(i);
      boolean outermost = true;
      for (int j = 0; j < networks.size(); j++) {
        Network other = networks.get(j);
        boolean larger = other.hostBits() > network.hostBits();
        boolean twin = other.equals(network) && j < i;
        if (twin || (larger && other.covers(network.bits(), network.first()))) {
          outermost = false;
        }
      }
      size = outermost ? size.add(BigInteger.ONE.shiftLeft(network.hostBits())) : size;
    }
    return size;
  }

  private static BigInteger sizeOf(List<BigInteger> bounds) {
    BigInteger size = BigInteger.ZERO;
    for (int i = 0; i < bounds.size(); i += 2) {
      size = size.add(bounds.get(i + 1)).subtract(bounds.get(i)).add(BigInteger.ONE);
    }
    return size;
  }

  @Provide
  Arbitrary<List<Network>> networks() {
    Arbitrary<Network> v4 = networks(32);
    Arbitrary<Network> v6 = networks(128);
    return Arbitraries.oneOf(v4, v6).list().ofMaxSize(40);
  }

  private static Arbitrary<Network> networks(int bits) {
    BigInteger top = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    Arbitrary<BigInteger> few = Arbitraries.bigIntegers().between(BigInteger.ZERO, big(40));
    Arbitrary<BigInteger> crowded =
        Combinators.combine(
                Arbitraries.of(
                    BigInteger.ZERO, // bottom
                    BigInteger.ONE.shiftLeft(bits / 2).subtract(big(20)), // where the halves meet
                    BigInteger.ONE.shiftLeft(bits - 1).subtract(big(20)), // where signs change
                    top.subtract(big(40))), // top
                few)
            .as(BigInteger::add);
    Arbitrary<BigInteger> anywhere = Arbitraries.bigIntegers().between(BigInteger.ZERO, top);
    Arbitrary<BigInteger> addresses =
        Arbitraries.frequencyOf(Tuple.of(3, crowded), Tuple.of(1, anywhere));
    Arbitrary<Integer> hostBits =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 4)),
            Tuple.of(1, Arbitraries.integers().between(0, bits)));
    return Combinators.combine(addresses, hostBits)
        .as((at, free) -> new Network(bits, at.shiftRight(free).shiftLeft(free), free))
        .filter(network -> bits == 32 || !network.first().shiftRight(32).equals(big(0xFFFF)));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger number(long high, long low) {
    return new BigInteger(Long.toUnsignedString(high))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(low)));
  }

  private static String text(int bits, BigInteger address) {
    byte[] bytes = new byte[bits / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[bytes.length - 1 - i] = address.shiftRight(8 * i).byteValue();
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
