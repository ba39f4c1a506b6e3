package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadListener;
import dev.lacre.verifier.config.ReloadingConfig;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, routes and merchants change in real files, while a real container takes deliveries. */
@EachContainer
@Timeout(120)
class RotationTest {

  private static final Sender OLD = new Sender("app", "store-1", "the old secret of the app");
  private static final Sender NEW = new Sender("app", "store-1", "the new secret of the app");
  private static final String OLD_FILE = "{\"file\": \"old.secret\"}";
  private static final String NEW_FILE = "{\"file\": \"new.secret\"}";

  private final ContainerKind kind;
  private final Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  RotationTest(ContainerKind kind, @TempDir Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  @BeforeEach
  void firstFiles() throws IOException {
    Files.writeString(folder.resolve("old.secret"), OLD.secret() + "\n");
    Files.writeString(folder.resolve("new.secret"), NEW.secret() + "\n");
    replace("lacre.json", json(OLD_FILE, ""));
  }

  private static String json(String secrets, String more) {
    return """
        { "credentials": [
            { "appId": "app", "model": "client_credentials_application",
              "secrets": [ %s ], "merchants": ["store-1"] } ],
          "routes": { "/hook": { "operation": "ordering-channel" } %s }
        """
        .formatted(secrets, more.isEmpty() ? "}" : more);
  }

  /** As docs/rotation.md says: written beside, then renamed. */
  private void replace(String name, String text) throws IOException {
    Path beside = Files.writeString(folder.resolve(name + ".new"), text);
    Files.move(
        beside,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private ReloadingConfig.Builder config() {
    return ReloadingConfig.builder(folder.resolve("lacre.json"))
        .listener(
            new ReloadListener() {
              @Override
              public void swapped(LacreConfig config) {
                told.add("swapped");
              }

              @Override
              public void refused(RuntimeException fault) {
                told.add("refused: " + fault.getMessage());
              }
            });
  }

  private String news() throws InterruptedException {
    String news = told.poll(30, TimeUnit.SECONDS);
    assertNotNull(news, "nothing was told");
    return news;
  }

  /**
   * Awaits a swap. A file that is written in place may be read, and refused, before it is whole.
   */
  private void awaitSwap() throws InterruptedException {
    String news = news();
    while (news.startsWith("refused: lacre.json")) {
      news = news();
    }
    assertEquals("swapped", news);
  }

  private Stage stage(ReloadingConfig config) {
    Outcomes outcomes = new Outcomes();
    WebhookFilter filter = WebhookFilter.builder(config).listener(outcomes).build();
    return Stage.on(kind)
        .outcomes(outcomes)
        .registration(context -> Stage.register(context, "lacre", filter))
        .start();
  }

  /** Sends 200 deliveries a second, each signed with what is the sender's secret then. */
  private static final class Load {

    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(8);
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger serial = new AtomicInteger();
    private final ReadWriteLock inFlight = new ReentrantReadWriteLock();
    private Sender sender = OLD;

    Load(Stage stage) {
      // What a slow machine has not come to send when it is stopped is not sent.
      threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      var unused =
          threads.scheduleAtFixedRate(
              () -> threads.execute(() -> send(stage)), 0, 5, TimeUnit.MILLISECONDS);
    }

    private void send(Stage stage) {
      int status = -1;
      inFlight.readLock().lock();
      try {
        String body = "{\"eventId\":\"e-" + serial.incrementAndGet() + "\"}";
        status = stage.exchange(sender.post("/hook", body)).status();
      } catch (IOException failure) {
        // counted as -1
      } finally {
        inFlight.readLock().unlock();
        statuses.computeIfAbsent(status, absent -> new AtomicInteger()).incrementAndGet();
      }
    }

    /** Signs with another secret from now on; what was signed with the last one is answered. */
    void signsAs(Sender other) {
      inFlight.writeLock().lock();
      try {
        sender = other;
      } finally {
        inFlight.writeLock().unlock();
      }
    }

    int answered() {
      return statuses.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Lets as many more deliveries come. */
    void more(int deliveries) throws InterruptedException {
      int until = answered() + deliveries;
      while (answered() < until) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }

    void stop() throws InterruptedException {
      threads.shutdown();
      assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void secretThatIsRotatedUnderLoad_refusesNobodyByMistake() throws Exception {
    try (ReloadingConfig config = config().every(Duration.ofMillis(50)).build();
        Stage stage = stage(config)) {
      Map<Integer, AtomicInteger> statuses;
      Load load = new Load(stage);
      statuses = load.statuses;
      try {
        load.more(40);
        String both = json(OLD_FILE + ", " + NEW_FILE, "");
        // In place, and slowly: what is half written is refused, and nothing else happens.
        Files.writeString(folder.resolve("lacre.json"), both.substring(0, both.length() / 2));
        assertTrue(news().startsWith("refused: lacre.json"));
        load.more(20);
        Files.writeString(folder.resolve("lacre.json"), both);
        awaitSwap();
        load.more(40);
        load.signsAs(NEW);
        load.more(40);
        Files.writeString(folder.resolve("lacre.json"), "");
        assertTrue(news().startsWith("refused: lacre.json"));
        replace("lacre.json", json(NEW_FILE, ""));
        awaitSwap();
        load.more(40);
      } finally {
        load.stop();
      }
      assertEquals("[200]", statuses.keySet().toString(), statuses::toString);
      assertTrue(load.answered() >= 180, statuses::toString);
      stage.outcomes.clear();
      stage.refuses("signature-mismatch", OLD.post("/hook", "{\"eventId\":\"late\"}"));
      stage.accepts(NEW.post("/hook", "{\"eventId\":\"late\"}"));
    }
  }

  @Test
  void requestInFlight_endsWithWhatItCameUnder() throws Exception {
    Outcomes outcomes = new Outcomes();
    try (ReloadingConfig config = config().build()) {
      WebhookFilter filter = WebhookFilter.builder(config).listener(outcomes).build();
      try (Stage stage =
              Stage.on(kind)
                  .outcomes(outcomes)
                  .registration(context -> Stage.register(context, "lacre", filter))
                  .start();
          Wire wire = stage.connect()) {
        Call slow = OLD.post("/hook", "{\"a\":1}");
        wire.send(slow.head());
        wire.send("{\"a\"");
        while (filter.bodiesInFlight() == 0) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        replace("lacre.json", json(NEW_FILE, ""));
        assertTrue(config.reload());
        wire.send(":1}");
        assertEquals(200, wire.receive().status());
        while (filter.bodiesInFlight() > 0) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        outcomes.clear();
        stage.refuses("signature-mismatch", OLD.post("/hook", "{\"a\":1}"));
      }
    }
  }

  @Test
  void dispatchOfARequestInFlight_isJudgedByWhatItCameUnder() throws Exception {
    String other = ", \"/other\": { \"operation\": \"ordering-channel\" } }";
    replace("lacre.json", json(OLD_FILE, other));
    try (ReloadingConfig config = config().build();
        Stage stage = stage(config)) {
      String deed =
          stage.handler.deed(
              (request, response) -> {
                if (request.getRequestURI().equals("/other")) {
                  Handler.answer(response, "inner");
                } else {
                  replace("lacre.json", json(NEW_FILE, other));
                  assertTrue(config.reload());
                  request.getRequestDispatcher("/other").forward(request, response);
                }
              });
      Answer answer = stage.exchange(OLD.post("/hook", "{}").header(Handler.DO, deed));
      assertEquals("200 inner", answer.status() + " " + answer.text());
      stage.outcomes.clear();
      stage.refuses("signature-mismatch", OLD.post("/other", "{}"));
    }
  }

  @Test
  void ledger_remembersAcrossASwap_andCannotChange() throws Exception {
    String ledger = "}, \"ledger\": {}";
    replace("lacre.json", json(OLD_FILE, ledger));
    try (ReloadingConfig config = config().build();
        Stage stage = stage(config)) {
      String body = "{\"eventId\":\"once\"}";
      stage.accepts(OLD.post("/hook", body));
      replace("lacre.json", json(NEW_FILE, ledger));
      assertTrue(config.reload());
      int before = stage.handler.calls();
      assertEquals(200, stage.exchange(NEW.post("/hook", body)).status());
      assertEquals(before, stage.handler.calls(), "it reached the application twice");
      replace("lacre.json", json(NEW_FILE, ""));
      var fault = assertThrows(IllegalArgumentException.class, config::reload);
      assertTrue(fault.toString().contains("'ledger'"), fault::toString);
      assertEquals(200, stage.exchange(NEW.post("/hook", body)).status());
      assertEquals(before, stage.handler.calls());
    }
  }

  @Test
  void routesAndBounds_change_andWhatWasAddedInCodeStays() throws Exception {
    Outcomes outcomes = new Outcomes();
    try (ReloadingConfig config = config().build()) {
      WebhookFilter filter =
          WebhookFilter.builder(config).route("/other", Stage.hook()).listener(outcomes).build();
      try (Stage stage =
          Stage.on(kind)
              .outcomes(outcomes)
              .registration(context -> Stage.register(context, "lacre", filter))
              .start()) {
        assertEquals(200, stage.exchange(Call.post("/stores/store-1", "{}")).status());
        replace(
            "lacre.json",
            json(
                OLD_FILE,
                ", \"/stores/*\": { \"operation\": \"ordering-channel\" } },"
                    + " \"maxBodyBytesInFlight\": 10"));
        assertTrue(config.reload());
        stage.neverEnters(Call.post("/stores/store-1", "{}"));
        stage.accepts(OLD.post("/stores/store-1", "{}"));
        stage.accepts(Sender.APPLICATION.post("/other", "{}"));
        assertEquals(503, stage.neverEnters(OLD.post("/hook", "{\"a\":12345678}")).status());
        String stores = ", \"/stores/*\": { \"operation\": \"ordering-channel\" } ";
        replace("lacre.json", json(OLD_FILE, stores + "}"));
        assertTrue(config.reload());
        stage.accepts(OLD.post("/hook", "{\"a\":12345678}"));
        replace(
            "lacre.json",
            json(OLD_FILE, stores + ", \"/other\": {\"operation\": \"v1/newEvent\"} }"));
        assertThrows(IllegalArgumentException.class, config::reload);
        stage.accepts(OLD.post("/hook", "{}"));
      }
    }
  }

  @Test
  void routeThatIsTakenAway_isRefused_forItsPathWouldBeOpen() throws Exception {
    String stores = ", \"/stores/*\": { \"operation\": \"ordering-channel\" } }";
    replace("lacre.json", json(OLD_FILE, stores));
    try (ReloadingConfig config = config().build();
        Stage stage = stage(config)) {
      for (String others :
          new String[] {"", ", \"/stores/a\": { \"operation\": \"ordering-channel\" } }"}) {
        replace("lacre.json", json(NEW_FILE, others));
        var fault = assertThrows(IllegalArgumentException.class, config::reload);
        assertTrue(fault.toString().contains("'/stores/*' was taken out"), fault::toString);
        stage.neverEnters(Call.post("/stores/store-1", "{}"));
        stage.accepts(OLD.post("/stores/store-1", "{}"));
        stage.accepts(OLD.post("/hook", "{}"));
      }
    }
  }

  /** A filter that can be ended and started again as a container may do it. */
  private static final class Restarted implements Filter {

    private final WebhookFilter filter;
    private volatile @Nullable FilterConfig config;

    Restarted(WebhookFilter filter) {
      this.filter = filter;
    }

    @Override
    public void init(FilterConfig given) throws ServletException {
      config = given;
      filter.init(given);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      filter.doFilter(request, response, chain);
    }

    @Override
    public void destroy() {
      filter.destroy();
    }

    void start() throws ServletException {
      filter.init(Objects.requireNonNull(config));
    }
  }

  @Test
  void filterThatIsStartedAgain_followsAgain_withWhatItRemembers() throws Exception {
    String ledger = "}, \"ledger\": {}";
    String stores = ", \"/stores/*\": { \"operation\": \"ordering-channel\" } ";
    replace("lacre.json", json(OLD_FILE, stores + ledger));
    Outcomes outcomes = new Outcomes();
    try (ReloadingConfig config = config().build()) {
      Restarted filter = new Restarted(WebhookFilter.builder(config).listener(outcomes).build());
      try (Stage stage =
          Stage.on(kind)
              .outcomes(outcomes)
              .registration(context -> Stage.register(context, "lacre", filter))
              .start()) {
        String body = "{\"eventId\":\"once\"}";
        stage.accepts(OLD.post("/hook", body));
        filter.destroy();
        replace("lacre.json", json(OLD_FILE, ledger));
        assertTrue(config.reload(), "nobody follows");
        stage.neverEnters(Call.post("/stores/store-1", "{}"));
        filter.start();
        assertEquals(200, stage.exchange(Call.post("/stores/store-1", "{}")).status());
        int before = stage.handler.calls();
        assertEquals(200, stage.exchange(OLD.post("/hook", body)).status());
        assertEquals(before, stage.handler.calls(), "it was forgotten");
        replace("lacre.json", json(NEW_FILE, ledger));
        assertTrue(config.reload());
        stage.refuses("signature-mismatch", OLD.post("/hook", "{\"eventId\":\"2\"}"));
        stage.accepts(NEW.post("/hook", "{\"eventId\":\"2\"}"));
        replace("lacre.json", json(NEW_FILE, ""));
        assertThrows(IllegalArgumentException.class, config::reload);
        filter.destroy();
        assertTrue(config.reload());
        filter.start();
        stage.accepts(NEW.post("/hook", body));
        stage.accepts(NEW.post("/hook", body));
      }
    }
  }

  @Test
  void filterOfADescriptor_thatIsStartedAgain_loadsAgain() throws Exception {
    for (String period : new String[] {"", "PT0.05S"}) {
      replace("lacre.json", json(OLD_FILE, ""));
      Restarted filter = new Restarted(new WebhookFilter());
      try (Stage stage =
          Stage.on(kind)
              .registration(
                  context -> {
                    FilterRegistration.Dynamic registered = context.addFilter("webhooks", filter);
                    registered.setInitParameter("config", folder.resolve("lacre.json").toString());
                    if (!period.isEmpty()) {
                      registered.setInitParameter("reload", period);
                    }
                    Stage.map(registered);
                  })
              .start()) {
        assertEquals(200, stage.exchange(OLD.post("/hook", "{}")).status());
        filter.destroy();
        replace("lacre.json", json(NEW_FILE, ""));
        stage.neverEnters(NEW.post("/hook", "{}"));
        filter.start();
        assertEquals(200, stage.exchange(NEW.post("/hook", "{}")).status());
        stage.neverEnters(OLD.post("/hook", "{}"));
        if (!period.isEmpty()) {
          int logged = Logs.length();
          replace("lacre.json", json(OLD_FILE, ""));
          awaitLog(logged, "is in force, with routes [/hook]");
          assertEquals(200, stage.exchange(OLD.post("/hook", "{}")).status());
        }
      }
    }
  }

  @Test
  void initParameter_hasTheFileReadAgain() throws Exception {
    Stage stage =
        Stage.on(kind)
            .registration(
                context -> {
                  FilterRegistration.Dynamic filter =
                      context.addFilter("webhooks", WebhookFilter.class);
                  filter.setInitParameter("config", folder.resolve("lacre.json").toString());
                  filter.setInitParameter("reload", "PT0.05S");
                  Stage.map(filter);
                })
            .start();
    try (stage) {
      assertEquals(200, stage.exchange(OLD.post("/hook", "{}")).status());
      int logged = Logs.length();
      replace("lacre.json", "{");
      awaitLog(logged, "the old one stays in force");
      assertEquals(200, stage.exchange(OLD.post("/hook", "{}")).status());
      replace("lacre.json", json(NEW_FILE, ""));
      awaitLog(logged, "is in force, with routes [/hook]");
      assertEquals(200, stage.exchange(NEW.post("/hook", "{}")).status());
      stage.neverEnters(OLD.post("/hook", "{}"));
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("lacre-reload")) {
        thread.join(10_000);
        assertTrue(!thread.isAlive(), "the schedule outlives the filter");
      }
    }
  }

  private static void awaitLog(int from, String words) throws InterruptedException {
    for (int i = 0; i < 2000 && !Logs.textFrom(from).contains(words); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertTrue(Logs.textFrom(from).contains(words), "not logged: " + words);
  }
}
