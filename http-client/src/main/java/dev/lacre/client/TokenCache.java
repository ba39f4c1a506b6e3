package dev.lacre.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import dev.lacre.signer.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens, fetched when they are needed and used until shortly before they expire.
 *
 * <pre>{@code
 * TokenCache tokens = TokenCache.builder("my-pos/2.1").build();
 * CallCredential credential = tokens.clientCredentials(client);
 * }</pre>
 *
 * <p>There is one token for each client, its secret or source of secrets, set of scopes and
 * merchant, however many credentials are made for them. A margin before it expires (a tenth of its
 * lifetime, at most a minute) one call has it renewed, and all go on with the old one; without one
 * that serves, all wait for the same request. A failure is told to those who wait, and to others at
 * once until the next request may be made: after a second, doubled by each failure up to a minute,
 * less a random part; a {@code Retry-After} counts up to five minutes. An old token goes on being
 * used as long as it serves.
 *
 * <p>When the other side refuses a token with 401, it is renewed once, however many calls carried
 * it, and at most every 30 seconds. What a merchant granted without a refresh token cannot be
 * renewed: such a token is kept, and the caller gets the 401.
 *
 * <p>Lifetimes count from when a token was asked for, so the two sides' clocks need not agree. One
 * that is missing is assumed, one of more than a day cut to a day, and a token that expires at once
 * is a failure. Answers are bounded to 64 KiB and redirects are not followed.
 *
 * <p>Thread-safe. No lock is held while a request is under way, and no thread belongs to the cache.
 */
public final class TokenCache {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
  private static final int MAX_ENTRIES = 10_000;

  private final TokenEndpoint endpoint;
  private final Clock clock;
  private final Cache<TokenKey, TokenEntry> entries;

  private TokenCache(Builder builder) {
    this.clock = builder.clock;
    HttpClient http = builder.http == null ? HttpClients.forTokens() : builder.http;
    this.endpoint = new TokenEndpoint(http, builder.userAgent, builder.timeout, clock);
    this.entries =
        Caffeine.newBuilder().maximumSize(builder.maxEntries).executor(Runnable::run).build();
  }

  /**
   * Returns a builder of an empty cache.
   *
   * @param userAgent names the application to token endpoints, such as {@code my-pos/2.1}
   * @return the builder
   * @throws IllegalArgumentException if it is blank or not printable ASCII
   */
  public static Builder builder(String userAgent) {
    return new Builder(CredentialedRequests.checkedUserAgent(userAgent));
  }

  /**
   * Returns a credential whose tokens are got by client credentials (RFC 6749 section 4.4). Nothing
   * is sent before the first call.
   *
   * @param client who asks
   * @return the credential
   */
  public CallCredential clientCredentials(OAuthClient client) {
    TokenKey key = client.key();
    return new OAuthCredential(
        client,
        () ->
            entries.get(key, absent -> new TokenEntry(clock, client.toString(), null, () -> true)),
        () -> endpoint.fetch(client, new ClientCredentialsGrant(), none -> {}));
  }

  /**
   * Exchanges an authorization code (RFC 6749 section 4.1.3), now. The tokens are renewed if the
   * other side gives refresh tokens; else, when the first one is over, calls fail until the
   * merchant authorises the application again. Keep the credential: it alone has the refresh token.
   * If there was one beside a token that cannot be used, the listener is told of it, and {@link
   * #refreshing} goes on from there.
   *
   * @param client who asks; its scopes are those that the code was asked for with
   * @param code the code, which can be exchanged once
   * @param listener told of each refresh token
   * @return the credential
   * @throws CredentialUnavailableException if there was no answer, or it was no; without an answer
   *     the code may be spent all the same
   * @throws IOException never otherwise
   * @throws InterruptedException if this thread is interrupted; the code is then spent
   */
  public CallCredential exchange(
      OAuthClient client, AuthorizationCode code, RefreshTokenListener listener)
      throws IOException, InterruptedException {
    AuthorizedGrant grant = new AuthorizedGrant(client, endpoint, listener, null);
    try {
      return authorized(client, grant, endpoint.fetch(client, code.grant(), grant::keep).get());
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof TokenFetchException known
          ? known.told()
          : new CredentialUnavailableException(
              "The authorization code could not be exchanged, for a fault within ("
                  + Faults.name(failed)
                  + ").");
    }
  }

  /**
   * Returns a credential whose tokens are got by a refresh token that was issued earlier (RFC 6749
   * section 6). Nothing is sent before the first call. Make one for each refresh token: two would
   * spend it twice.
   *
   * @param client who asks
   * @param refreshToken the last one that was issued
   * @param listener told of each further one
   * @return the credential
   * @throws IllegalArgumentException if the token is no text
   */
  public CallCredential refreshing(
      OAuthClient client, Secret refreshToken, RefreshTokenListener listener) {
    String text = SecretStrings.text(refreshToken);
    return authorized(client, new AuthorizedGrant(client, endpoint, listener, text), null);
  }

  private CallCredential authorized(
      OAuthClient client, AuthorizedGrant grant, @Nullable AccessToken first) {
    // Not among the others: what is pushed out could not be fetched again.
    TokenEntry own = new TokenEntry(clock, client.toString(), first, grant::isRenewable);
    return new OAuthCredential(client, () -> own, grant::renew);
  }

  /** Returns how many tokens are kept, and none of them. */
  @Override
  public String toString() {
    return "TokenCache[" + entries.estimatedSize() + " entries]";
  }

  /** A cache in the making. Not thread-safe. */
  public static final class Builder {

    private final String userAgent;
    private @Nullable HttpClient http;
    private Duration timeout = TEN_SECONDS;
    private Clock clock = Clock.systemUTC();
    private int maxEntries = MAX_ENTRIES;

    private Builder(String userAgent) {
      this.userAgent = userAgent;
    }

    /**
     * Sets what carries the requests for tokens; a client of the cache's own unless set. Its
     * executor must not be one whose threads all wait for calls.
     *
     * @param http a client that follows no redirects and has no {@code Authenticator}
     * @return this builder
     * @throws IllegalArgumentException if it does either
     */
    public Builder http(HttpClient http) {
      this.http = HttpClients.checked(http);
      return this;
    }

    /**
     * Sets how long a request for a token may take, from its start to the end of the answer; ten
     * seconds unless set.
     *
     * @param timeout above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException(
            "The timeout is " + timeout + ", but must be above zero.");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * Sets what tells the time.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets how many tokens of client credentials are kept at most; 10 000 unless set. With fewer
     * than there are clients in use, tokens are fetched more often than need be.
     *
     * @param entries at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public Builder maxEntries(int entries) {
      if (entries < 1) {
        throw new IllegalArgumentException(
            "maxEntries is "
                + entries
                + ", but must be at least 1; without a cache, a token would"
                + " be fetched for each call.");
      }
      this.maxEntries = entries;
      return this;
    }

    /**
     * Returns the cache.
     *
     * @return an empty one
     */
    public TokenCache build() {
      return new TokenCache(this);
    }
  }
}
