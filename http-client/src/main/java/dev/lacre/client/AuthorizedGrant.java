package dev.lacre.client;

import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a merchant granted, as far as it can be renewed: the refresh token of now. Each serves one
 * fetch at a time; the cache sees to that. Thread-safe.
 */
final class AuthorizedGrant {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  private final OAuthClient client;
  private final TokenEndpoint endpoint;
  private final RefreshTokenListener listener;
  private volatile @Nullable String refreshToken;

  AuthorizedGrant(
      OAuthClient client,
      TokenEndpoint endpoint,
      RefreshTokenListener listener,
      @Nullable String refreshToken) {
    this.client = client;
    this.endpoint = endpoint;
    this.listener = listener;
    this.refreshToken = refreshToken;
  }

  /** Begins to fetch a token; fails without a request if the merchant has to authorise anew. */
  CompletableFuture<AccessToken> renew() {
    String now = refreshToken;
    if (now == null) {
      return CompletableFuture.failedFuture(
          TokenFetchException.of(
              "What was granted to "
                  + client
                  + " is over, and there is no refresh token; the merchant has to authorise it"
                  + " again."));
    }
    return endpoint
        .fetch(client, new RefreshTokenGrant(new RefreshToken(now)), this::keep)
        .whenComplete(
            (token, failure) -> {
              if (failure != null
                  && Faults.within(failure) instanceof TokenFetchException refused
                  && refused.grantIsDead()) {
                refreshToken = null;
              }
            });
  }

  /** Returns whether there is a refresh token to fetch another token by. */
  boolean isRenewable() {
    return refreshToken != null;
  }

  /** Takes a refresh token in. */
  void keep(String issued) {
    if (!issued.equals(refreshToken)) {
      refreshToken = issued;
      try {
        listener.issued(issued);
      } catch (RuntimeException quoting) {
        LOG.error(
            "the listener for refresh tokens of {} failed ({}); after a restart the merchant may"
                + " have to authorise it again",
            client,
            quoting.getClass().getName());
      }
    }
  }

  @Override
  public String toString() {
    return "AuthorizedGrant[" + client + "]";
  }
}
