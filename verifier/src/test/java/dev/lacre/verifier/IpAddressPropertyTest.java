package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** The JDK is the oracle, in the direction that reads no text: from bytes to an address. */
class IpAddressPropertyTest {
  @Property
  void anIPv4Address_asTheJdkWritesIt_hasItsBytesAndText(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    String text = InetAddress.getByAddress(bytes).getHostAddress();
    IpAddress address = IpAddress.of(text);
    assertTrue(address.isV4());
    assertEquals(new BigInteger(1, bytes), BigInteger.valueOf(address.low()));
    assertEquals(text, address.toString());
  }

  @Property(tries = 3000)
  void anIPv6Address_asTheJdkWritesIt_hasItsBytes(@ForAll("sixteenBytes") byte[] bytes)
      throws UnknownHostException {
    InetAddress oracle = InetAddress.getByAddress(bytes);
    IpAddress address = IpAddress.of(oracle.getHostAddress());
    assertEquals(oracle instanceof Inet4Address, address.isV4());
    assertEquals(new BigInteger(1, oracle.getAddress()), bits(address));
  }

  @Property(tries = 3000)
  void anyTextOfAnIPv6Address_isReadAsItsBytes(
      @ForAll("sixteenBytes") byte[] bytes,
      @ForAll boolean padded,
      @ForAll boolean upper,
      @ForAll boolean dottedTail,
      @ForAll("gaps") int gap)
      throws UnknownHostException {
    String[] groups = new String[8];
    for (int i = 0; i < 8; i++) {
      int group = (bytes[2 * i] & 255) << 8 | (bytes[2 * i + 1] & 255);
      groups[i] = String.format(Locale.ROOT, padded ? "%04x" : "%x", group);
    }
    String text = String.join(":", groups);
    if (dottedTail) {
      InetAddress tail = InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
      text = String.join(":", Arrays.copyOf(groups, 6)) + ":" + tail.getHostAddress();
    }
    int gapEnd = gap;
    while (gapEnd < (dottedTail ? 6 : 8) && groups[gapEnd].matches("0+")) {
      gapEnd++;
    }
    if (gapEnd > gap) {
      String head = String.join(":", Arrays.copyOf(groups, gap));
      String[] rest = text.split(":", -1);
      text = head + "::" + String.join(":", Arrays.copyOfRange(rest, gapEnd, rest.length));
    }
    IpAddress address = IpAddress.of(upper ? text.toUpperCase(Locale.ROOT) : text);
    assertEquals(new BigInteger(1, InetAddress.getByAddress(bytes).getAddress()), bits(address));
  }

  @Property(tries = 3000)
  void theCanonicalText_isReadBackAndIsTheShortest(@ForAll("sixteenBytes") byte[] bytes)
      throws UnknownHostException {
    String full = InetAddress.getByAddress(bytes).getHostAddress();
    IpAddress address = IpAddress.of(full);
    assertEquals(address, IpAddress.of(address.toString()));
    assertEquals(address.hashCode(), IpAddress.of(address.toString()).hashCode());
    assertEquals(canonical(full), address.toString());
  }

  /** RFC 5952 by regular expressions: the longest run of zero groups, the first of several. */
  private static String canonical(String full) {
    for (int zeros = 8; zeros >= 2 && full.contains(":"); zeros--) {
      String run = "0" + ":0".repeat(zeros - 1);
      String shorter = full.replaceFirst("(^|:)" + run + "(:|$)", "::");
      if (!shorter.equals(full)) {
        return shorter;
      }
    }
    return full;
  }

  @Provide
  Arbitrary<byte[]> sixteenBytes() {
    Arbitrary<Byte> mostlyZero =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just((byte) 0)), Tuple.of(1, Arbitraries.bytes()));
    Arbitrary<byte[]> sparse = mostlyZero.array(byte[].class).ofSize(16);
    Arbitrary<byte[]> dense = Arbitraries.bytes().array(byte[].class).ofSize(16);
    Arbitrary<byte[]> mapped = dense.map(bytes -> withPrefix(bytes, (byte) 0xff));
    Arbitrary<byte[]> compatible = dense.map(bytes -> withPrefix(bytes, (byte) 0));
    return Arbitraries.oneOf(sparse, dense, mapped, compatible);
  }

  @Provide
  Arbitrary<Integer> gaps() {
    return Arbitraries.integers().between(0, 7);
  }

  private static byte[] withPrefix(byte[] bytes, byte beforeIPv4) {
    byte[] result = bytes.clone();
    Arrays.fill(result, 0, 10, (byte) 0);
    Arrays.fill(result, 10, 12, beforeIPv4);
    return result;
  }

  private static BigInteger bits(IpAddress address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(address.low())));
  }
}
