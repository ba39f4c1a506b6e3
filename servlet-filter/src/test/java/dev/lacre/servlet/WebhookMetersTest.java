package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.ledger.DeliveryLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What became of the requests, as figures. */
@EachContainer
class WebhookMetersTest {

  private final ContainerKind kind;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  WebhookMetersTest(ContainerKind kind) {
    this.kind = kind;
  }

  private double count(String verdict, String reason) {
    return registry
        .get(WebhookMeters.WEBHOOKS)
        .tags("route", "/hook", "verdict", verdict, "reason", reason)
        .counter()
        .count();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private Stage start() {
    WebhookMeters meters = new WebhookMeters(registry);
    return Stage.on(kind)
        .registration(
            context -> {
              WebhookFilter built =
                  WebhookFilter.builder()
                      .route("/hook", Stage.verifier(WebhookOperation.V1_NEW_EVENT).build())
                      .ledger(DeliveryLedger.inMemory())
                      .listener(meters)
                      .build();
              meters.watch(built);
              Stage.register(context, "lacre", built);
            })
        .start();
  }

  @Test
  void everyOutcome_isCounted() throws Exception {
    try (Stage stage = start()) {
      Call genuine = Sender.APPLICATION.post("/hook", "{\"eventId\":\"e-1\"}");
      assertEquals(200, stage.exchange(genuine).status());
      assertEquals(200, stage.exchange(genuine).status());
      Call swapped = Sender.APPLICATION.as("store-2").post("/hook", "{\"eventId\":\"e-1\"}");
      assertEquals(403, stage.exchange(swapped).status());
      for (int i = 0; i < 3; i++) {
        stage.neverEnters(Sender.APPLICATION.forge("/hook", "{}"));
      }
      awaitCount(6);
      assertEquals(1, count("accepted", "none"));
      assertEquals(1, count("duplicate", "none"));
      assertEquals(1, count("rejected", "merchant-swapped"));
      assertEquals(3, count("rejected", "signature-mismatch"));
      assertEquals(1, registry.get(WebhookMeters.SWAP_ALARMS).counter().count());
      var timer = registry.get(WebhookMeters.VERIFICATION).tags("verdict", "rejected").timer();
      assertEquals(4, timer.count());
      assertTrue(timer.totalTime(TimeUnit.NANOSECONDS) > 0);
      awaitNothingInFlight();
    }
  }

  /** An outcome is told when the answer is decided, which may be after the client has it. */
  private void awaitCount(int requests) throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      long told =
          registry.find(WebhookMeters.VERIFICATION).timers().stream()
              .mapToLong(t -> t.count())
              .sum();
      if (told == requests) {
        return;
      }
      Thread.sleep(10);
    }
  }

  /** The bytes of a body are given back once its outcome is told. */
  private void awaitNothingInFlight() throws InterruptedException {
    for (int i = 0; i < 2000 && gauge(WebhookMeters.BODIES) > 0; i++) {
      Thread.sleep(10);
    }
    assertEquals(0, gauge(WebhookMeters.BODIES));
    assertEquals(0, gauge(WebhookMeters.BODY_BYTES));
  }

  @Test
  void bodiesInFlight_areGauged() throws Exception {
    try (Stage stage = start()) {
      CountDownLatch inApplication = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      String body = "{\"eventId\":\"e-2\"}";
      Call call =
          Sender.APPLICATION
              .post("/hook", body)
              .header(
                  Handler.DO,
                  stage.handler.deed(
                      (request, response) -> {
                        inApplication.countDown();
                        goOn.await(20, TimeUnit.SECONDS);
                      }));
      ExecutorService sender = Executors.newSingleThreadExecutor();
      try {
        Future<Answer> answer = sender.submit(() -> stage.exchange(call));
        assertTrue(inApplication.await(20, TimeUnit.SECONDS));
        assertEquals(1, gauge(WebhookMeters.BODIES));
        assertEquals(body.length(), gauge(WebhookMeters.BODY_BYTES));
        goOn.countDown();
        assertEquals(200, answer.get(20, TimeUnit.SECONDS).status());
        awaitCount(1);
        awaitNothingInFlight();
      } finally {
        goOn.countDown();
        sender.shutdownNow();
      }
    }
  }

  @Test
  void withoutMicrometer_theFilterWorks() throws Exception {
    URL[] others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("micrometer"))
            .map(WebhookMetersTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName(WebhookFilter.class.getName(), true, loader);
      assertTrue(type.getMethods().length > 0);
      assertTrue(
          Class.forName(WebhookFilter.Builder.class.getName(), true, loader).getMethods().length
              > 0);
      type.getConstructor().newInstance();
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
