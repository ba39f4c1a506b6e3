package dev.lacre.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.Partner.Reply;
import dev.lacre.signer.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No secret, key, code or token shows in what is logged, thrown or printed. */
@Timeout(60)
class CredentialSecrecyTest {

  private static final String KEY = "api-key-marker-31c0";
  private static final List<String> MARKERS =
      List.of(
          Partner.CLIENT_SECRET,
          KEY,
          "5d1e", // in every token that the partner mints
          "refresh-marker",
          "code-marker",
          "verifier-marker",
          "bXktcG9z"); // the beginning of the basic credentials

  private final StringBuilder seen = new StringBuilder();

  private void see(Object shown) {
    seen.append(shown).append('\n');
  }

  private void see(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    see((Object) text);
  }

  private void everything() throws Exception {
    TestClock clock = new TestClock();
    try (Partner partner = new Partner(clock)) {
      TokenCache tokens = Calls.cache(clock).build();
      OAuthClient who = partner.client().scopes("od.orders").build();
      CallCredential credential = tokens.clientCredentials(who);
      CredentialedClient client = Calls.client(partner, credential);
      HttpResponse<String> answer = Calls.call(client, partner);
      see(answer);
      see(answer.request().headers());
      see(who);
      see(tokens);
      see(credential);
      see(client);
      see(credential.current().get());
      partner.revokeAll();
      see(client.sendAsync(Calls.get(partner), BodyHandlers.ofString()).join());
      CallCredential key = CallCredential.apiKey(Secret.ofUtf8(KEY));
      see(key);
      see(key.current().get());
      see(
          assertThrows(
              IllegalArgumentException.class,
              () -> CallCredential.bearer(Secret.ofUtf8(KEY + " \n"))));
      partner.tokens =
          call -> Reply.of(200, "{\"access_token\":\"5d1e 5d1e\",\"refresh_token\":7}");
      clock.advance(Duration.ofHours(2));
      see(assertThrows(IOException.class, () -> Calls.call(client, partner)));
      partner.tokens =
          call ->
              Reply.of(
                  400,
                  "{\"error\":\"bad "
                      + call.basic()
                      + "\",\"error_description\":\""
                      + call
                      + "\"}");
      clock.advance(Duration.ofHours(2));
      see(assertThrows(IOException.class, () -> Calls.call(client, partner)));
      partner.tokens =
          call ->
              Reply.of(
                  200,
                  "{\"access_token\":\"%s\",\"refresh_token\":\"refresh-marker\"}"
                      .formatted(partner.mint()));
      AuthorizationCode code =
          AuthorizationCode.withVerifier(
              "code-marker", URI.create("https://a.example"), "verifier-marker".repeat(3));
      see(code);
      CallCredential granted =
          tokens.exchange(
              who,
              code,
              token -> {
                throw new IllegalStateException("cannot keep " + token);
              });
      see(granted);
      see(Calls.call(Calls.client(partner, granted), partner));
      OAuthClient failing =
          OAuthClient.builder(
                  partner.at("/token"),
                  "x",
                  () -> {
                    throw new IllegalStateException("cannot read " + Partner.CLIENT_SECRET);
                  })
              .plainHttpInsecurely()
              .build();
      HttpClient calls = Calls.client(partner, tokens.clientCredentials(failing));
      see(assertThrows(IOException.class, () -> Calls.call(calls, partner)));
      everyWayThatNoAnswerIs(partner, tokens);
    }
  }

  /** The JDK quotes what it cannot read, and a token endpoint may write what it was sent. */
  private void everyWayThatNoAnswerIs(Partner partner, TokenCache tokens) throws Exception {
    try (Receiver garbage =
        new Receiver(
            Receiver.raw("code-marker 5d1e\r\n\r\n"),
            Receiver.raw("code-marker 5d1e\r\n\r\n"),
            Receiver.raw("HTTP/1.1 200 OK\r\nContent-Length: 5d1e\r\n\r\n"))) {
      OAuthClient who =
          OAuthClient.builder(
                  garbage.url("/token"), "x", Secret.ofUtf8("client-secret-of-this-one"))
              .plainHttpInsecurely()
              .build();
      HttpClient calls = Calls.client(partner, tokens.clientCredentials(who));
      see(assertThrows(IOException.class, () -> Calls.call(calls, partner)));
      see(
          assertThrows(
              CompletionException.class,
              () -> calls.sendAsync(Calls.get(partner), BodyHandlers.ofString()).join()));
      for (int i = 0; i < 2; i++) {
        see(
            assertThrows(
                IOException.class,
                () ->
                    tokens.exchange(
                        who,
                        AuthorizationCode.of("abc", URI.create("https://a.example")),
                        token -> {})));
      }
      assertEquals(3, garbage.requests().size());
    }
  }

  @Test
  void nothingShows() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, UTF_8));
    try {
      everything();
    } finally {
      System.setErr(before);
    }
    String log = logged.toString(UTF_8);
    assertTrue(log.contains("was fetched"), "debugging is off");
    assertTrue(log.contains("no token for"), "no warning");
    assertTrue(log.contains("listener"), "no error");
    for (String marker : MARKERS) {
      assertFalse(log.contains(marker), () -> marker + " is in the log:\n" + log);
      assertFalse(seen.indexOf(marker) >= 0, () -> marker + " shows:\n" + seen);
    }
  }
}
