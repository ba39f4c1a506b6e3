package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.WebhookOperation;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * 64 connections with 500 deliveries each on the first container of a run, and with 100 on the
 * others, but as many large ones; genuine and forged mixed: no wrong verdict, each genuine one with
 * its exact bytes in the application once, and no memory kept.
 */
@EachContainer
class LoadTest {

  private static final int CONNECTIONS = 64;
  private static final int LARGEST = 100_000;

  /** Enough for a body of the largest kind on each connection, and not for one more. */
  private static final int BUDGET = CONNECTIONS * LARGEST;

  /** How many deliveries of all connections are large, about. */
  private static final int LARGE = 320;

  private static final List<WebhookOperation> OPERATIONS =
      Stream.of("ordering-channel", "v1/newEvent", "v1/confirmationCode", "v2/orderEvent")
          .map(name -> WebhookOperation.named(name).orElseThrow())
          .toList();

  private final ContainerKind kind;
  private final int deliveries;

  /**
   * What may be on the heap afterwards that was not before: what is logged, above all, and much
   * less than the bodies of all deliveries.
   */
  private final long growth;

  private final Map<String, Integer> read = new ConcurrentHashMap<>();

  LoadTest(ContainerKind kind) {
    this.kind = kind;
    boolean first = kind == ContainerKind.ofThisRun().get(0);
    this.deliveries = first ? 500 : 100;
    this.growth = (first ? 48L : 32L) << 20;
  }

  @Test
  void everyDelivery_isJudgedRightAndReachesTheApplicationOnce() throws Exception {
    WebhookFilter.Builder filter = WebhookFilter.builder().maxBodyBytesInFlight(BUDGET);
    OPERATIONS.forEach(
        operation ->
            filter.route(
                "/op/" + operation.name(), Stage.verifier(operation).maxBodyBytes(BUDGET).build()));
    WebhookFilter built = filter.build();
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.register(context, "lacre", built))
            .servlet("/op/*", new Handler((request, response) -> answer(request, response)))
            .start()) {
      long before = heapInUse();
      List<String> genuine = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
      try {
        List<Future<List<String>>> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
          int number = i;
          connections.add(threads.submit(() -> converse(stage, number)));
        }
        for (Future<List<String>> connection : connections) {
          genuine.addAll(connection.get());
        }
      } finally {
        threads.shutdown();
      }
      assertTrue(genuine.size() > CONNECTIONS * deliveries / 3, "genuine: " + genuine.size());
      assertEquals(
          genuine.stream().collect(Collectors.toMap(hash -> hash, hash -> 1)),
          read,
          "from the hash of what was sent to how often the application read it");
      read.clear();
      genuine.clear();
      stage.findsRoom(Sender.APPLICATION.post("/op/v2/orderEvent", new byte[BUDGET]), "the load");
      read.clear();
      long grown = heapInUse() - before;
      assertTrue(grown < growth, "the heap has grown by " + grown + " bytes");
    }
  }

  private void answer(
      jakarta.servlet.http.HttpServletRequest request,
      jakarta.servlet.http.HttpServletResponse response)
      throws java.io.IOException {
    String hash = Handler.hash(request.getInputStream().readAllBytes());
    read.merge(hash, 1, Integer::sum);
    Handler.answer(response, hash);
  }

  /** Sends what one connection has to send, and returns the hashes of the genuine bodies. */
  private List<String> converse(Stage stage, int number) throws Exception {
    Random random = new Random(number);
    List<String> genuine = new ArrayList<>();
    Wire wire = stage.connect();
    try {
      for (int i = 0; i < deliveries; i++) {
        WebhookOperation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        byte[] body = body(number + "/" + i, random);
        String path = "/op/" + operation.name();
        boolean good = random.nextBoolean();
        boolean twice = !good && body.length < 8000 && random.nextInt(8) == 0;
        Call call = good ? sender(random).post(path, body) : forged(path, body, random);
        if (twice) {
          call.header("X-App-Signature", Sender.APPLICATION.signature(body));
        }
        if (random.nextInt(4) == 0) {
          call.chunked(1 + random.nextInt(8192));
        }
        wire.send(call.bytes());
        Answer answer = wire.receive();
        String where = "connection " + number + ", delivery " + i + ", " + call;
        if (good) {
          assertEquals(Handler.hash(body), answer.text(), where);
          assertEquals(200, answer.status(), where);
          genuine.add(Handler.hash(body));
        } else {
          var refusal = operation.refusal(RejectionReason.SIGNATURE_MISMATCH);
          assertEquals(refusal.status(), answer.status(), where);
          assertEquals(new String(refusal.body(), UTF_8), answer.text(), where);
        }
        if (twice) {
          // Refused for its headers: a container need not keep a connection whose body is unread.
          wire.close();
          wire = stage.connect();
        }
      }
    } finally {
      wire.close();
    }
    return genuine;
  }

  private static Sender sender(Random random) {
    return random.nextBoolean() ? Sender.APPLICATION : Sender.MERCHANT;
  }

  /** A body that no other delivery has. */
  private byte[] body(String name, Random random) {
    boolean large = random.nextInt(CONNECTIONS * deliveries) < LARGE;
    int length = large ? LARGEST - 100 : 1 + random.nextInt(2000);
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("{\"delivery\":\"" + name + "\"}").getBytes(ISO_8859_1));
    body.writeBytes(octets);
    return body.toByteArray();
  }

  private static Call forged(String path, byte[] body, Random random) {
    Sender sender = sender(random);
    return switch (random.nextInt(3)) {
      case 0 -> {
        Call call = sender.post(path, body.clone());
        call.body()[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
        yield call;
      }
      case 1 -> {
        Sender other = sender.equals(Sender.MERCHANT) ? Sender.APPLICATION : Sender.MERCHANT;
        yield sender.post(path, body, other.signature(body));
      }
      default -> Sender.STRANGER.post(path, body);
    };
  }

  private static long heapInUse() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
