package dev.lacre.verifier;

import java.util.List;

/**
 * IPv6 addresses, as ascending ranges with gaps between them. Immutable; a lookup allocates
 * nothing. A range takes 36 bytes at most.
 */
final class V6Ranges {
  /** Four longs a range: the first address, its high half before its low one, and the last. */
  private final long[] ranges;

  private final int count;
  private final long firstHigh;
  private final long firstLow;
  private final int shift;
  private final int[] starts;

  /** Takes over what {@link AddressRange#merge} made of IPv6 ranges. */
  V6Ranges(List<AddressRange> merged) {
    this.count = merged.size();
    this.ranges = new long[4 * count];
    for (int i = 0; i < count; i++) {
      AddressRange range = merged.get(i);
      ranges[4 * i] = range.firstHigh();
      ranges[4 * i + 1] = range.firstLow();
      ranges[4 * i + 2] = range.lastHigh();
      ranges[4 * i + 3] = range.lastLow();
    }
    boolean none = count == 0;
    this.firstHigh = none ? 0 : ranges[0];
    this.firstLow = none ? 0 : ranges[1];
    int spanBits = none ? 0 : spanBits(ranges[4 * count - 2], ranges[4 * count - 1]);
    this.shift = Math.max(0, spanBits - SlotIndex.slotBits(count));
    this.starts = SlotIndex.starts(count, range -> slot(ranges[4 * range], ranges[4 * range + 1]));
  }

  /** Returns whether a range has the address of these 128 unsigned bits. */
  boolean contains(long high, long low) {
    if (count == 0 || !startsBy(0, high, low) || !endsFrom(count - 1, high, low)) {
      return false;
    }
    int slot = slot(high, low);
    int at = starts[slot];
    for (int rest = starts[slot + 1] - at + 1; rest > 1; ) {
      int half = rest >>> 1;
      at = startsBy(at + half, high, low) ? at + half : at;
      rest -= half;
    }
    return startsBy(at, high, low) && endsFrom(at, high, low);
  }

  int count() {
    return count;
  }

  private int spanBits(long lastHigh, long lastLow) {
    long high = offsetHigh(lastHigh, lastLow);
    return high == 0
        ? Long.SIZE - Long.numberOfLeadingZeros(lastLow - firstLow)
        : 2 * Long.SIZE - Long.numberOfLeadingZeros(high);
  }

  /** The offset from the first address of all, without its lowest bits: less than 31 are left. */
  private int slot(long high, long low) {
    long offsetHigh = offsetHigh(high, low);
    if (shift >= Long.SIZE) {
      return (int) (offsetHigh >>> (shift - Long.SIZE));
    }
    long carried = shift == 0 ? 0 : offsetHigh << (Long.SIZE - shift);
    return (int) (carried | low - firstLow >>> shift);
  }

  private long offsetHigh(long high, long low) {
    return high - firstHigh - (Long.compareUnsigned(low, firstLow) < 0 ? 1 : 0);
  }

  private boolean startsBy(int range, long high, long low) {
    return AddressRange.compare(ranges[4 * range], ranges[4 * range + 1], high, low) <= 0;
  }

  private boolean endsFrom(int range, long high, long low) {
    return AddressRange.compare(ranges[4 * range + 2], ranges[4 * range + 3], high, low) >= 0;
  }
}
