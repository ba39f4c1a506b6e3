package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The search through slots against a scan over the rules one by one, for ranges that spread over
 * everything, crowd into a corner, or lie so close that slots are single addresses.
 */
class SlotIndexPropertyTest {

  @Property(tries = 400)
  void contains_v4_likeALinearScan(
      @ForAll long seed,
      @ForAll @IntRange(max = 300) int count,
      @ForAll @IntRange(max = 32) int bits) {
    List<AddressRange> ranges = ranges(new Random(seed), count, 0, bits);
    V4Ranges found = new V4Ranges(AddressRange.merge(ranges));
    for (AddressRange probe : probes(ranges, new Random(seed))) {
      if (probe.firstHigh() == 0 && probe.firstLow() >>> 32 == 0) {
        assertEquals(scan(ranges, probe), found.contains(probe.firstLow()), probe.toString());
      }
    }
  }

  @Property(tries = 400)
  void contains_v6_likeALinearScan(
      @ForAll long seed,
      @ForAll @IntRange(max = 300) int count,
      @ForAll @IntRange(max = 64) int highBits,
      @ForAll @IntRange(max = 64) int lowBits) {
    List<AddressRange> ranges = ranges(new Random(seed), count, highBits, lowBits);
    V6Ranges found = new V6Ranges(AddressRange.merge(ranges));
    for (AddressRange probe : probes(ranges, new Random(seed))) {
      assertEquals(
          scan(ranges, probe),
          found.contains(probe.firstHigh(), probe.firstLow()),
          probe.toString());
    }
  }

  @Example
  void starts_manyRangesThatSpread_leavesFewToSearch() {
    int[] starts = SlotIndex.starts(1000, range -> range * 512 / 1000);
    assertEquals(513, starts.length);
    for (int slot = 0; slot < 512; slot++) {
      assertTrue(starts[slot + 1] - starts[slot] <= 2, "slot " + slot);
    }
  }

  private static List<AddressRange> ranges(Random random, int count, int highBits, int lowBits) {
    long baseHigh = highBits == 0 ? 0 : random.nextLong() << highBits / 2;
    long baseLow = highBits == 0 ? 0 : random.nextLong();
    List<AddressRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long high = baseHigh + bits(random, highBits);
      long low = highBits == 0 ? bits(random, lowBits) : baseLow + bits(random, lowBits);
      long free = (1L << random.nextInt(Math.min(32, lowBits + 1))) - 1;
      long first = random.nextBoolean() ? low : low & ~free;
      long last = random.nextBoolean() ? first : first | free;
      ranges.add(new AddressRange(highBits == 0, high, first, high, last));
    }
    return ranges;
  }

  private static long bits(Random random, int count) {
    return count == 0 ? 0 : random.nextLong() >>> (64 - count);
  }

  /** Both ends of each range and their neighbours, and what lies anywhere. */
  private static List<AddressRange> probes(List<AddressRange> ranges, Random random) {
    List<AddressRange> probes = new ArrayList<>();
    for (AddressRange range : ranges) {
      for (int offset = -1; offset <= 1; offset++) {
        probes.add(point(range.firstHigh(), range.firstLow(), offset));
        probes.add(point(range.lastHigh(), range.lastLow(), offset));
      }
      probes.add(point(range.firstHigh(), random.nextLong(), 0));
      probes.add(point(0, random.nextLong() >>> 32, 0));
    }
    for (long edge : new long[] {0, 1, -1, 0xFFFF_FFFFL, Long.MIN_VALUE}) {
      probes.add(point(edge, edge, 0));
      probes.add(point(0, edge, 0));
    }
    return probes;
  }

  /** An address as a range of itself; beyond either end it wraps, which is an address too. */
  private static AddressRange point(long high, long low, int offset) {
    long moved = low + offset;
    long carried = offset > 0 && moved == 0 ? 1 : offset < 0 && low == 0 ? -1 : 0;
    return new AddressRange(false, high + carried, moved, high + carried, moved);
  }

  private static boolean scan(List<AddressRange> ranges, AddressRange probe) {
    for (AddressRange range : ranges) {
      if (AddressRange.compare(
                  range.firstHigh(), range.firstLow(), probe.firstHigh(), probe.firstLow())
              <= 0
          && AddressRange.compare(
                  range.lastHigh(), range.lastLow(), probe.firstHigh(), probe.firstLow())
              >= 0) {
        return true;
      }
    }
    return false;
  }
}
