package dev.lacre.verifier;

import java.util.List;

/**
 * IPv4 addresses, as ascending ranges with gaps between them. Immutable; a lookup allocates
 * nothing. A range takes 12 bytes at most.
 */
final class V4Ranges {
  /** The first address of each range in the upper half, the last in the lower. */
  private final long[] ranges;

  private final long first;
  private final long last;
  private final int shift;
  private final int[] starts;

  /** Takes over what {@link AddressRange#merge} made of IPv4 ranges. */
  V4Ranges(List<AddressRange> merged) {
    this.ranges =
        merged.stream().mapToLong(range -> range.firstLow() << 32 | range.lastLow()).toArray();
    boolean none = ranges.length == 0;
    // Without ranges no address lies between first and last.
    this.first = none ? 1 : first(0);
    this.last = none ? 0 : last(ranges.length - 1);
    int spanBits = Long.SIZE - Long.numberOfLeadingZeros(last - first);
    this.shift = Math.max(0, spanBits - SlotIndex.slotBits(ranges.length));
    this.starts = SlotIndex.starts(ranges.length, range -> slot(first(range)));
  }

  /** Returns whether a range has the address of these 32 unsigned bits. */
  boolean contains(long bits) {
    if (bits < first || bits > last) {
      return false;
    }
    int slot = slot(bits);
    int at = starts[slot];
    for (int count = starts[slot + 1] - at + 1; count > 1; ) {
      int half = count >>> 1;
      at = first(at + half) <= bits ? at + half : at;
      count -= half;
    }
    return first(at) <= bits && bits <= last(at);
  }

  int count() {
    return ranges.length;
  }

  private int slot(long bits) {
    return (int) (bits - first >>> shift);
  }

  private long first(int range) {
    return ranges[range] >>> 32;
  }

  private long last(int range) {
    return ranges[range] & 0xFFFF_FFFFL;
  }
}
