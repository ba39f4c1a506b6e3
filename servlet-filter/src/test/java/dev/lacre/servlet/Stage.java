package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A container with the filter and an application behind it. The application is mapped to its routes
 * and to {@code /} as well, so that it answers whatever the filter misses.
 */
final class Stage implements AutoCloseable {

  static final String UNAUTHORIZED =
      "{\"error\":\"Unauthorized\",\"message\":\"Invalid or missing authentication\"}";
  static final String FORBIDDEN =
      "{\"error\":\"Forbidden\",\"message\":\"Access denied to this resource\"}";

  /** The longest body on the route {@code /small}. */
  static final int SMALL = 1000;

  /** The time that a body may take on the route {@code /quick}, in milliseconds. */
  static final int QUICK_MILLIS = 400;

  private static final Map<String, Stage> SHARED = new ConcurrentHashMap<>();

  static {
    Logs.keep();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> SHARED.values().forEach(Stage::close)));
  }

  final Handler handler;
  final Outcomes outcomes;
  private final Container container;
  private final @Nullable Path ownFolder;

  private Stage(Handler handler, Outcomes outcomes, Container container, @Nullable Path ownFolder) {
    this.handler = handler;
    this.outcomes = outcomes;
    this.container = container;
    this.ownFolder = ownFolder;
  }

  /** Returns the stage that suites share, for they need nothing special. */
  static Stage standard(ContainerKind kind) {
    return shared(
        "standard " + kind,
        () -> on(kind).filter(Stage::standardRoutes).servlet("/inner", new Handler()).start());
  }

  /** Returns a stage that is started once and stands until the tests end. */
  static Stage shared(String name, Supplier<Stage> starter) {
    return SHARED.computeIfAbsent(name, absent -> starter.get());
  }

  static Builder on(ContainerKind kind) {
    return new Builder(kind);
  }

  static WebhookVerifier.Builder verifier(WebhookOperation operation) {
    return WebhookVerifier.builder(SignatureScheme.openDelivery(), Sender.directory(), operation);
  }

  static WebhookVerifier hook() {
    return verifier(WebhookOperation.ORDERING_CHANNEL).build();
  }

  static void standardRoutes(WebhookFilter.Builder filter) {
    WebhookOperation channel = WebhookOperation.ORDERING_CHANNEL;
    filter
        .route("/hook", hook())
        .route("/other", hook())
        .route("/small", verifier(channel).maxBodyBytes(SMALL).build())
        .route("/quick", hook(), Duration.ofMillis(QUICK_MILLIS))
        .route(
            "/stores/*",
            verifier(channel).store(StoreRule.builder().pathSegment(1).build()).build());
    for (WebhookOperation operation : WebhookOperation.all()) {
      filter.route("/op/" + operation.name(), verifier(operation).build());
    }
  }

  int port() {
    return container.port();
  }

  boolean isUp() {
    return container.isUp();
  }

  Wire connect() throws IOException {
    return new Wire(port());
  }

  Answer exchange(Call call) throws IOException {
    return Wire.exchange(port(), call);
  }

  /** A genuine request: it reaches the application, which reads the very bytes. */
  Answer accepts(Call call) throws Exception {
    int before = handler.calls();
    outcomes.clear();
    Answer answer = exchange(call);
    assertEquals(200, answer.status(), call + " was answered " + answer);
    assertEquals(Handler.hash(call.body()), answer.text(), "the bytes that the application read");
    await("accepted");
    assertEquals(before + 1, handler.calls(), "calls of the application");
    return answer;
  }

  /** A request that the filter refuses for that reason; the application does not see it. */
  Answer refuses(String reason, Call call) throws Exception {
    int before = handler.calls();
    outcomes.clear();
    Answer answer = exchange(call);
    await(reason);
    assertFalse(answer.isSuccess(), call + " was answered " + answer);
    assertEquals(before, handler.calls(), call + " reached the application");
    return answer;
  }

  /** A request with a wrong signature, or a signature like one: answered with the fixed 401. */
  Answer unauthorized(String reason, Call call) throws Exception {
    Answer answer = refuses(reason, call);
    assertEquals(401, answer.status());
    assertEquals(UNAUTHORIZED, answer.text());
    return answer;
  }

  /** A request that must not get through, whoever refuses it, and however. */
  Answer neverEnters(Call call) throws IOException {
    int before = handler.calls();
    Answer answer = exchange(call);
    assertFalse(answer.isSuccess(), call + " was answered " + answer);
    assertEquals(before, handler.calls(), call + " reached the application");
    return answer;
  }

  /**
   * A genuine request whose body takes all of the budget: there is room for it, at once or soon,
   * for what ended before may give its bytes back after its answer. Returns how many requests it
   * took.
   */
  int findsRoom(Call call, String after) throws Exception {
    int requests = 1;
    long end = System.nanoTime() + 20_000_000_000L;
    Answer answer = exchange(call);
    while (answer.status() == 503 && System.nanoTime() < end) {
      Thread.sleep(20);
      answer = exchange(call);
      requests++;
    }
    assertEquals(200, answer.status(), "not all was given back after " + after);
    assertEquals(Handler.hash(call.body()), answer.text(), "the bytes that the application read");
    return requests;
  }

  /** Awaits an outcome; those of earlier requests may still be on their way. */
  void await(String word) throws InterruptedException {
    List<String> others = new ArrayList<>();
    String told = Outcomes.word(outcomes.next());
    while (!told.equals(word)) {
      others.add(told);
      assertTrue(others.size() < 5, () -> "expected " + word + ", but was told " + others);
      told = Outcomes.word(outcomes.nextAfter(others));
    }
  }

  @Override
  public void close() {
    container.close();
    if (ownFolder != null) {
      delete(ownFolder);
    }
  }

  /** Deletes a temporary folder with all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Registers a filter for everything. */
  static void register(ServletContext context, String name, Filter filter) {
    map(context.addFilter(name, filter));
  }

  static void map(FilterRegistration.Dynamic registration) {
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
  }

  private static void register(ServletContext context, Handler handler, String... patterns) {
    ServletRegistration.Dynamic registration = context.addServlet(patterns[0], handler);
    registration.setAsyncSupported(true);
    registration.addMapping(patterns);
  }

  /** A stage in the making. */
  static final class Builder {

    private final ContainerKind kind;
    private Handler handler = new Handler();
    private Outcomes outcomes = new Outcomes();
    private final List<Consumer<ServletContext>> before = new ArrayList<>();
    private final List<Consumer<ServletContext>> after = new ArrayList<>();
    private final Map<Integer, String> errorPages = new LinkedHashMap<>();
    private String contextPath = "";
    private final Set<WebApp.Setting> settings = EnumSet.noneOf(WebApp.Setting.class);
    private @Nullable Consumer<ServletContext> registration;
    private @Nullable Consumer<ServletContext> application;
    private @Nullable Path folder;

    private Builder(ContainerKind kind) {
      this.kind = kind;
    }

    Handler handler() {
      return handler;
    }

    /** Makes the application do this, instead of answering with the hash of the body. */
    Builder handling(Handler.Deed deed) {
      handler = new Handler(deed);
      return this;
    }

    /** Puts a filter with these routes in front, which tells {@link Stage#outcomes}. */
    Builder filter(Consumer<WebhookFilter.Builder> routes) {
      WebhookFilter.Builder filter = WebhookFilter.builder().listener(outcomes);
      routes.accept(filter);
      WebhookFilter built = filter.build();
      return registration(context -> register(context, "lacre", built));
    }

    /** Keeps these outcomes, which a filter that was built elsewhere tells. */
    Builder outcomes(Outcomes others) {
      this.outcomes = others;
      return this;
    }

    /** Puts whatever this registers in front. */
    Builder registration(Consumer<ServletContext> registration) {
      this.registration = registration;
      return this;
    }

    /** Puts this application behind the filter, instead of the handler; it counts for itself. */
    Builder application(Consumer<ServletContext> other) {
      this.application = other;
      return this;
    }

    Builder contextPath(String path) {
      this.contextPath = path;
      return this;
    }

    Builder before(String name, Filter filter) {
      before.add(context -> register(context, name, filter));
      return this;
    }

    Builder after(String name, Filter filter) {
      after.add(context -> register(context, name, filter));
      return this;
    }

    Builder servlet(String pattern, Handler other) {
      after.add(context -> register(context, other, pattern));
      return this;
    }

    Builder servlet(String pattern, Handler.Deed deed) {
      return servlet(pattern, new Handler(deed));
    }

    Builder errorPage(int status, String path) {
      errorPages.put(status, path);
      return this;
    }

    Builder folder(Path documentRoot) {
      this.folder = documentRoot;
      return this;
    }

    Builder lenient(boolean yes) {
      return yes ? setting(WebApp.Setting.ODD_PATHS) : this;
    }

    Builder setting(WebApp.Setting setting) {
      settings.add(setting);
      return this;
    }

    Stage start() {
      Consumer<ServletContext> setup =
          context -> {
            before.forEach(each -> each.accept(context));
            if (registration != null) {
              registration.accept(context);
            }
            after.forEach(each -> each.accept(context));
            if (application == null) {
              register(context, handler, "/", "/hook", "/other", "/stores/*", "/v1/newEvent");
            } else {
              application.accept(context);
            }
          };
      try {
        Path own = folder == null ? Files.createTempDirectory("application") : null;
        Path root = folder == null ? own : folder;
        WebApp app =
            new WebApp(contextPath, setup, errorPages, Objects.requireNonNull(root), settings);
        return new Stage(handler, outcomes, kind.start(app), own);
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
