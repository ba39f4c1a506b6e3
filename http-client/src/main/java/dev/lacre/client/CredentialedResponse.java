package dev.lacre.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * An answer that names the caller's own request, which holds no credential. Immutable.
 *
 * @param request as the caller made it
 * @param received as it came
 */
record CredentialedResponse<T>(HttpRequest request, HttpResponse<T> received)
    implements HttpResponse<T> {

  @Override
  public int statusCode() {
    return received.statusCode();
  }

  /** Returns nothing: no redirect is followed, and a refusal that was mended does not count. */
  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return received.headers();
  }

  @Override
  public T body() {
    return received.body();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return received.sslSession();
  }

  @Override
  public URI uri() {
    return received.uri();
  }

  @Override
  public HttpClient.Version version() {
    return received.version();
  }

  @Override
  public String toString() {
    return received.toString();
  }
}
