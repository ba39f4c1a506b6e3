package dev.lacre.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP client that presents a credential and a {@code User-Agent} on each request, to the
 * origins that were named and to no other.
 *
 * <pre>{@code
 * HttpClient client =
 *     CredentialedClient.builder(http, "my-pos/2.1", CallCredential.apiKey(key))
 *         .origin(URI.create("https://api.partner.example"))
 *         .build();
 * }</pre>
 *
 * <p>A request to another origin, or one that carries the credential's header already, is an {@link
 * IllegalArgumentException} of {@code send} and {@code sendAsync}, and nothing is sent. Redirects
 * are not followed: a 3xx answer is the caller's. A request that has a {@code User-Agent} keeps it.
 *
 * <p>When the other side answers 401 to a token of {@link TokenCache}, the token is renewed and the
 * request sent once more, with its body: the publisher is subscribed to again. A body whose length
 * its publisher does not know ({@code ofInputStream}) is not sent again; the caller gets the 401,
 * and the next call has a new token. Want of a credential is a {@link
 * CredentialUnavailableException}. A request's own timeout counts for each attempt, and not while a
 * token is fetched, which has a timeout of its own.
 *
 * <p>Thread-safe. Blocks no thread while it holds a lock. Web sockets are not supported, and
 * closing (JDK 21) does nothing: that is the delegate's.
 */
public final class CredentialedClient extends HttpClient {

  private final HttpClient delegate;
  private final CallCredential credential;
  private final CredentialedRequests requests;

  private CredentialedClient(
      HttpClient delegate, CallCredential credential, CredentialedRequests requests) {
    this.delegate = delegate;
    this.credential = credential;
    this.requests = requests;
  }

  /**
   * Returns a builder of a client without origins.
   *
   * @param delegate what sends the requests: it follows no redirects and has no {@code
   *     Authenticator}. Another {@code CredentialedClient} will do, for two credentials
   * @param userAgent names the application, such as {@code my-pos/2.1}
   * @param credential what is presented
   * @return the builder
   * @throws IllegalArgumentException if the delegate does either, or the name is not printable
   */
  public static Builder builder(HttpClient delegate, String userAgent, CallCredential credential) {
    return new Builder(
        HttpClients.checked(delegate),
        CredentialedRequests.checkedUserAgent(userAgent),
        credential);
  }

  /**
   * Returns a client that presents another credential to the same origins, such as another
   * merchant's. It shares all connections with this one.
   *
   * @param other what is presented
   * @return the client
   */
  public CredentialedClient presenting(CallCredential other) {
    return new CredentialedClient(
        delegate,
        other,
        new CredentialedRequests(other.header(), requests.userAgent(), requests.origins()));
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    check(request);
    boolean mayRepeat = CredentialedRequests.isRepeatable(request);
    while (true) {
      Presented presented = presented();
      RefusalWatch<T> watch = new RefusalWatch<>(handler, presented, mayRepeat);
      try {
        HttpResponse<T> response = delegate.send(requests.with(request, presented), watch);
        if (!watch.refused()) {
          return new CredentialedResponse<>(request, response);
        }
      } catch (IOException broken) {
        // Newer Java reports a body that is dropped; a refusal is one without it, too.
        if (!watch.refused()) {
          throw broken;
        }
      }
      mayRepeat = false;
    }
  }

  /** Refuses a request before anything is done for it; a client below this one has a say. */
  private void check(HttpRequest request) {
    requests.check(request);
    if (delegate instanceof CredentialedClient below) {
      below.check(request);
    }
  }

  private Presented presented() throws IOException, InterruptedException {
    try {
      return credential.current().get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof CredentialUnavailableException wanting) {
        throw wanting.again();
      }
      throw new CredentialUnavailableException(
          "The credential could not be had, for a fault within ("
              + Faults.name(failed)
              + "); the call was not made.");
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    check(request);
    return new CredentialedExchange<>(delegate, credential, requests, request, handler, null)
        .start();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    check(request);
    return new CredentialedExchange<>(delegate, credential, requests, request, handler, pushes)
        .start();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return delegate.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return delegate.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return delegate.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return delegate.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return delegate.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return delegate.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return delegate.authenticator();
  }

  @Override
  public Version version() {
    return delegate.version();
  }

  @Override
  public Optional<Executor> executor() {
    return delegate.executor();
  }

  /** Returns where the credential may go, and nothing of the credential. */
  @Override
  public String toString() {
    return "CredentialedClient[" + credential + " to " + requests.origins() + "]";
  }

  /** A client in the making. Not thread-safe. */
  public static final class Builder {

    private final HttpClient delegate;
    private final String userAgent;
    private final CallCredential credential;
    private final List<URI> origins = new ArrayList<>();
    private boolean plainHttp;

    private Builder(HttpClient delegate, String userAgent, CallCredential credential) {
      this.delegate = delegate;
      this.userAgent = userAgent;
      this.credential = credential;
    }

    /**
     * Names an origin to which the credential may go; one at least.
     *
     * @param origin scheme, host and port, such as {@code https://api.partner.example}
     * @return this builder
     */
    public Builder origin(URI origin) {
      origins.add(origin);
      return this;
    }

    /**
     * Lets origins be {@code http}, where anyone on the way reads the credential: for tests.
     *
     * @return this builder
     */
    public Builder plainHttpInsecurely() {
      this.plainHttp = true;
      return this;
    }

    /**
     * Returns the client.
     *
     * @return the client
     * @throws IllegalArgumentException if there is no origin, or one is not https, or more than
     *     scheme, host and port
     */
    public CredentialedClient build() {
      Set<Origin> named = new HashSet<>();
      for (URI origin : origins) {
        named.add(Origin.exactly(Destinations.checked(origin, plainHttp)));
      }
      if (named.isEmpty()) {
        throw new IllegalArgumentException(
            "No origin is named, so the credential could go nowhere; name where it belongs.");
      }
      return new CredentialedClient(
          delegate,
          credential,
          new CredentialedRequests(credential.header(), userAgent, Set.copyOf(named)));
    }
  }
}
