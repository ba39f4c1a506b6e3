package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.WebhookOperation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks, calls and tokens over HTTPS: nothing goes to whom the certificate does not name. */
@Timeout(60)
final class TlsTest {

  private static final String HERE = "ip:127.0.0.1";
  private static final String ELSEWHERE = "dns:partner.example";

  @TempDir private Path folder;

  private static HttpClient trusting(TlsPartner partner) throws Exception {
    return HttpClient.newBuilder().sslContext(partner.trust()).build();
  }

  private static SendResult send(HttpClient client, TlsPartner partner) throws Exception {
    WebhookSender sender =
        WebhookSender.builder(client, Sending.signer()).retryPolicy(RetryPolicy.none()).build();
    return sender.send(
        OutboundWebhook.of(
            partner.origin().resolve("/v1/newEvent"),
            WebhookOperation.V1_NEW_EVENT,
            Sending.MERCHANT,
            Sending.BODY));
  }

  private static CredentialedClient calls(
      HttpClient client, TlsPartner partner, CallCredential credential) {
    return CredentialedClient.builder(client, "my-pos/1", credential)
        .origin(partner.origin())
        .build();
  }

  private static CallCredential tokens(HttpClient client, TlsPartner partner) {
    return TokenCache.builder("my-pos/1")
        .http(client)
        .build()
        .clientCredentials(
            OAuthClient.builder(
                    partner.origin().resolve("/token"),
                    "my-pos",
                    Secret.ofUtf8(Partner.CLIENT_SECRET))
                .build());
  }

  private static int call(HttpClient client, TlsPartner partner) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(partner.origin().resolve("/api")).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void trustedCertificate_webhookTokenAndCallArrive() throws Exception {
    try (TlsPartner partner = new TlsPartner(HERE, folder)) {
      HttpClient client = trusting(partner);
      assertInstanceOf(SendResult.Acknowledged.class, send(client, partner));
      assertEquals(200, call(calls(client, partner, tokens(client, partner)), partner));
      assertEquals(
          List.of("/v1/newEvent none", "/token", "/api Bearer token-by-tls"),
          partner.requests.stream()
              .map(each -> each.startsWith("/token Basic ") ? "/token" : each)
              .toList());
    }
  }

  @Test
  void certificateOfAnother_getsNothing() throws Exception {
    try (TlsPartner partner = new TlsPartner(ELSEWHERE, folder)) {
      assertGetsNothing(trusting(partner), partner);
    }
  }

  @Test
  void certificateThatNobodyVouchesFor_getsNothing() throws Exception {
    try (TlsPartner partner = new TlsPartner(HERE, folder)) {
      assertGetsNothing(HttpClient.newHttpClient(), partner);
    }
  }

  private static void assertGetsNothing(HttpClient client, TlsPartner partner) throws Exception {
    SendResult result = send(client, partner);
    assertInstanceOf(SendResult.GaveUp.class, result);
    assertEquals(Outcome.UNREACHABLE, result.last().outcome());
    String fault = result.last().fault().orElseThrow();
    assertTrue(fault.contains("Cert"), fault);

    CallCredential key = CallCredential.apiKey(Secret.ofUtf8("an-api-key-of-this-test"));
    assertThrows(SSLHandshakeException.class, () -> call(calls(client, partner, key), partner));

    HttpClient withToken = calls(client, partner, tokens(client, partner));
    String failure =
        assertThrows(CredentialUnavailableException.class, () -> call(withToken, partner))
            .toString();
    assertTrue(failure.contains("SSLHandshakeException"), failure);
    assertEquals(List.of(), partner.requests);
  }
}
