package dev.lacre.verifier.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.Secret;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change to a file or a managed secret does, and what it must not do. */
@Timeout(60)
class ReloadingConfigTest {

  private static final String OLD = ConfigFolder.MARKER + "-the-old-secret";
  private static final String NEW = ConfigFolder.MARKER + "-the-new-secret";
  private static final String SECRET_IN_FILE = "{\"file\": \"a.secret\"}";

  private final Path folder;
  private final ConfigFolder files;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  ReloadingConfigTest(@TempDir Path folder) {
    this.folder = folder;
    this.files = new ConfigFolder(folder).file("a.secret", OLD).file("lacre.json", json());
  }

  private static String json() {
    return json(SECRET_IN_FILE);
  }

  private static String json(String secret) {
    return """
        { "credentials": [ { "appId": "app", "model": "client_credentials_application",
            "secrets": [ %s ], "merchants": ["store"] } ],
          "routes": { "/v1/newEvent": { "operation": "v1/newEvent" } } }
        """
        .formatted(secret);
  }

  private final class Telling implements ReloadListener {

    @Override
    public void swapped(LacreConfig config) {
      told.add("swapped");
      throw new IllegalStateException("the listener's own");
    }

    @Override
    public void refused(RuntimeException fault) {
      told.add("refused: " + fault.getMessage());
    }
  }

  private ReloadingConfig.Builder builder() {
    return ReloadingConfig.builder(folder.resolve("lacre.json")).listener(new Telling());
  }

  private String news() throws InterruptedException {
    String news = told.poll(20, TimeUnit.SECONDS);
    assertNotNull(news, "nothing was told");
    return news;
  }

  private static String sent(LacreConfig config, String secret) {
    RouteConfig route = Objects.requireNonNull(config.routes().get("/v1/newEvent"));
    return ConfigFolder.outcome(ConfigFolder.send(route, "app", "store", secret, "{}"));
  }

  private static void assertTakes(String secret, ReloadingConfig config) {
    assertEquals("accepted", sent(config.get(), secret));
    String other = secret.equals(OLD) ? NEW : OLD;
    assertEquals("signature-mismatch", sent(config.get(), other));
  }

  @Test
  void changedSecretFile_byHand_isTakenAtOnce() throws Exception {
    ReloadingConfig config = builder().build();
    LacreConfig before = config.get();
    assertFalse(config.reload());
    assertSame(before, config.get());
    files.file("a.secret", NEW);
    assertTakes(OLD, config);
    assertTrue(config.reload());
    assertTakes(NEW, config);
    assertEquals("swapped", news());
    assertFalse(config.reload());
    assertTrue(told.isEmpty());
  }

  @Test
  void faultyFile_isRefused_andTheOldStays() throws Exception {
    ReloadingConfig config = builder().build();
    LacreConfig before = config.get();
    for (String bad : List.of("", json().substring(0, 60), json("{\"file\": \"none\"}"))) {
      files.file("lacre.json", bad);
      RuntimeException fault = assertThrows(LacreConfigException.class, config::reload);
      assertSame(fault, config.fault().orElseThrow());
      assertSame(before, config.get());
      assertTrue(news().startsWith("refused: lacre.json"));
      assertTrue(config.toString().contains("refused"), config::toString);
      assertFalse(config.toString().contains("Zebra"), config::toString);
    }
    files.file("lacre.json", json());
    assertFalse(config.reload());
    assertTrue(config.fault().isEmpty());
  }

  @Test
  void schedule_takesWhatIsGood_tellsWhatIsBadOnce() throws Exception {
    try (ReloadingConfig config = builder().every(Duration.ofMillis(50)).build()) {
      files.file("a.secret", "short");
      assertTrue(news().contains("a.secret"));
      assertTakes(OLD, config);
      AtomicInteger readings = new AtomicInteger();
      files.file("a.secret", NEW);
      assertEquals("swapped", news());
      assertTakes(NEW, config);
      assertTrue(config.fault().isEmpty());
      config.follow(
          next -> {
            if (readings.getAndIncrement() > 0) {
              throw new IllegalArgumentException("not with me");
            }
            return () -> {};
          });
      files.file("a.secret", OLD);
      assertEquals("refused: not with me", news());
      assertTakes(NEW, config);
      files.file("lacre.json", "{");
      assertTrue(news().startsWith("refused: lacre.json"));
      assertEquals(2, readings.get(), "a change that was refused is not tried again");
      assertTrue(told.isEmpty(), told::toString);
    }
  }

  /** Each reading asks for the managed secret, so the source sees each of them. */
  @Test
  void changeThatIsSeenOnce_isHalfOfAnother_andNotTaken() throws Exception {
    List<String> seen = List.of(OLD, OLD, OLD, NEW.substring(0, 20), OLD, NEW.substring(0, 22));
    AtomicInteger reading = new AtomicInteger();
    List<String> inForce = new CopyOnWriteArrayList<>();
    files.file("lacre.json", json("{\"managed\": \"of-the-app\"}"));
    SecretSource source =
        name -> {
          assertEquals("of-the-app", name);
          int number = reading.getAndIncrement();
          return Secret.ofUtf8(number < seen.size() ? seen.get(number) : NEW);
        };
    try (ReloadingConfig config =
        ReloadingConfig.builder(folder.resolve("lacre.json"))
            .secrets(source)
            .every(Duration.ofMillis(50))
            .listener(
                new ReloadListener() {
                  @Override
                  public void swapped(LacreConfig now) {
                    inForce.add(sent(now, NEW));
                  }

                  @Override
                  public void refused(RuntimeException fault) {
                    inForce.add("refused");
                  }
                })
            .listener(new Telling())
            .build()) {
      assertEquals("swapped", news());
      assertTakes(NEW, config);
    }
    assertEquals(List.of("accepted"), inForce);
    assertTrue(reading.get() >= seen.size() + 2, "taken after " + reading + " readings");
  }

  @Test
  void changeThatStaysRefused_isToldAndTriedOnce() throws Exception {
    AtomicInteger readings = new AtomicInteger();
    AtomicInteger tries = new AtomicInteger();
    files.file("lacre.json", json("{\"managed\": \"a\"}, " + SECRET_IN_FILE));
    SecretSource counting =
        name -> {
          readings.incrementAndGet();
          return Secret.ofUtf8("a secret of the manager");
        };
    try (ReloadingConfig config =
        builder().secrets(counting).every(Duration.ofMillis(50)).build()) {
      config.follow(
          next -> {
            if (tries.getAndIncrement() > 0) {
              throw new IllegalArgumentException("not with me");
            }
            return () -> {};
          });
      files.file("a.secret", NEW);
      assertEquals("refused: not with me", news());
      for (int until = readings.get() + 4; readings.get() < until; ) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertTrue(told.isEmpty(), told::toString);
      assertEquals(2, tries.get());
    }
  }

  @Test
  void followers_areAllReady_orNoneIsChanged() {
    ReloadingConfig config = builder().build();
    List<String> done = new ArrayList<>();
    config.follow(next -> () -> done.add("one"));
    Runnable leave =
        config.follow(
            next -> {
              if (done.size() > 1) {
                throw new IllegalArgumentException("not with me");
              }
              return () -> done.add("two");
            });
    assertEquals(List.of("one", "two"), done);
    files.file("a.secret", NEW);
    var fault = assertThrows(IllegalArgumentException.class, config::reload);
    assertEquals("not with me", fault.getMessage());
    assertEquals(List.of("one", "two"), done);
    assertTakes(OLD, config);
    leave.run();
    assertTrue(config.reload());
    assertEquals(List.of("one", "two", "one"), done);
    assertTakes(NEW, config);
  }

  @Test
  void changeThatComesBackAfterTheOld_isToldAgain() throws Exception {
    try (ReloadingConfig config = builder().every(Duration.ofMillis(50)).build()) {
      for (int i = 0; i < 2; i++) {
        files.file("a.secret", "short");
        assertTrue(news().startsWith("refused: lacre.json"));
        assertTrue(config.fault().isPresent());
        files.file("a.secret", OLD);
        for (int wait = 0; wait < 2000 && config.fault().isPresent(); wait++) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(config.fault().isEmpty(), "what is read is in force again");
      }
    }
  }

  @Test
  void changeThatAFollowerRefused_isTakenOnceItHasLeft() throws Exception {
    try (ReloadingConfig config = builder().every(Duration.ofMillis(50)).build()) {
      AtomicInteger tries = new AtomicInteger();
      Runnable leave =
          config.follow(
              next -> {
                if (tries.getAndIncrement() > 0) {
                  throw new IllegalArgumentException("not with me");
                }
                return () -> {};
              });
      files.file("a.secret", NEW);
      assertEquals("refused: not with me", news());
      leave.run();
      assertEquals("swapped", news());
      assertTakes(NEW, config);
    }
  }

  /** A secret that is another one at each reading, or one of two in turn. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 2})
  void whatNeverSettles_isToldOnce_andTakenWhenItDoes(int different) throws Exception {
    files.file("lacre.json", json("{\"managed\": \"of-the-app\"}"));
    AtomicInteger readings = new AtomicInteger();
    AtomicReference<String> settled = new AtomicReference<>("");
    SecretSource restless =
        name -> {
          int reading = readings.getAndIncrement();
          String now = Objects.requireNonNull(settled.get());
          return Secret.ofUtf8(now.isEmpty() ? OLD + reading % different : now);
        };
    try (ReloadingConfig config =
        builder().secrets(restless).every(Duration.ofMillis(50)).build()) {
      String fault = news();
      assertTrue(fault.startsWith("refused: lacre.json: "), fault);
      assertTrue(fault.contains("does not settle"), fault);
      assertTrue(readings.get() >= 11, "told after " + readings + " readings");
      for (int until = readings.get() + 15; readings.get() < until; ) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertTrue(told.isEmpty(), told::toString);
      assertTrue(config.fault().isPresent());
      settled.set(NEW);
      assertEquals("swapped", news());
      assertTakes(NEW, config);
      assertTrue(config.fault().isEmpty());
    }
  }

  @Test
  void error_isAFaultThatNamesItsClassAlone() throws Exception {
    AtomicReference<@Nullable Error> broken = new AtomicReference<>();
    SecretSource source =
        name -> {
          Error now = broken.get();
          if (now != null) {
            throw now;
          }
          return Secret.ofUtf8(NEW);
        };
    files.file("lacre.json", json("{\"managed\": \"of-the-app\"}"));
    ReloadingConfig.Builder builder = builder().secrets(source).every(Duration.ofMillis(50));
    try (ReloadingConfig config = builder.build()) {
      for (Error each :
          List.of(
              new OutOfMemoryError(OLD),
              new NoClassDefFoundError(OLD),
              new StackOverflowError(OLD))) {
        broken.set(each);
        String fault = news();
        assertTrue(fault.contains(each.getClass().getName()), fault);
        assertFalse(fault.contains("Zebra"), fault);
        assertTrue(config.fault().isPresent());
        assertTakes(NEW, config);
        broken.set(null);
        for (int wait = 0; wait < 2000 && config.fault().isPresent(); wait++) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(config.fault().isEmpty());
      }
      assertTrue(told.isEmpty(), told::toString);
    }
  }

  @Test
  void errorOfAFollower_refusesTheChange() {
    ReloadingConfig config = builder().build();
    AtomicInteger tries = new AtomicInteger();
    config.follow(
        next -> {
          if (tries.getAndIncrement() > 0) {
            throw new NoClassDefFoundError(OLD);
          }
          return () -> {};
        });
    files.file("a.secret", NEW);
    RuntimeException fault = assertThrows(LacreConfigException.class, config::reload);
    assertTrue(fault.toString().contains("java.lang.NoClassDefFoundError;"), fault::toString);
    assertSame(fault, config.fault().orElseThrow());
    assertTakes(OLD, config);
  }

  @Test
  void fileWithoutEnd_isNotReadToIt() throws Exception {
    Path file = folder.resolve("lacre.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    var fault = assertThrows(LacreConfigException.class, () -> LacreConfig.load(file));
    assertTrue(fault.toString().contains("longer than 64 MiB"), fault::toString);
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("keys.json").toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    files.file(
        "lacre.json",
        """
        { "bearer": { "issuer": "i", "audience": "a", "algorithm": "RS256",
            "jwks": {"file": "keys.json"}, "clients": [ {"appId": "a", "merchants": ["m"]} ] },
          "routes": {} }
        """);
    var keys = assertThrows(LacreConfigException.class, () -> LacreConfig.load(file));
    assertTrue(keys.toString().contains("is longer than 262144 bytes"), keys::toString);
  }

  @Test
  @SuppressWarnings("NullAway") // What a careless source returns.
  void managedSecretThatIsNull_isAFaultAtItsPlace() {
    files.file("lacre.json", json("{\"managed\": \"of-the-app\"}"));
    Path file = folder.resolve("lacre.json");
    var fault =
        assertThrows(
            LacreConfigException.class, () -> LacreConfig.load(file, name -> null, name -> null));
    assertTrue(fault.place().contains("(/credentials/0/secrets/0/managed)"), fault::place);
    assertTrue(fault.toString().contains("null for 'of-the-app'"), fault::toString);
  }

  @Test
  void managedSecret_withoutASource_orFromABrokenOne_isAFault() {
    files.file("lacre.json", json("{\"managed\": \"of-the-app\"}"));
    Path file = folder.resolve("lacre.json");
    var none = assertThrows(LacreConfigException.class, () -> LacreConfig.load(file));
    assertTrue(none.toString().contains("SecretSource"), none::toString);
    var broken =
        assertThrows(
            LacreConfigException.class,
            () ->
                LacreConfig.load(
                    file,
                    name -> null,
                    name -> {
                      throw new java.io.IOException("cannot decrypt " + OLD);
                    }));
    assertTrue(broken.toString().contains("'of-the-app' (IOException)"), broken::toString);
    assertFalse(broken.toString().contains("Zebra"), broken::toString);
    files.file("lacre.json", json("{\"managed\": \"a\", \"insecureShort\": true}"));
    assertThrows(
        LacreConfigException.class,
        () -> LacreConfig.load(file, name -> null, name -> Secret.ofUtf8(OLD)));
    files.file("lacre.json", json("{\"managed\": \"a\"}"));
    assertEquals(
        "accepted", sent(LacreConfig.load(file, n -> null, name -> Secret.ofUtf8(NEW)), NEW));
  }

  @Test
  void configurationThatIsBadFromTheStart_isThrown() throws Exception {
    Files.delete(folder.resolve("a.secret"));
    assertThrows(LacreConfigException.class, () -> builder().build());
    for (Duration odd : List.of(Duration.ZERO, Duration.ofMillis(49), Duration.ofDays(2))) {
      assertThrows(IllegalArgumentException.class, () -> builder().every(odd));
    }
  }
}
