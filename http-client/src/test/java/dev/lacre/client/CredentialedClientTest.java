package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire, and where it may not go. */
@Timeout(60)
class CredentialedClientTest {

  private static final Secret KEY = Secret.ofUtf8("api-key-71d0c2f9a4");

  private final TestClock clock = new TestClock();
  private Partner partner;
  private Partner other;

  @BeforeEach
  void start() throws Exception {
    partner = new Partner(clock);
    other = new Partner(clock);
  }

  @AfterEach
  void stop() {
    partner.close();
    other.close();
  }

  private CredentialedClient byToken() {
    return Calls.client(
        partner, Calls.cache(clock).build().clientCredentials(partner.client().build()));
  }

  private static List<String> header(Partner at, String name) {
    return at.apiCalls.get(at.apiCalls.size() - 1).headers().getOrDefault(name, List.of());
  }

  @Test
  void apiKey_andUserAgent_areOnTheRequest() throws Exception {
    CredentialedClient client = Calls.client(partner, CallCredential.apiKey(KEY));
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals(List.of("api-key-71d0c2f9a4"), header(partner, "X-api-key"));
    assertEquals(List.of("my-pos/1"), header(partner, "User-agent"));
    Calls.call(Calls.client(partner, CallCredential.apiKey("x-other", KEY)), partner);
    assertEquals(List.of("api-key-71d0c2f9a4"), header(partner, "X-other"));
  }

  @Test
  void bearer_isOnTheRequest_syncAndAsync() throws Exception {
    CredentialedClient client =
        Calls.client(partner, CallCredential.bearer(Secret.ofUtf8("0123456789abcdef")));
    Calls.call(client, partner);
    assertEquals(List.of("Bearer 0123456789abcdef"), header(partner, "Authorization"));
    HttpRequest own =
        HttpRequest.newBuilder(partner.at("/api?q=1")).header("User-Agent", "mine/3").build();
    client
        .sendAsync(
            own,
            BodyHandlers.ofString(),
            PushPromiseHandler.of(promised -> BodyHandlers.ofString(), new ConcurrentHashMap<>()))
        .join();
    assertEquals(List.of("Bearer 0123456789abcdef"), header(partner, "Authorization"));
    assertEquals(List.of("mine/3"), header(partner, "User-agent"));
  }

  @Test
  void rotatedKey_isReadForEachCall_andAFailingSourceStopsTheCall() throws Exception {
    AtomicReference<Secret> now = new AtomicReference<>(KEY);
    CredentialedClient client = Calls.client(partner, CallCredential.apiKey("X-API-KEY", now::get));
    Calls.call(client, partner);
    now.set(Secret.ofUtf8("the-key-that-follows"));
    Calls.call(client, partner);
    assertEquals(List.of("the-key-that-follows"), header(partner, "X-api-key"));
    now.set(Secret.ofUtf8("marker with blanks in it"));
    var fault =
        assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
    assertFalse(fault.toString().contains("marker"));
    var async = client.sendAsync(Calls.get(partner), BodyHandlers.ofString());
    var failed = assertThrows(CompletionException.class, async::join);
    assertTrue(failed.getCause() instanceof CredentialUnavailableException);
    assertEquals(2, partner.apiCalls.size());
  }

  @Test
  void twoCredentials_nest() throws Exception {
    HttpClient both =
        CredentialedClient.builder(
                Calls.client(partner, CallCredential.apiKey(KEY)),
                "outer/1",
                CallCredential.bearer(Secret.ofUtf8("0123456789abcdef")))
            .origin(partner.origin())
            .plainHttpInsecurely()
            .build();
    assertEquals(200, Calls.call(both, partner).statusCode());
    assertEquals(List.of("api-key-71d0c2f9a4"), header(partner, "X-api-key"));
    assertEquals(List.of("Bearer 0123456789abcdef"), header(partner, "Authorization"));
    assertEquals(List.of("outer/1"), header(partner, "User-agent"));
  }

  @Test
  void otherCredential_sameOrigins() throws Exception {
    CredentialedClient one = Calls.client(partner, CallCredential.apiKey(KEY));
    CredentialedClient two =
        one.presenting(CallCredential.bearer(Secret.ofUtf8("0123456789abcdef")));
    Calls.call(two, partner);
    assertEquals(List.of(), header(partner, "X-api-key"));
    assertEquals(List.of("Bearer 0123456789abcdef"), header(partner, "Authorization"));
    assertThrows(IllegalArgumentException.class, () -> Calls.call(two, other));
  }

  @Test
  void otherOrigin_getsNothing() {
    CredentialedClient client = byToken();
    var fault = assertThrows(IllegalArgumentException.class, () -> Calls.call(client, other));
    assertTrue(fault.toString().contains("credential is for"), fault::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> client.sendAsync(Calls.get(other), BodyHandlers.ofString()));
    assertEquals(List.of(), other.apiCalls);
    assertEquals(List.of(), partner.tokenCalls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.partner.example.evil.test/",
        "https://api.partner.example:8443/",
        "https://api.partner.example./",
        "http://api.partner.example/",
        "https://evil.test/https://api.partner.example/",
        "https://user@api.partner.example/",
      })
  void addressesThatLookAlike_areOthers(String address) {
    CredentialedClient client =
        CredentialedClient.builder(HttpClient.newHttpClient(), "a/1", CallCredential.apiKey(KEY))
            .origin(URI.create("https://API.partner.example:443"))
            .build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    assertThrows(
        IllegalArgumentException.class, () -> client.send(request, BodyHandlers.discarding()));
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    CredentialedClient client = byToken();
    HttpRequest request = HttpRequest.newBuilder(partner.at("/moved")).build();
    assertEquals(307, client.send(request, BodyHandlers.discarding()).statusCode());
    assertEquals(List.of(), partner.apiCalls);
  }

  @Test
  void credentialOnTheRequest_isRefused() {
    HttpRequest request =
        HttpRequest.newBuilder(partner.at("/api")).header("authorization", "Bearer mine").build();
    var fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> byToken().send(request, BodyHandlers.discarding()));
    assertFalse(fault.toString().contains("mine"));
  }

  @Test
  void refusedToken_isRenewed_andTheBodySentAgain() throws Exception {
    CredentialedClient client = byToken();
    Calls.call(client, partner);
    for (boolean async : new boolean[] {false, true}) {
      partner.revokeAll();
      clock.advance(TokenEntry.BETWEEN_REFUSALS);
      HttpRequest post =
          HttpRequest.newBuilder(partner.at("/api"))
              .header("X-Own", "kept")
              .POST(BodyPublishers.ofString("{\"a\":1}"))
              .build();
      HttpResponse<String> answer =
          async
              ? client.sendAsync(post, BodyHandlers.ofString()).join()
              : client.send(post, BodyHandlers.ofString());
      assertEquals("200 echo {\"a\":1}", answer.statusCode() + " " + answer.body());
      assertEquals(List.of("kept"), header(partner, "X-own"));
      assertFalse(answer.previousResponse().isPresent());
    }
    assertEquals(5, partner.apiCalls.size());
    assertEquals(3, partner.tokenCalls.size());
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void refusalWhoseBodyNeverComes_isMendedAllTheSame(boolean stalls, boolean async)
      throws Exception {
    try (Receiver api = new Receiver()) {
      String begun = "HTTP/1.1 401 No\r\nContent-Length: 10\r\n\r\n1";
      api.next(stalls ? api.hang(begun) : Receiver.raw(begun));
      api.next(Receiver.text(200, "mended"));
      HttpClient client =
          CredentialedClient.builder(
                  Sending.client(),
                  "my-pos/1",
                  Calls.cache(clock).build().clientCredentials(partner.client().build()))
              .origin(api.url("/"))
              .plainHttpInsecurely()
              .build();
      HttpRequest request =
          HttpRequest.newBuilder(api.url("/api")).timeout(Duration.ofSeconds(20)).build();

      HttpResponse<String> answer =
          async
              ? client.sendAsync(request, BodyHandlers.ofString()).get(30, TimeUnit.SECONDS)
              : client.send(request, BodyHandlers.ofString());

      assertEquals("200 mended", answer.statusCode() + " " + answer.body());
      assertEquals(2, partner.tokenCalls.size());
      assertEquals(2, api.requests().size());
    }
  }

  @Test
  void clientBelow_withOtherOrigins_refusesBeforeAnythingIsDone() {
    HttpClient both =
        CredentialedClient.builder(
                Calls.client(other, CallCredential.apiKey(KEY)),
                "outer/1",
                Calls.cache(clock).build().clientCredentials(partner.client().build()))
            .origin(partner.origin())
            .plainHttpInsecurely()
            .build();
    assertThrows(
        IllegalArgumentException.class,
        () -> both.sendAsync(Calls.get(partner), BodyHandlers.ofString()));
    assertThrows(IllegalArgumentException.class, () -> Calls.call(both, partner));
    assertEquals(List.of(), partner.tokenCalls);
  }

  @Test
  void bodyOfUnknownLength_isNotSentAgain_butTheTokenIsRenewed() throws Exception {
    CredentialedClient client = byToken();
    Calls.call(client, partner);
    partner.revokeAll();
    InputStream once =
        new ByteArrayInputStream("once".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    HttpRequest post =
        HttpRequest.newBuilder(partner.at("/api"))
            .POST(BodyPublishers.ofInputStream(() -> once))
            .build();
    HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());
    assertEquals("401 Unauthorized", answer.statusCode() + " " + answer.body());
    assertEquals(2, partner.apiCalls.size());
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals(3, partner.apiCalls.size());
  }

  @Test
  void apiKeyThatIsRefused_isNotTriedAgain() throws Exception {
    partner.refusesAll = true;
    HttpResponse<String> answer =
        Calls.call(Calls.client(partner, CallCredential.apiKey(KEY)), partner);
    assertEquals("401 Unauthorized", answer.statusCode() + " " + answer.body());
    assertEquals(1, partner.apiCalls.size());
  }

  @Test
  void answer_namesTheCallersRequest() throws Exception {
    HttpRequest request = Calls.get(partner);
    HttpResponse<String> answer = byToken().send(request, BodyHandlers.ofString());
    assertEquals(request, answer.request());
    assertFalse(answer.request().headers().toString().contains("token-"));
    assertEquals(request.uri(), answer.uri());
    assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
  }

  @Test
  void handlerThatThrows_failsTheCall() {
    var answer =
        byToken()
            .sendAsync(
                Calls.get(partner),
                info -> {
                  throw new IllegalStateException("the handler's own");
                });
    assertThrows(CompletionException.class, answer::join);
    assertThrows(
        IOException.class,
        () ->
            byToken()
                .send(
                    Calls.get(partner),
                    info -> {
                      throw new IllegalStateException("the handler's own");
                    }));
  }

  @Test
  void delegateThatWouldLeak_isRefused() {
    for (HttpClient unsafe :
        List.of(
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build(),
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build(),
            HttpClient.newBuilder().authenticator(new Authenticator() {}).build())) {
      assertThrows(
          IllegalArgumentException.class,
          () -> CredentialedClient.builder(unsafe, "a/1", CallCredential.apiKey(KEY)));
      assertThrows(IllegalArgumentException.class, () -> TokenCache.builder("a/1").http(unsafe));
    }
  }

  @Test
  void faultsOfConfiguration_areFoundWhenItIsBuilt() {
    HttpClient http = HttpClient.newHttpClient();
    CallCredential key = CallCredential.apiKey(KEY);
    for (String agent : List.of("", " ", "a\r\nX: y", "á", "a".repeat(257))) {
      assertThrows(
          IllegalArgumentException.class, () -> CredentialedClient.builder(http, agent, key));
    }
    var builder = CredentialedClient.builder(http, "a/1", key);
    assertThrows(IllegalArgumentException.class, builder::build);
    for (String origin :
        List.of(
            "http://a.example",
            "https://a.example/v1",
            "https://a.example/?q",
            "https://a.example#f",
            "https://u:p@a.example",
            "ftp://a.example",
            "/relative")) {
      var one = CredentialedClient.builder(http, "a/1", key).origin(URI.create(origin));
      assertThrows(IllegalArgumentException.class, one::build, origin);
    }
    for (String header : List.of("", "a b", "Authorization", "user-agent", "x:y", "á")) {
      assertThrows(IllegalArgumentException.class, () -> CallCredential.apiKey(header, KEY));
    }
    var plain = OAuthClient.builder(URI.create("http://a.example/token"), "id", KEY);
    assertThrows(IllegalArgumentException.class, plain::build);
    var scoped = OAuthClient.builder(URI.create("https://a.example/token"), "id", KEY);
    assertThrows(IllegalArgumentException.class, () -> scoped.scopes("od.orders od.menu"));
    assertThrows(
        IllegalArgumentException.class,
        () -> OAuthClient.builder(URI.create("https://a.example/token"), "", KEY));
  }
}
