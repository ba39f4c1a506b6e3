package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of all bodies in flight are bounded, and given back however a request ends. */
@EachContainer
class BudgetTest {

  private static final int BUDGET = 1000;
  private static final Sender SENDER = Sender.APPLICATION;

  private final Stage stage;

  BudgetTest(ContainerKind kind) {
    this.stage =
        Stage.on(kind)
            .filter(
                routes ->
                    routes
                        .route("/hook", Stage.hook())
                        .route("/quick", Stage.hook(), Duration.ofMillis(300))
                        .maxBodyBytesInFlight(BUDGET))
            .servlet("/inner", new Handler())
            .start();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private Call doing(int length, Handler.Deed deed) {
    return SENDER.post("/hook", new byte[length]).header(Handler.DO, stage.handler.deed(deed));
  }

  /** All of the budget is there, at once or soon. Returns how many requests it took. */
  private int assertAllGivenBack(String after) throws Exception {
    return stage.findsRoom(SENDER.post("/hook", new byte[BUDGET]), after);
  }

  @Test
  void bodyOverTheBudget_isToldToComeLater() throws Exception {
    Answer answer = stage.refuses("overloaded", SENDER.post("/hook", new byte[BUDGET + 1]));
    assertEquals(503, answer.status());
    assertEquals(
        "{\"error\":\"Service Unavailable\",\"message\":\"Try again later\"}", answer.text());
    assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    stage.refuses("overloaded", SENDER.post("/hook", new byte[BUDGET + 1]).chunked(100));
    assertAllGivenBack("a body too many");
  }

  @Test
  void bodyHeldByAnotherRequest_countsUntilThatIsComplete() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Handler.Deed blocking =
        (request, response) -> {
          arrived.countDown();
          assertTrue(release.await(20, TimeUnit.SECONDS));
        };
    holdsAndGivesBack(blocking, arrived, release);
  }

  @Test
  void bodyHeldAsynchronously_countsUntilThatIsComplete() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Handler.Deed async =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          Thread worker =
              new Thread(
                  () -> {
                    arrived.countDown();
                    try {
                      assertTrue(release.await(20, TimeUnit.SECONDS));
                    } catch (InterruptedException interrupted) {
                      Thread.currentThread().interrupt();
                    }
                    context.complete();
                  });
          worker.start();
        };
    holdsAndGivesBack(async, arrived, release);
  }

  private void holdsAndGivesBack(Handler.Deed deed, CountDownLatch arrived, CountDownLatch release)
      throws Exception {
    try (Wire holder = stage.connect()) {
      holder.send(doing(600, deed).bytes());
      assertTrue(arrived.await(20, TimeUnit.SECONDS));
      assertEquals(503, stage.refuses("overloaded", SENDER.post("/hook", new byte[401])).status());
      stage.findsRoom(SENDER.post("/hook", new byte[400]), "a body too many");
      release.countDown();
      assertEquals(200, holder.receive().status());
    }
    assertAllGivenBack("completion");
  }

  @Test
  void endsOfAllKinds_giveBack() throws Exception {
    Handler.Deed thrown =
        (request, response) -> {
          throw new IllegalStateException("the application's own");
        };
    Handler.Deed thrownAfterStart =
        (request, response) -> {
          // Nobody ends it: Tomcat closes the connection, Jetty waits for this.
          request.startAsync().setTimeout(200);
          throw new IllegalStateException("the application's own");
        };
    Handler.Deed error = (request, response) -> response.sendError(500);
    Handler.Deed timeout = (request, response) -> request.startAsync().setTimeout(100);
    Handler.Deed dispatched = (request, response) -> request.startAsync().dispatch("/inner");
    Handler.Deed completedAtOnce =
        (request, response) -> {
          request.startAsync().complete();
        };
    Handler.Deed failedLater =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.start(
              () -> {
                try {
                  ((HttpServletResponse) context.getResponse()).sendError(500);
                } catch (IOException gone) {
                  throw new IllegalStateException(gone);
                } finally {
                  context.complete();
                }
              });
        };
    Map<String, Handler.Deed> deeds =
        Map.of(
            "thrown",
            thrown,
            "thrownAfterStart",
            thrownAfterStart,
            "error",
            error,
            "timeout",
            timeout,
            "dispatched",
            dispatched,
            "completedAtOnce",
            completedAtOnce,
            "failedLater",
            failedLater);
    for (Map.Entry<String, Handler.Deed> deed : deeds.entrySet()) {
      Answer answer = stage.exchange(doing(BUDGET, deed.getValue()));
      assertEquals("accepted", Outcomes.word(stage.outcomes.next()), deed.getKey() + " " + answer);
      stage.outcomes.next(assertAllGivenBack(deed.getKey()));
    }
    assertEquals(List.of(), stage.outcomes.rest(), "one outcome of each request");
  }

  @Test
  void refusals_giveBack() throws Exception {
    stage.unauthorized("signature-mismatch", SENDER.forge("/hook", "x".repeat(BUDGET)));
    assertAllGivenBack("a wrong signature");
    stage.refuses(
        "media-type-unsupported",
        SENDER.post("/hook", new byte[BUDGET]).header("Content-Type", "multipart/x"));
    assertAllGivenBack("an unsupported media type");
    stage.outcomes.clear();
    try (Wire wire = stage.connect()) {
      wire.send(SENDER.post("/hook", new byte[BUDGET]).head());
      wire.send(new byte[BUDGET - 1]);
    }
    stage.await("body-incomplete");
    assertAllGivenBack("a body that ended early");
    stage.outcomes.clear();
    try (Wire wire = stage.connect()) {
      wire.send(SENDER.post("/quick", new byte[BUDGET]).head());
      wire.send(new byte[500]);
      // Its time begins when the server begins to read, whenever that is.
      for (int i = 0; i < 499 && wire.next(20).equals("silence"); i++) {
        wire.send(new byte[1]);
      }
      Answer answer = wire.receive();
      assertTrue(List.of(0, 408).contains(answer.status()), answer::toString);
    }
    stage.await("body-timeout");
    assertAllGivenBack("a body that took too long");
  }

  @Test
  void floodOfLargeBodies_isServedOrToldToComeLater() throws Exception {
    int senders = 40;
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      answers.add(threads.submit(() -> stage.exchange(SENDER.post("/hook", new byte[BUDGET / 2]))));
    }
    threads.shutdown();
    for (Future<Answer> each : answers) {
      Answer answer = each.get();
      assertTrue(List.of(200, 503).contains(answer.status()), answer::toString);
      assertEquals(answer.status() == 503, !answer.header("Retry-After").isEmpty());
    }
    assertAllGivenBack("a flood");
  }

  @Test
  void unprotectedBodies_doNotCount() throws Exception {
    byte[] large = "x".repeat(5 * BUDGET).getBytes(UTF_8);
    assertEquals(200, stage.exchange(Call.post("/open", large)).status());
  }
}
