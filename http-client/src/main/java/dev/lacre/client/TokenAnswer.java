package dev.lacre.client;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a token endpoint answered.
 *
 * <p>Members are read by their standard names ({@code access_token}, RFC 6749 section 5.1) and by
 * those of the Open Delivery page ({@code accessToken}). A {@code token_type} that is missing
 * counts as {@code Bearer}. No message holds a text of the answer, but for an error code of the
 * standard.
 */
final class TokenAnswer {

  private static final Map<String, String> NAMES =
      Map.of(
          "access_token", "accessToken",
          "token_type", "tokenType",
          "expires_in", "expiresIn",
          "refresh_token", "refreshToken");

  private static final Set<String> ERRORS =
      Set.of(
          OAuth2Error.INVALID_REQUEST_CODE,
          OAuth2Error.INVALID_CLIENT_CODE,
          OAuth2Error.INVALID_GRANT_CODE,
          OAuth2Error.UNAUTHORIZED_CLIENT_CODE,
          OAuth2Error.UNSUPPORTED_GRANT_TYPE_CODE,
          OAuth2Error.INVALID_SCOPE_CODE,
          OAuth2Error.ACCESS_DENIED_CODE,
          OAuth2Error.SERVER_ERROR_CODE,
          OAuth2Error.TEMPORARILY_UNAVAILABLE_CODE);

  private TokenAnswer() {}

  /**
   * Returns the access token in an answer of success.
   *
   * @param askedAt from when the token's lifetime counts
   * @param assumed the lifetime if the answer names none
   * @throws ParseException if there is none that can be used; its message quotes nothing
   */
  static AccessToken token(byte[] body, Instant askedAt, Duration assumed) throws ParseException {
    JSONObject json = standard(object(body));
    json.putIfAbsent("token_type", "Bearer");
    Tokens tokens;
    try {
      tokens = AccessTokenResponse.parse(json).getTokens();
    } catch (ParseException | IllegalArgumentException quoting) {
      throw new ParseException("is no token response by RFC 6749");
    }
    String value = tokens.getAccessToken().getValue();
    if (!"Bearer".equalsIgnoreCase(tokens.getAccessToken().getType().getValue())) {
      throw new ParseException("has a token that is no bearer token");
    }
    if (!SecretStrings.fitsHeader(value)) {
      throw new ParseException("has a token that fits no header");
    }
    return AccessToken.of(value, lifetime(json, tokens, assumed), askedAt);
  }

  /** Returns the refresh token in an answer of success, whatever else is wrong with it, or null. */
  static @Nullable String refreshToken(byte[] body) {
    try {
      return either(object(body), "refresh_token", "refreshToken") instanceof String token
              && !token.isBlank()
          ? token
          : null;
    } catch (ParseException malformed) {
      return null;
    }
  }

  private static Duration lifetime(JSONObject json, Tokens tokens, Duration assumed)
      throws ParseException {
    if (!json.containsKey("expires_in")) {
      return assumed;
    }
    long seconds = tokens.getAccessToken().getLifetime();
    if (seconds <= 0) {
      throw new ParseException("has a token that expires at once");
    }
    return Duration.ofSeconds(Math.min(seconds, AccessToken.LONGEST_LIFETIME.toSeconds()));
  }

  /** Returns what we read of an answer, by its standard names. */
  private static JSONObject standard(JSONObject json) throws ParseException {
    JSONObject read = new JSONObject();
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      Object value = either(json, name.getKey(), name.getValue());
      if (value != null) {
        read.put(name.getKey(), value);
      }
    }
    return read;
  }

  private static @Nullable Object either(JSONObject json, String name, String ofThePage)
      throws ParseException {
    Object standard = json.get(name);
    Object camel = json.get(ofThePage);
    if (standard != null && camel != null && !standard.equals(camel)) {
      throw new ParseException("says two things: " + name + " and " + ofThePage + " differ");
    }
    return standard != null ? standard : camel;
  }

  private static JSONObject object(byte[] body) throws ParseException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return JSONObjectUtils.parse(text);
    } catch (CharacterCodingException | ParseException quoting) {
      throw new ParseException("is no JSON object");
    }
  }

  /** Returns the standard's error code in an answer, or words for its absence. */
  static String error(byte[] body) {
    try {
      return object(body).get("error") instanceof String code && ERRORS.contains(code)
          ? code
          : "no error code of the standard";
    } catch (ParseException malformed) {
      return "no JSON";
    }
  }
}
