package dev.lacre.cli;

import dev.lacre.client.internal.BoundedBody;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one public document: over HTTPS unless told otherwise, within {@value #SECONDS} seconds
 * each time it is sent on, at most {@value #MOST_REDIRECTS} times, and up to a length.
 */
final class DocumentFetcher {

  private static final int SECONDS = 10;
  private static final int MOST_REDIRECTS = 3;
  private static final int OK = 200;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final boolean insecureHttp;
  private final int mostBytes;
  private final Duration patience;
  private final HttpClient client;

  DocumentFetcher(boolean insecureHttp, int mostBytes) {
    this(insecureHttp, mostBytes, Duration.ofSeconds(SECONDS));
  }

  DocumentFetcher(boolean insecureHttp, int mostBytes, Duration patience) {
    this.insecureHttp = insecureHttp;
    this.mostBytes = mostBytes;
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /**
   * Returns the document's bytes.
   *
   * @throws Failure if the URL may not be fetched, as a usage error, or cannot be, as a set-up
   *     error
   */
  byte[] fetch(String url) {
    URI next = uri(url);
    String fault = fault(next);
    if (fault != null) {
      throw Failure.usage(fault);
    }
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpResponse<byte[]> answer = get(next);
      if (answer.statusCode() == OK) {
        return answer.body();
      }
      String location = answer.headers().firstValue("Location").orElse(null);
      if (!REDIRECTS.contains(answer.statusCode()) || location == null) {
        throw cannot(next, "it answered " + answer.statusCode() + " instead of 200");
      }
      next = target(next, location);
    }
    throw cannot(next, "it was sent on more than " + MOST_REDIRECTS + " times");
  }

  private URI target(URI from, String location) {
    URI target;
    try {
      target = from.resolve(new URI(location));
    } catch (URISyntaxException malformed) {
      throw cannot(from, "it was sent on to what is no URL");
    }
    String fault = fault(target);
    if (fault != null) {
      throw cannot(from, "it was sent on to a URL that may not be fetched. " + fault);
    }
    return target;
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException malformed) {
      throw Failure.usage("This is no URL; give it as https://HOST/PATH.");
    }
  }

  /** Returns why a URL may not be fetched, or null. */
  private @Nullable String fault(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !Set.of("https", "http").contains(scheme)) {
      return "The URL is not https with a host; give it as https://HOST/PATH.";
    }
    if (url.getRawUserInfo() != null) {
      return "The URL carries a user or a password, which a public document does not need; leave"
          + " them out.";
    }
    return scheme.equals("http") && !insecureHttp
        ? "The URL is plain http, where anyone on the way can change the document; use https, or"
            + " say --insecure-http."
        : null;
  }

  private HttpResponse<byte[]> get(URI url) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(patience)
            .header("Accept", "application/json")
            .header("User-Agent", "lacre")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, head -> new BoundedBody(mostBytes));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      answer.cancel(true);
      throw cannot(url, "it took longer than " + patience.toMillis() + " ms");
    } catch (ExecutionException failed) {
      throw cannot(url, reason(failed));
    } catch (InterruptedException asked) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw cannot(url, "it was interrupted");
    }
  }

  private static String reason(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof IOException known && known.getMessage() != null) {
      return known.getMessage();
    }
    return cause == null ? "unknown" : cause.getClass().getSimpleName();
  }

  private static Failure cannot(URI url, String reason) {
    return Failure.setUp(
        "The document cannot be fetched from "
            + url.getHost()
            + " ("
            + reason
            + "); name a URL that answers 200 with it.");
  }
}
