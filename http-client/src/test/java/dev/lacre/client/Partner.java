package dev.lacre.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lacre.signer.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The other side, over real sockets: a token endpoint and an API that checks tokens on arrival. */
final class Partner implements AutoCloseable {

  static final String CLIENT_SECRET = "client-secret-9f2c77e1";

  /** What came to the token endpoint. */
  record TokenCall(Map<String, String> form, @Nullable String authorization, String userAgent) {

    /** Returns id and secret, decoded as RFC 6749 section 2.3.1 says. */
    List<String> basic() {
      String pair =
          new String(
              Base64.getDecoder().decode(Objects.requireNonNull(authorization).substring(6)),
              UTF_8);
      return List.of(pair.split(":", 2)).stream()
          .map(part -> URLDecoder.decode(part, UTF_8))
          .toList();
    }
  }

  /** What came to the API. */
  record ApiCall(Map<String, List<String>> headers, String body, int status) {}

  /** What a server answers. */
  record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  /** Answers a request for a token. */
  interface TokenHandler {
    Reply answer(TokenCall call) throws Exception;
  }

  final List<TokenCall> tokenCalls = new CopyOnWriteArrayList<>();
  final List<ApiCall> apiCalls = new CopyOnWriteArrayList<>();
  final AtomicInteger expired = new AtomicInteger();
  volatile TokenHandler tokens = call -> minted();
  volatile Duration lifetime = Duration.ofHours(1);
  volatile boolean refusesAll;
  private final AtomicInteger serial = new AtomicInteger();
  private final Map<String, Instant> valid = new ConcurrentHashMap<>();
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Partner(Clock clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/token", this::token);
    server.createContext("/api", this::api);
    server.createContext("/moved", exchange -> reply(exchange, moved()));
    server.start();
  }

  private Reply moved() {
    return new Reply(307, "", Map.of("Location", origin() + "/api"));
  }

  URI origin() {
    var address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  URI at(String path) {
    return origin().resolve(path);
  }

  OAuthClient.Builder client() {
    return OAuthClient.builder(at("/token"), "my-pos", Secret.ofUtf8(CLIENT_SECRET))
        .plainHttpInsecurely();
  }

  String mint() {
    String token = "token-" + serial.incrementAndGet() + "-5d1e";
    valid.put(token, clock.instant().plus(lifetime));
    return token;
  }

  Reply minted() {
    return Reply.of(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(mint(), lifetime.toSeconds()));
  }

  void revokeAll() {
    valid.clear();
  }

  private void token(HttpExchange exchange) throws IOException {
    TokenCall call =
        new TokenCall(
            form(new String(exchange.getRequestBody().readAllBytes(), UTF_8)),
            exchange.getRequestHeaders().getFirst("Authorization"),
            String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
    tokenCalls.add(call);
    Reply answer;
    try {
      answer = tokens.answer(call);
    } catch (Exception failure) {
      answer = Reply.of(500, failure.toString());
    }
    reply(exchange, answer);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return form;
  }

  private void api(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String key = exchange.getRequestHeaders().getFirst("X-API-KEY");
    Instant until =
        given == null ? null : valid.get(given.startsWith("Bearer ") ? given.substring(7) : "");
    if (until != null && !clock.instant().isBefore(until)) {
      expired.incrementAndGet();
      until = null;
    }
    boolean known = !refusesAll && (until != null || key != null);
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    apiCalls.add(new ApiCall(Map.copyOf(exchange.getRequestHeaders()), body, known ? 200 : 401));
    reply(exchange, known ? Reply.of(200, "echo " + body) : Reply.of(401, "Unauthorized"));
  }

  private static void reply(HttpExchange exchange, Reply answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
