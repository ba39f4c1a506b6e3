package dev.lacre.verifier;

import static dev.lacre.signer.internal.BuilderOptions.once;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory in front of a slow directory, such as a database.
 *
 * <pre>{@code
 * CachedDirectory directory = CachedDirectory.over(database).foundFor(Duration.ofMinutes(1)).build();
 * }</pre>
 *
 * <p>Two memories, each with its own bound and time: one of credentials that may speak for the
 * merchant that was asked for, and one of all other answers. So ids that somebody makes up can
 * neither fill the memory nor push known senders out; each new one costs one question to the store,
 * though. In the application model one entry serves all merchants that the credentials authorise.
 *
 * <p>A sender is asked for once at a time: others who want the same one wait for that answer, and
 * get its failure too. A failure is not remembered. Nobody holds a lock while the store works, so
 * virtual threads are not pinned; give the store a timeout of its own.
 *
 * <p>A secret that was retired or rotated in the store counts here until its entry is over, or
 * until {@link #invalidate(AppId, MerchantId)}. The first question for a sender takes the store's
 * time, the next ones do not, whether or not the sender is known: who measures can tell what was
 * asked before, and not what is known.
 *
 * <p>Thread-safe.
 */
public final class CachedDirectory implements CredentialDirectory {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final CredentialDirectory store;
  private final Cache<Sender, Credentials> found;
  private final Cache<Sender, Optional<Credentials>> others;
  private final ConcurrentMap<Sender, CompletableFuture<Optional<Credentials>>> loading =
      new ConcurrentHashMap<>();

  /** Whom an entry is of: one merchant, or all that an application is authorised for. */
  private record Sender(AppId appId, @Nullable MerchantId merchantId) {}

  private CachedDirectory(Builder builder) {
    this.store = builder.store;
    Ticker ticker = ticker(builder.clock);
    this.found =
        cache(orElse(builder.maxFound, 100_000), orElse(builder.foundFor, FIVE_MINUTES), ticker);
    this.others =
        cache(
            orElse(builder.maxUnknown, 10_000), orElse(builder.unknownFor, HALF_A_MINUTE), ticker);
  }

  private static <T> T orElse(@Nullable T value, T absent) {
    return value == null ? absent : value;
  }

  /** Unless a clock is given, one that nobody sets back: a retired secret would count longer. */
  private static Ticker ticker(@Nullable Clock clock) {
    return clock == null
        ? Ticker.systemTicker()
        : () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }

  private static <V> Cache<Sender, V> cache(int most, Duration time, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterWrite(time)
        .ticker(ticker)
        .executor(Runnable::run)
        .build();
  }

  /**
   * Returns a builder of a cache that remembers 100 000 senders for five minutes, and 10 000 that
   * are unknown for 30 seconds, unless told otherwise.
   *
   * @param store what knows the credentials
   * @return the builder
   */
  public static Builder over(CredentialDirectory store) {
    return new Builder(store);
  }

  /**
   * Returns what the store answers, or answered lately.
   *
   * @throws RuntimeException what the store throws; or if this thread is interrupted while another
   *     one asks
   */
  @Override
  public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
    Sender sender = new Sender(appId, merchantId);
    Optional<Credentials> remembered = remembered(sender, merchantId);
    return remembered != null ? remembered : ask(sender, merchantId);
  }

  @SuppressWarnings("NullableOptional") // null: nothing is known; empty: the sender is unknown
  private @Nullable Optional<Credentials> remembered(Sender sender, MerchantId merchantId) {
    Credentials ofAll = found.getIfPresent(new Sender(sender.appId(), null));
    if (ofAll != null && ofAll.authorises(merchantId)) {
      return Optional.of(ofAll);
    }
    Credentials own = found.getIfPresent(sender);
    return own != null ? Optional.of(own) : others.getIfPresent(sender);
  }

  /** Either this thread asks the store, or it waits for the one that does. */
  private Optional<Credentials> ask(Sender sender, MerchantId merchantId) {
    CompletableFuture<Optional<Credentials>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Credentials>> first = loading.putIfAbsent(sender, mine);
    if (first != null) {
      return answerOf(first);
    }
    try {
      Optional<Credentials> late = remembered(sender, merchantId); // since this thread looked
      if (late != null) {
        mine.complete(late);
        return late;
      }
      Optional<Credentials> answer =
          slim(sender, merchantId, store.find(sender.appId(), merchantId));
      Sender kept = keep(sender, merchantId, answer);
      if (!loading.remove(sender, mine)) {
        forget(kept); // it was invalidated meanwhile
      }
      mine.complete(answer);
      return answer;
    } catch (Throwable failure) {
      mine.completeExceptionally(failure);
      throw failure;
    } finally {
      loading.remove(sender, mine);
    }
  }

  /**
   * Returns the answer, or what it comes to if it does not speak for the merchant: nothing, or the
   * one object of this application whose merchants nobody needs. For anyone can make up merchants,
   * and each would hold a list of all the real ones, and a keyed secret.
   */
  private Optional<Credentials> slim(
      Sender sender, MerchantId merchantId, Optional<Credentials> answer) {
    Credentials credentials = answer.orElse(null);
    if (credentials == null || !credentials.appId().equals(sender.appId())) {
      return Optional.empty();
    }
    if (credentials.authorises(merchantId)) {
      return answer;
    }
    if (credentials.ofOneMerchant()) {
      return Optional.empty();
    }
    Sender application = new Sender(sender.appId(), null);
    Credentials known = found.getIfPresent(application);
    return known != null
        ? Optional.of(known)
        : others.get(application, absent -> Optional.of(credentials.withoutMerchants()));
  }

  /**
   * Remembers an answer where it belongs. Only credentials that speak for the merchant count as
   * found: a store that compares loosely must not let made-up ids fill the memory of known ones. A
   * store that lists but the merchant that was asked for has an entry for each.
   */
  private Sender keep(Sender sender, MerchantId merchantId, Optional<Credentials> answer) {
    Credentials credentials = answer.orElse(null);
    if (credentials == null || !credentials.authorises(merchantId)) {
      others.put(sender, answer);
      return sender;
    }
    Sender kept =
        credentials.ofOneMerchant() || credentials.merchantCount() == 1
            ? sender
            : new Sender(sender.appId(), null);
    found.put(kept, credentials);
    others.invalidate(sender);
    return kept;
  }

  private void forget(Sender sender) {
    found.invalidate(sender);
    others.invalidate(sender);
  }

  private static Optional<Credentials> answerOf(CompletableFuture<Optional<Credentials>> asked) {
    try {
      return asked.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another thread asked the store");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException("the store failed", failed.getCause());
    }
  }

  @Override
  public int mostSecrets() {
    return store.mostSecrets();
  }

  /**
   * Forgets a sender, so that the next question goes to the store: after a rotation, or when a
   * merchant was authorised. An answer that is under way is not remembered.
   *
   * @param appId the application
   * @param merchantId the merchant
   */
  public void invalidate(AppId appId, MerchantId merchantId) {
    loading.keySet().removeIf(sender -> sender.appId().equals(appId));
    forget(new Sender(appId, null));
    forget(new Sender(appId, merchantId));
  }

  /**
   * Forgets all senders of an application. Takes time in proportion to all entries.
   *
   * @param appId the application
   */
  public void invalidate(AppId appId) {
    loading.keySet().removeIf(sender -> sender.appId().equals(appId));
    found.asMap().keySet().removeIf(sender -> sender.appId().equals(appId));
    others.asMap().keySet().removeIf(sender -> sender.appId().equals(appId));
  }

  /** Returns how many answers are remembered, and what is asked. */
  @Override
  public String toString() {
    return "CachedDirectory["
        + found.estimatedSize()
        + " found, "
        + others.estimatedSize()
        + " others, over "
        + store
        + "]";
  }

  /** Returns the number of credentials remembered, after all that is due was forgotten. */
  long foundCount() {
    found.cleanUp();
    return found.estimatedSize();
  }

  /** Returns the number of other answers remembered, after all that is due was forgotten. */
  long othersCount() {
    others.cleanUp();
    return others.estimatedSize();
  }

  /** A cached directory in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    private final CredentialDirectory store;
    private @Nullable Integer maxFound;
    private @Nullable Integer maxUnknown;
    private @Nullable Duration foundFor;
    private @Nullable Duration unknownFor;
    private @Nullable Clock clock;

    private Builder(CredentialDirectory store) {
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how many credentials are remembered at most; 100 000 unless set.
     *
     * @param entries at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxFound(int entries) {
      this.maxFound = once("maxFound", this.maxFound, atLeastOne("maxFound", entries));
      return this;
    }

    /**
     * Sets how many other answers are remembered at most, of senders that are unknown or not
     * authorised; 10 000 unless set.
     *
     * @param entries at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxUnknown(int entries) {
      this.maxUnknown = once("maxUnknown", this.maxUnknown, atLeastOne("maxUnknown", entries));
      return this;
    }

    /**
     * Sets how long credentials are remembered, hence how long a secret counts after it was retired
     * in the store; five minutes unless set.
     *
     * @param time above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder foundFor(Duration time) {
      this.foundFor = once("foundFor", this.foundFor, positive("foundFor", time));
      return this;
    }

    /**
     * Sets how long other answers are remembered, hence how long a new sender waits who tried too
     * early; 30 seconds unless set.
     *
     * @param time above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder unknownFor(Duration time) {
      this.unknownFor = once("unknownFor", this.unknownFor, positive("unknownFor", time));
      return this;
    }

    /**
     * Sets what tells the time; unless set, time is told by what no correction of the system's
     * clock moves.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = once("clock", this.clock, clock);
      return this;
    }

    /**
     * Returns the cached directory.
     *
     * @return an empty one
     */
    public CachedDirectory build() {
      return new CachedDirectory(this);
    }

    private static int atLeastOne(String option, int entries) {
      if (entries < 1) {
        throw new IllegalArgumentException(
            option
                + " is "
                + entries
                + ", but must be at least 1; without a cache, use the store.");
      }
      return entries;
    }

    private static Duration positive(String option, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(
            option + " is " + time + ", but must be above zero; without a cache, use the store.");
      }
      return time;
    }
  }
}
