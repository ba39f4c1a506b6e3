package dev.lacre.client;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An authorization code, as the merchant's browser brought it back: what is exchanged for a token,
 * once. The {@code state} that came with it is for the caller to check before.
 *
 * <p>Immutable; {@link #toString} is redacted.
 */
public final class AuthorizationCode {

  private final AuthorizationCodeGrant grant;

  private AuthorizationCode(AuthorizationCodeGrant grant) {
    this.grant = grant;
  }

  /**
   * Returns a code that was asked for without PKCE.
   *
   * @param code the code
   * @param redirectUri the address it came back to, exactly as it stood in the request
   * @return the code
   * @throws IllegalArgumentException if it is blank
   */
  public static AuthorizationCode of(String code, URI redirectUri) {
    return made(code, redirectUri, null);
  }

  /**
   * Returns a code that was asked for with PKCE (RFC 7636).
   *
   * @param code the code
   * @param redirectUri the address it came back to, exactly as it stood in the request
   * @param codeVerifier what the request's challenge was made of, 43 to 128 unreserved characters
   * @return the code
   * @throws IllegalArgumentException if either is blank or malformed
   */
  public static AuthorizationCode withVerifier(String code, URI redirectUri, String codeVerifier) {
    return made(code, redirectUri, codeVerifier);
  }

  private static AuthorizationCode made(String code, URI redirect, @Nullable String verifier) {
    try {
      var value = new com.nimbusds.oauth2.sdk.AuthorizationCode(code);
      return new AuthorizationCode(
          verifier == null
              ? new AuthorizationCodeGrant(value, redirect)
              : new AuthorizationCodeGrant(value, redirect, new CodeVerifier(verifier)));
    } catch (IllegalArgumentException quoting) {
      throw new IllegalArgumentException(
          "The authorization code is blank, or its verifier not 43 to 128 unreserved characters"
              + " (RFC 7636 section 4.1); give both as they were in the exchange with the browser.");
    }
  }

  AuthorizationCodeGrant grant() {
    return grant;
  }

  /** Returns a fixed text. */
  @Override
  public String toString() {
    return "AuthorizationCode[redacted]";
  }
}
