package dev.lacre.verifier.config;

import dev.lacre.verifier.config.ConfigSource.Reading;
import dev.lacre.verifier.internal.SharedKeySets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code lacre.json} that is read again while it is in use, so that secrets, merchants, routes
 * and addresses can change without a restart.
 *
 * <pre>{@code
 * ReloadingConfig config =
 *     ReloadingConfig.builder(Path.of("lacre.json")).every(Duration.ofSeconds(10)).build();
 * }</pre>
 *
 * <p>Each reading takes in the file, the secrets it names and its key sets, and checks them as a
 * whole. What differs from what is in force is swapped in at once as a whole, or refused as a
 * whole: then the old one stays, and listeners, log and {@link #fault} tell why.
 *
 * <p>On a schedule, a change counts only when two readings in a row found the same, so that a file
 * which is being written is not taken for a finished one. That cannot tell a writer who pauses for
 * longer than the period: replace files by renaming. What is found different in ten readings in a
 * row is told once, as a fault. The environment of a process cannot change from outside; files and
 * managed secrets can.
 *
 * <p>A key set behind a URL that stays as it is configured is carried over, with the keys that it
 * has fetched.
 *
 * <p>Thread-safe; {@link #get} is one volatile read. The schedule has one daemon thread, which ends
 * with {@link #close}.
 */
public final class ReloadingConfig implements Supplier<LacreConfig>, AutoCloseable {

  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(50);
  private static final Duration LONGEST_PERIOD = Duration.ofDays(1);

  /** How many readings may differ from the one before, until that is a fault. */
  private static final int MOST_CHANGES = 10;

  private final ConfigSource source;
  private final ReloadNews news;
  private final List<ConfigFollower> followers = new CopyOnWriteArrayList<>();
  private final AtomicInteger departures = new AtomicInteger();
  private final ReentrantLock reading = new ReentrantLock();
  private final @Nullable ScheduledExecutorService schedule;
  private volatile LacreConfig current;
  private volatile @Nullable RuntimeException fault;
  // Guarded by the lock:
  private String inForce;
  private String lastSeen;
  private @Nullable Refusal refused;
  private int changes;
  private SharedKeySets keySets = SharedKeySets.none();

  /** What was refused, and how many followers had left by then: without one more it may do. */
  private record Refusal(String digest, int departures) {}

  private ReloadingConfig(Builder builder) {
    this.source = new ConfigSource(builder.file, builder.environment, builder.secrets);
    this.news = new ReloadNews(builder.listeners);
    Reading first = source.read(keySets);
    if (first.config() == null) {
      throw Objects.requireNonNull(first.fault());
    }
    this.current = first.config();
    this.keySets = first.keySets();
    this.inForce = first.digest();
    this.lastSeen = first.digest();
    Duration period = builder.every;
    this.schedule = period == null ? null : scheduled(period);
  }

  private ScheduledExecutorService scheduled(Duration period) {
    ScheduledExecutorService one =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "lacre-reload");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        one.scheduleWithFixedDelay(
            this::readBySchedule, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    return one;
  }

  /**
   * Returns a builder of a configuration that is read again by hand only, with secrets from this
   * process's environment and from files.
   *
   * @param file the configuration
   * @return the builder
   */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  /** Returns the configuration in force. */
  @Override
  public LacreConfig get() {
    return current;
  }

  /**
   * Returns why the last change was refused.
   *
   * @return the fault, or nothing if what was read last is in force; fit for a health check
   */
  public Optional<RuntimeException> fault() {
    return Optional.ofNullable(fault);
  }

  /**
   * Adds one who makes ready for each change before it is in force, and can refuse it. It is asked
   * at once for the configuration in force now.
   *
   * @param follower is called by one thread at a time
   * @return what takes it out again; a change that was refused is then tried anew
   * @throws IllegalArgumentException if it cannot work with the configuration in force
   */
  public Runnable follow(ConfigFollower follower) {
    reading.lock();
    try {
      follower.prepare(current).run();
      followers.add(follower);
    } finally {
      reading.unlock();
    }
    return () -> {
      if (followers.remove(follower)) {
        departures.incrementAndGet();
      }
    };
  }

  /**
   * Reads again, now, and puts what was read in force at once: for a caller who knows that all
   * files are written.
   *
   * @return whether anything changed
   * @throws IllegalArgumentException if what was read is refused; the old configuration stays
   */
  public boolean reload() {
    reading.lock();
    try {
      Reading found = source.read(keySets);
      lastSeen = found.digest();
      changes = 0;
      if (isInForce(found)) {
        forgetFault();
        return false;
      }
      take(found);
      RuntimeException unfit = fault;
      if (unfit != null) {
        throw unfit;
      }
      return true;
    } finally {
      reading.unlock();
    }
  }

  private void readBySchedule() {
    reading.lock();
    try {
      Reading found = source.read(keySets);
      boolean settled = found.digest().equals(lastSeen);
      lastSeen = found.digest();
      changes = settled ? 0 : changes + 1;
      if (changes == MOST_CHANGES) {
        refused = null;
        tellRefused(unsettled());
      } else if (changes < MOST_CHANGES && isInForce(found)) {
        forgetFault();
      } else if (settled && !isRefused(found)) {
        take(found);
      }
    } catch (RuntimeException | Error broken) { // or the schedule would end
      news.failed(broken);
    } finally {
      reading.unlock();
    }
  }

  private boolean isInForce(Reading found) {
    return found.config() != null && found.digest().equals(inForce);
  }

  private boolean isRefused(Reading found) {
    Refusal last = refused;
    return last != null
        && last.digest().equals(found.digest())
        && last.departures() == departures.get();
  }

  /** What was refused before is news if it comes again. */
  private void forgetFault() {
    fault = null;
    refused = null;
  }

  private LacreConfigException unsettled() {
    return source.fault(
        "the configuration does not settle: "
            + MOST_CHANGES
            + " readings in a row found it, or a secret that it names, different from the one"
            + " before; see what writes it so often, or that all copies of a secret manager give"
            + " the same.");
  }

  private void take(Reading found) {
    LacreConfig next = found.config();
    int left = departures.get();
    if (next == null) {
      refuse(found, left, Objects.requireNonNull(found.fault()));
      return;
    }
    List<Runnable> commits;
    try {
      commits = followers.stream().map(follower -> follower.prepare(next)).toList();
    } catch (RuntimeException unfit) {
      refuse(found, left, unfit);
      return;
    } catch (Error broken) {
      refuse(found, left, source.broken("making ready for the changed configuration", broken));
      return;
    }
    current = next;
    keySets = found.keySets();
    inForce = found.digest();
    forgetFault();
    commits.forEach(Runnable::run);
    news.swapped(next);
  }

  private void refuse(Reading found, int left, RuntimeException why) {
    refused = new Refusal(found.digest(), left);
    tellRefused(why);
  }

  private void tellRefused(RuntimeException why) {
    fault = why;
    news.refused(why);
  }

  /** Ends the schedule; the configuration stays in force. */
  @Override
  public void close() {
    if (schedule != null) {
      schedule.shutdownNow();
    }
  }

  /** Returns the configuration in force, and whether a change to it was refused. */
  @Override
  public String toString() {
    return "ReloadingConfig[" + current + (fault == null ? "]" : ", change refused]");
  }

  /** A reloading configuration in the making. Not thread-safe. */
  public static final class Builder {

    private final Path file;
    private Function<String, @Nullable String> environment = System::getenv;
    private @Nullable SecretSource secrets;
    private @Nullable Duration every;
    private final List<ReloadListener> listeners = new ArrayList<>();

    private Builder(Path file) {
      this.file = file;
    }

    /**
     * Sets what gives the values of environment variables.
     *
     * @param environment gives a variable's value, or null if it is not set
     * @return this builder
     */
    public Builder environment(Function<String, @Nullable String> environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Sets where managed secrets come from. It is asked for each of them at each reading.
     *
     * @param source the source
     * @return this builder
     */
    public Builder secrets(SecretSource source) {
      this.secrets = source;
      return this;
    }

    /**
     * Reads again on a schedule. A change is in force after one to two periods.
     *
     * @param period 50 milliseconds to one day
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder every(Duration period) {
      if (period.compareTo(SHORTEST_PERIOD) < 0 || period.compareTo(LONGEST_PERIOD) > 0) {
        throw new IllegalArgumentException(
            "The period is "
                + period
                + ", but must be PT0.05S to PT24H; it says how soon a change is found.");
      }
      this.every = period;
      return this;
    }

    /**
     * Adds one who is told of each change. Without any, refusals go to the {@code System.Logger}.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder listener(ReloadListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Reads the configuration, and begins the schedule if there is one.
     *
     * @return the configuration
     * @throws LacreConfigException if it cannot be read or has a fault
     */
    public ReloadingConfig build() {
      return new ReloadingConfig(this);
    }
  }
}
