package dev.lacre.verifier;

import java.util.function.IntUnaryOperator;

/**
 * Where a search among ascending ranges begins: the span from the first address of all to the last
 * is cut into slots of equal size, a power of two, about one for every one or two ranges. So a
 * lookup in many ranges takes few steps; where ranges crowd into one slot, it is a binary search
 * among them.
 */
final class SlotIndex {
  private static final int FEWEST_SLOTS = 2;

  private SlotIndex() {}

  /** Returns the base-two logarithm of the number of slots for that many ranges. */
  static int slotBits(int ranges) {
    return 31 - Integer.numberOfLeadingZeros(Math.max(FEWEST_SLOTS, ranges));
  }

  /**
   * Returns for each slot the last range that starts below it, or the very first range, and one
   * more for the end: what an address in slot {@code s} belongs to, if anything, is a range from
   * {@code starts[s]} to {@code starts[s + 1]}, both included.
   *
   * @param slotOf the slot in which a range starts; ascending, as the ranges are
   */
  static int[] starts(int ranges, IntUnaryOperator slotOf) {
    int[] starts = new int[(1 << slotBits(ranges)) + 1];
    int below = 0;
    for (int slot = 0; slot < starts.length; slot++) {
      while (below < ranges && slotOf.applyAsInt(below) < slot) {
        below++;
      }
      starts[slot] = Math.max(0, below - 1);
    }
    return starts;
  }
}
