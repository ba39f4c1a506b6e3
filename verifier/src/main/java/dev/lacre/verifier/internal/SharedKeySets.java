package dev.lacre.verifier.internal;

import dev.lacre.verifier.BearerTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key sets behind URLs that one reading of a configuration needs, and those of the reading that
 * is in force: what both need is one and the same, so that a swap forgets no key that was fetched.
 * For one reading by one thread; the key sets themselves are thread-safe.
 */
public final class SharedKeySets {

  private static volatile @Nullable BiConsumer<BearerTokens.Builder, SharedKeySets> ofBuilder;

  private final Map<Object, Object> before;
  private final Map<Object, Object> used = new HashMap<>();

  private SharedKeySets(Map<Object, Object> before) {
    this.before = before;
  }

  /** Returns those of a first reading, or of one that stands alone. */
  public static SharedKeySets none() {
    return new SharedKeySets(Map.of());
  }

  /** Returns those of a next reading, which takes over what this one used and needs too. */
  public SharedKeySets next() {
    return new SharedKeySets(Map.copyOf(used));
  }

  /**
   * Returns a key set.
   *
   * @param identity equal only for what is fetched from the same place in the same manner
   * @param fresh makes it, if there is none yet
   */
  public Object of(Object identity, Supplier<?> fresh) {
    return used.computeIfAbsent(
        identity,
        absent -> {
          Object known = before.get(absent);
          return known == null ? fresh.get() : known;
        });
  }

  /** Called by {@link BearerTokens} when it is initialised. */
  public static void builders(BiConsumer<BearerTokens.Builder, SharedKeySets> access) {
    ofBuilder = access;
  }

  /** Has a builder take its key set from these. */
  public void giveTo(BearerTokens.Builder builder) {
    BiConsumer<BearerTokens.Builder, SharedKeySets> access = ofBuilder;
    if (access == null) {
      throw new IllegalStateException("a builder exists before its access is filled");
    }
    access.accept(builder, this);
  }
}
