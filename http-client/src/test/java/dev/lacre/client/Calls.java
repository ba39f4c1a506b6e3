package dev.lacre.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls to a partner's API. */
final class Calls {

  private Calls() {}

  static TokenCache.Builder cache(TestClock clock) {
    return TokenCache.builder("my-pos/1").clock(clock).timeout(Duration.ofSeconds(60));
  }

  static CredentialedClient client(Partner partner, CallCredential credential) {
    return CredentialedClient.builder(HttpClient.newHttpClient(), "my-pos/1", credential)
        .origin(partner.origin())
        .plainHttpInsecurely()
        .build();
  }

  static HttpRequest get(Partner partner) {
    return HttpRequest.newBuilder(partner.at("/api")).timeout(Duration.ofSeconds(20)).build();
  }

  static HttpResponse<String> call(HttpClient client, Partner partner) throws Exception {
    return client.send(get(partner), BodyHandlers.ofString());
  }
}
