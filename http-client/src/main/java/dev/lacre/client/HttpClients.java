package dev.lacre.client;

import java.net.http.HttpClient;
import java.time.Duration;

/** Which HTTP clients may carry credentials and signatures. */
final class HttpClients {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private HttpClients() {}

  /** Returns a client for token endpoints: no redirects, five seconds to connect. */
  static HttpClient forTokens() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  /**
   * Returns the client if credentials and signatures are safe with it.
   *
   * @throws IllegalArgumentException if it follows redirects, or answers challenges of its own
   */
  static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HTTP client follows redirects ("
              + client.followRedirects()
              + "), and would take a credential or a signature wherever they lead; build it"
              + " with Redirect.NEVER, which is its default.");
    }
    if (client.authenticator().isPresent()) {
      throw new IllegalArgumentException(
          "The HTTP client has an Authenticator, which takes 401 answers and the Authorization"
              + " header for itself; build one without.");
    }
    return client;
  }
}
