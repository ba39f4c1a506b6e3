package dev.lacre.client;

/**
 * Told of each refresh token, so that a merchant need not authorise the application again after a
 * restart: {@link TokenCache#refreshing} takes the last one.
 */
@FunctionalInterface
public interface RefreshTokenListener {

  /**
   * Takes in a refresh token, which makes all earlier ones worthless. Called by the HTTP client's
   * thread before the access token that came with it is used; be quick. What it throws is logged by
   * its class alone, and the token is used all the same.
   *
   * @param refreshToken a secret: keep it as one
   */
  void issued(String refreshToken);
}
