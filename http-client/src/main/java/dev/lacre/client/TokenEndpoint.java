package dev.lacre.client;

import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.lacre.client.internal.BoundedBody;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Asks token endpoints: Nimbus writes the requests and reads the answers, {@code java.net.http}
 * carries them. Immutable and thread-safe.
 *
 * @param http follows no redirects
 * @param userAgent names the application
 * @param timeout bounds each exchange as a whole
 * @param clock from which lifetimes count
 */
record TokenEndpoint(HttpClient http, String userAgent, Duration timeout, Clock clock) {

  private static final int LONGEST_ANSWER = 65_536;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /**
   * Begins to fetch a token.
   *
   * @param refreshTokens told of the refresh token in an answer of success, before the rest is
   *     looked at: the one before it may be spent, whatever the access token is worth
   * @return a future that fails with a {@link TokenFetchException}
   */
  CompletableFuture<AccessToken> fetch(
      OAuthClient client, AuthorizationGrant grant, Consumer<String> refreshTokens) {
    Instant askedAt = clock.instant();
    HttpRequest request;
    try {
      request = request(client, grant);
    } catch (RuntimeException quoting) {
      return CompletableFuture.failedFuture(
          TokenFetchException.of(
              "No request could be made for "
                  + client
                  + ": the source of its secret failed, or the secret is no text ("
                  + Faults.name(quoting)
                  + ")."));
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
    return exchange
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handleAsync( // what follows may take its time, and orTimeout's thread is everyone's
            (response, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
                throw TokenFetchException.of(
                    "The token endpoint gave no answer to "
                        + client
                        + " ("
                        + Faults.name(failure)
                        + ").");
              }
              return answer(client, response, askedAt, refreshTokens);
            });
  }

  private HttpRequest request(OAuthClient client, AuthorizationGrant grant) {
    ClientID id = new ClientID(client.id());
    var secret =
        new com.nimbusds.oauth2.sdk.auth.Secret(SecretStrings.text(client.secrets().get()));
    ClientAuthentication proof =
        client.secretInForm()
            ? new ClientSecretPost(id, secret)
            : new ClientSecretBasic(id, secret);
    TokenRequest.Builder asked = new TokenRequest.Builder(client.endpoint(), proof, grant);
    if (grant.getType().equals(GrantType.CLIENT_CREDENTIALS) && !client.scopes().isEmpty()) {
      asked.scope(new Scope(client.scopes().toArray(String[]::new)));
    }
    HTTPRequest written = asked.build().toHTTPRequest();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(client.endpoint())
            .timeout(timeout)
            .header("User-Agent", userAgent)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(written.getBody()));
    String authorization = written.getAuthorization();
    if (authorization != null) {
      request.header(CallCredential.AUTHORIZATION, authorization);
    }
    return request.build();
  }

  private static AccessToken answer(
      OAuthClient client,
      HttpResponse<byte[]> response,
      Instant askedAt,
      Consumer<String> refreshTokens) {
    int status = response.statusCode();
    if (status != 200) {
      String error = TokenAnswer.error(response.body());
      throw TokenFetchException.refused(
          "The token endpoint answered " + status + " (" + error + ") to " + client + ".",
          retryAfter(response),
          error.equals(OAuth2Error.INVALID_GRANT_CODE));
    }
    String refreshToken = TokenAnswer.refreshToken(response.body());
    if (refreshToken != null) {
      refreshTokens.accept(refreshToken);
    }
    try {
      return TokenAnswer.token(response.body(), askedAt, client.assumedLifetime());
    } catch (ParseException malformed) {
      throw TokenFetchException.of(
          "The answer of the token endpoint to " + client + " " + malformed.getMessage() + ".");
    }
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    List<String> values = response.headers().allValues("Retry-After");
    return values.size() == 1 && SECONDS.matcher(values.get(0)).matches()
        ? Duration.ofSeconds(Long.parseLong(values.get(0)))
        : Duration.ZERO;
  }
}
