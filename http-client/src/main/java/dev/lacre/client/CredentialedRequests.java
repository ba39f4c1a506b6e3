package dev.lacre.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;

/**
 * Checks a caller's requests, and puts the credential on them. Immutable.
 *
 * @param header the header that carries the credential
 * @param userAgent for requests that name none
 * @param origins where the credential may go
 */
record CredentialedRequests(String header, String userAgent, Set<Origin> origins) {

  private static final String USER_AGENT = "User-Agent";

  /**
   * Checks a request, before anything is sent or asked for.
   *
   * @throws IllegalArgumentException if it goes elsewhere, or carries a credential already
   */
  void check(HttpRequest request) {
    URI uri = request.uri();
    Origin origin = Origin.of(Destinations.checked(uri, true));
    if (!origins.contains(origin)) {
      throw new IllegalArgumentException(
          "The request goes to "
              + origin
              + ", but the credential is for "
              + origins
              + " only; send it by another client, or name that origin too.");
    }
    if (request.headers().firstValue(header).isPresent()) {
      throw new IllegalArgumentException(
          "The request has a header '"
              + header
              + "' already, which this client adds; leave it out of the request.");
    }
  }

  /** Returns whether a request's body can be sent twice: its publisher knows how long it is. */
  static boolean isRepeatable(HttpRequest request) {
    return request.bodyPublisher().map(body -> body.contentLength() >= 0).orElse(true);
  }

  /** Returns a checked request with the credential. */
  HttpRequest with(HttpRequest request, Presented presented) {
    HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
    if (request.headers().firstValue(USER_AGENT).isEmpty()) {
      copy.setHeader(USER_AGENT, userAgent);
    }
    HttpRequest ready = copy.setHeader(header, presented.value()).build();
    if (!origins.contains(Origin.of(ready.uri()))) {
      throw new IllegalArgumentException("The request changed its address while it was sent.");
    }
    return ready;
  }

  /**
   * Returns the identifier of an application, if it fits its header.
   *
   * @throws IllegalArgumentException if it does not
   */
  static String checkedUserAgent(String userAgent) {
    boolean printable = userAgent.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    if (userAgent.isBlank() || userAgent.length() > 256 || !printable) {
      throw new IllegalArgumentException(
          "The User-Agent is blank, longer than 256 characters or not printable ASCII; name your"
              + " application and its version, such as my-pos/2.1.");
    }
    return userAgent;
  }
}
