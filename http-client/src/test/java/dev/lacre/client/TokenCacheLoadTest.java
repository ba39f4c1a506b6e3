package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, several lifetimes of a token. Each call moves the clock that both sides read. */
class TokenCacheLoadTest {

  private static final int CALLS = 10_000;
  private static final int THREADS = 64;

  /** How far calls may overtake each other; so one is under way for 26 s of the clock at most. */
  private static final int WINDOW = 128;

  private static final Duration TICK = Duration.ofMillis(205);

  /** Renewed after 690 s, three times in all of 2050 s. */
  private static final Duration LIFETIME = Duration.ofSeconds(750);

  private final TestClock clock = new TestClock();
  private final Turns turns = new Turns();

  /** Hands out numbers in order, and none while a number is out that is a window behind. */
  private final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final boolean[] ended = new boolean[CALLS];
    private int begun;
    private int allEndedBefore;

    int begin() throws InterruptedException {
      lock.lock();
      try {
        while (begun < CALLS && begun >= allEndedBefore + WINDOW) {
          moved.await();
        }
        if (begun == CALLS) {
          return -1;
        }
        clock.advance(TICK);
        return begun++;
      } finally {
        lock.unlock();
      }
    }

    void end(int number) {
      lock.lock();
      try {
        ended[number] = true;
        while (allEndedBefore < CALLS && ended[allEndedBefore]) {
          allEndedBefore++;
        }
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private int calls(HttpClient client, HttpRequest request) throws Exception {
    int good = 0;
    for (int turn = turns.begin(); turn >= 0; turn = turns.begin()) {
      try {
        good += client.send(request, BodyHandlers.discarding()).statusCode() == 200 ? 1 : 0;
      } finally {
        turns.end(turn);
      }
    }
    return good;
  }

  @Test
  @Timeout(320)
  void tenThousandCalls_overThreeLifetimes_askForThreeTokens() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Partner partner = new Partner(clock)) {
      partner.lifetime = LIFETIME;
      TokenCache tokens = Calls.cache(clock).build();
      HttpClient client =
          CredentialedClient.builder(
                  HttpClient.newHttpClient(),
                  "my-pos/1",
                  tokens.clientCredentials(partner.client().build()))
              .origin(partner.origin())
              .plainHttpInsecurely()
              .build();
      HttpRequest request = HttpRequest.newBuilder(partner.at("/api")).build();
      List<Future<Integer>> each = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        each.add(threads.submit(() -> calls(client, request)));
      }
      int good = 0;
      for (Future<Integer> one : each) {
        good += one.get(300, TimeUnit.SECONDS);
      }
      assertEquals(CALLS, good);
      assertEquals(CALLS, partner.apiCalls.size(), "calls that were refused and made again");
      assertEquals(0, partner.expired.get(), "expired tokens");
      assertEquals(3, partner.tokenCalls.size(), "requests for a token");
    } finally {
      threads.shutdownNow();
    }
  }
}
