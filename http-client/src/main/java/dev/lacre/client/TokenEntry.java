package dev.lacre.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one token of a key: who finds it due has it fetched, once; others go on with the old one
 * while it serves, or wait. Thread-safe and without locks: a fetch is a future, and the state one
 * reference that is swapped.
 */
final class TokenEntry {

  /** How soon a token may be fetched anew again because the other side refused one. */
  static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  /**
   * What is known.
   *
   * @param token the last one, unless it was refused
   * @param flight the fetch under way
   * @param failure the last fetch's, if it failed
   * @param refusedAt when a refusal last made us drop a token
   */
  private record State(
      @Nullable AccessToken token,
      @Nullable CompletableFuture<AccessToken> flight,
      @Nullable TokenFailure failure,
      @Nullable Instant refusedAt) {

    State fetching(CompletableFuture<AccessToken> begun) {
      return new State(token, begun, failure, refusedAt);
    }

    State landed(AccessToken fetched) {
      return new State(fetched, null, null, refusedAt);
    }

    State failed(TokenFailure now) {
      return new State(token, null, now, refusedAt);
    }

    State aground() {
      return new State(token, null, failure, refusedAt);
    }

    int failures() {
      return failure == null ? 0 : failure.count();
    }
  }

  private final Clock clock;
  private final String owner;
  private final BooleanSupplier renewable;
  private final AtomicReference<State> state;

  /**
   * An entry.
   *
   * @param owner whose token it is, for the log
   * @param first a token that is there already, or null
   * @param renewable whether another token could be fetched now
   */
  TokenEntry(Clock clock, String owner, @Nullable AccessToken first, BooleanSupplier renewable) {
    this.clock = clock;
    this.owner = owner;
    this.renewable = renewable;
    this.state = new AtomicReference<>(new State(first, null, null, null));
  }

  /**
   * Returns a token that may be used now, or the one that is being fetched.
   *
   * @param fetch begins to fetch a token; called by at most one thread at a time
   * @return a future to be looked at and not completed, which fails with a {@link
   *     CredentialUnavailableException}
   */
  CompletableFuture<AccessToken> current(Supplier<CompletableFuture<AccessToken>> fetch) {
    while (true) {
      State seen = seen();
      Instant now = clock.instant();
      AccessToken token = seen.token();
      if (token != null && token.isFresh(now)) {
        return CompletableFuture.completedFuture(token);
      }
      AccessToken old = token != null && token.isUsable(now) ? token : null;
      if (seen.flight() != null) {
        return old == null ? seen.flight() : CompletableFuture.completedFuture(old);
      }
      TokenFailure failure = seen.failure();
      if (failure != null && failure.isInForce(now)) {
        return old == null
            ? CompletableFuture.failedFuture(failure.cause())
            : CompletableFuture.completedFuture(old);
      }
      CompletableFuture<AccessToken> flight = new CompletableFuture<>();
      if (state.compareAndSet(seen, seen.fetching(flight))) {
        begin(flight, fetch);
        return old == null ? flight : CompletableFuture.completedFuture(old);
      }
    }
  }

  private State seen() {
    return Objects.requireNonNull(state.get());
  }

  private void begin(
      CompletableFuture<AccessToken> flight, Supplier<CompletableFuture<AccessToken>> fetch) {
    CompletableFuture<AccessToken> fetched;
    try {
      fetched = fetch.get();
    } catch (Throwable fault) { // whatever it is, those who wait must not wait for ever
      fetched = CompletableFuture.failedFuture(fault);
    }
    var unused =
        fetched.whenComplete(
            (token, fault) -> {
              try {
                if (fault == null) {
                  land(flight, token);
                } else {
                  crash(flight, fault);
                }
              } catch (Throwable unforeseen) { // a clock, for one; those who wait are told
                state.updateAndGet(seen -> seen.flight() == flight ? seen.aground() : seen);
                flight.completeExceptionally(within(unforeseen).told());
              }
            });
  }

  private void land(CompletableFuture<AccessToken> flight, AccessToken token) {
    if (!token.isUsable(clock.instant())) {
      crash(
          flight,
          TokenFetchException.of(
              "The token for " + owner + " had expired before it arrived; nothing was sent."));
      return;
    }
    state.updateAndGet(seen -> seen.landed(token));
    flight.complete(token);
    LOG.debug("a token for {} was fetched: {}", owner, token);
  }

  private void crash(CompletableFuture<AccessToken> flight, Throwable fault) {
    TokenFetchException failed =
        Faults.within(fault) instanceof TokenFetchException known ? known : within(fault);
    Instant now = clock.instant();
    State after =
        state.updateAndGet(
            seen ->
                seen.failed(
                    TokenFailure.of(failed.told(), seen.failures() + 1, failed.retryAfter(), now)));
    flight.completeExceptionally(failed.told());
    LOG.warn(
        "no token for {}, failure {} in a row, no further request before {}: {}",
        owner,
        after.failures(),
        after.failure() == null ? now : after.failure().until(),
        failed.getMessage());
  }

  private TokenFetchException within(Throwable fault) {
    return TokenFetchException.of(
        "The token for "
            + owner
            + " could not be fetched, for a fault within ("
            + Faults.name(fault)
            + ").");
  }

  /**
   * Takes in that the other side refused a token. If it is still the one that is kept, it is
   * dropped, unless that has just been done: a side that refuses every token must not have us fetch
   * one for each call. One that cannot be renewed is kept, for the refusal may have been a stray.
   *
   * @return whether there is, or will be, another token
   */
  boolean refused(AccessToken used) {
    while (true) {
      State seen = seen();
      if (seen.token() != used) {
        return true;
      }
      if (!renewable.getAsBoolean()) {
        return false;
      }
      Instant now = clock.instant();
      Instant last = seen.refusedAt();
      if (last != null
          && now.isBefore(last.plus(BETWEEN_REFUSALS))
          && !now.isBefore(last.minus(BETWEEN_REFUSALS))) {
        return false;
      }
      if (state.compareAndSet(seen, new State(null, seen.flight(), seen.failure(), now))) {
        LOG.info("a token for {} was refused with 401 before it expired; it is renewed", owner);
        return true;
      }
    }
  }
}
