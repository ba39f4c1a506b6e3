package dev.lacre.verifier;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to each of many identifiers: a hash table without an object for each entry. It takes
 * 18 bytes an entry, and a lookup among a million waits for memory as few times as it can: the
 * hashes lie together, and no text is looked at whose hash differs. Identifiers that count upwards
 * spread like random ones. Immutable and thread-safe.
 */
final class IdTable<V> {
  private static final int FREE = 0;

  private final int size;
  private final int[] hashes;
  private final @Nullable String[] ids;
  private final @Nullable Object[] values;

  IdTable(Map<String, ? extends V> entries) {
    this.size = entries.size();
    int slots = Math.addExact(size, size / 2 + 1);
    this.hashes = new int[slots];
    this.ids = new String[slots];
    this.values = new Object[slots];
    entries.forEach(this::put);
  }

  private void put(String id, V value) {
    int hash = hash(id);
    int slot = slot(hash);
    while (hashes[slot] != FREE) {
      slot = next(slot);
    }
    hashes[slot] = hash;
    ids[slot] = id;
    values[slot] = value;
  }

  /** Returns what belongs to the identifier, or null. */
  @SuppressWarnings("unchecked") // only put writes values
  @Nullable V get(String id) {
    int hash = hash(id);
    for (int slot = slot(hash); hashes[slot] != FREE; slot = next(slot)) {
      if (hashes[slot] == hash && id.equals(ids[slot])) {
        return (V) values[slot];
      }
    }
    return null;
  }

  int size() {
    return size;
  }

  /** Never that of a free slot. */
  private static int hash(String id) {
    int spread = id.hashCode() * 0x9E37_79B9;
    spread ^= spread >>> 16;
    return spread == FREE ? 1 : spread;
  }

  private int slot(int hash) {
    return (int) (Integer.toUnsignedLong(hash) * hashes.length >>> 32);
  }

  private int next(int slot) {
    return slot + 1 == hashes.length ? 0 : slot + 1;
  }
}
