package dev.lacre.client;

import dev.lacre.signer.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What proves to the other side who is calling: an API key, a bearer token, or tokens that {@link
 * TokenCache} gets. {@link CredentialedClient} puts it on requests.
 *
 * <p>Immutable and thread-safe; {@link #toString} shows neither key nor token. A key or token is
 * visible ASCII of at most 16 384 characters.
 */
public abstract sealed class CallCredential permits FixedCredential, OAuthCredential {

  /** The header of an API key, as both specification pages name it; case does not count. */
  public static final String API_KEY_HEADER = "X-API-KEY";

  static final String AUTHORIZATION = "Authorization";

  CallCredential() {}

  /**
   * Returns an API key in the header {@value #API_KEY_HEADER}.
   *
   * @param key the key
   * @return the credential
   * @throws IllegalArgumentException if the key is not visible ASCII
   */
  public static CallCredential apiKey(Secret key) {
    return apiKey(API_KEY_HEADER, key);
  }

  /**
   * Returns an API key in a header of another name.
   *
   * @param header the header's name, not {@code Authorization}
   * @param key the key
   * @return the credential
   * @throws IllegalArgumentException if the key is not visible ASCII, or the name no header's
   */
  public static CallCredential apiKey(String header, Secret key) {
    return FixedCredential.of(FixedCredential.keyHeader(header), "", key);
  }

  /**
   * Returns an API key that is asked for anew for each call, so that it can be rotated.
   *
   * @param header the header's name, not {@code Authorization}
   * @param keys gives the key of now; quick and thread-safe. If it throws, the call fails with a
   *     {@link CredentialUnavailableException}
   * @return the credential
   * @throws IllegalArgumentException if the name is no header's
   */
  public static CallCredential apiKey(String header, Supplier<Secret> keys) {
    return FixedCredential.of(FixedCredential.keyHeader(header), "", keys);
  }

  /**
   * Returns a bearer token that was issued by hand.
   *
   * @param token the token, without {@code Bearer}
   * @return the credential
   * @throws IllegalArgumentException if the token is not visible ASCII
   */
  public static CallCredential bearer(Secret token) {
    return FixedCredential.of(AUTHORIZATION, "Bearer ", token);
  }

  /**
   * Returns a bearer token that is asked for anew for each call, so that it can be rotated.
   *
   * @param tokens gives the token of now; quick and thread-safe. If it throws, the call fails with
   *     a {@link CredentialUnavailableException}
   * @return the credential
   */
  public static CallCredential bearer(Supplier<Secret> tokens) {
    return FixedCredential.of(AUTHORIZATION, "Bearer ", tokens);
  }

  /** Returns the name of the header that carries it. */
  abstract String header();

  /** Returns what to present now, or fails with a {@link CredentialUnavailableException}. */
  abstract CompletableFuture<Presented> current();
}
