package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many senders at once, the genuine among the forged: no verdict is another's. */
@EachContainer
class ConcurrencyTest {

  private static final int THREADS = 16;
  private static final int REQUESTS = 200;
  private static final int BUDGET = 1_000_000;

  private final ContainerKind kind;

  ConcurrencyTest(ContainerKind kind) {
    this.kind = kind;
  }

  @Test
  void everyVerdict_isRight() throws Exception {
    try (Stage stage =
        Stage.on(kind)
            .filter(routes -> routes.route("/hook", Stage.hook()).maxBodyBytesInFlight(BUDGET))
            .start()) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        wrong.add(threads.submit(() -> wrongVerdicts(stage, new Random(seed))));
      }
      threads.shutdown();
      for (Future<Integer> each : wrong) {
        assertEquals(0, each.get());
      }
      int genuine = THREADS * REQUESTS / 2;
      assertEquals(genuine, stage.handler.calls(), "calls of the application");
      assertEquals(2 * genuine, stage.outcomes.next(2 * genuine).size(), "outcomes");
      assertEquals(List.of(), stage.outcomes.rest());
      stage.findsRoom(Sender.APPLICATION.post("/hook", new byte[BUDGET]), "all of them");
    }
  }

  private static int wrongVerdicts(Stage stage, Random random) throws Exception {
    int wrong = 0;
    try (Wire wire = stage.connect()) {
      for (int i = 0; i < REQUESTS; i++) {
        byte[] body = new byte[1 + random.nextInt(3000)];
        random.nextBytes(body);
        boolean genuine = i % 2 == 0;
        Sender sender = random.nextBoolean() ? Sender.APPLICATION : Sender.MERCHANT;
        Call call = sender.post("/hook", body);
        if (!genuine) {
          body[random.nextInt(body.length)] ^= 1;
        }
        if (random.nextBoolean()) {
          call.chunked(1 + random.nextInt(1000));
        }
        wire.send(call.bytes());
        Answer answer = wire.receive();
        String expected = genuine ? Handler.hash(body) : Stage.UNAUTHORIZED;
        wrong += answer.text().equals(expected) && answer.isSuccess() == genuine ? 0 : 1;
      }
    }
    return wrong;
  }

  @Test
  void sameRequestOnManyConnections_isVerifiedEachTime() throws Exception {
    Stage stage = Stage.standard(kind);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<String>> answers = new ArrayList<>();
    Call call = Sender.APPLICATION.post("/hook", "{\"same\":true}");
    for (int i = 0; i < 4 * THREADS; i++) {
      answers.add(threads.submit(() -> stage.exchange(call).text()));
    }
    threads.shutdown();
    String expected = Handler.hash("{\"same\":true}".getBytes(UTF_8));
    for (Future<String> answer : answers) {
      assertEquals(expected, answer.get());
    }
  }
}
