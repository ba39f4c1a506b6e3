package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token that the tests make right first and spoil then. Written and signed with the JDK
 * alone, so that the library under test has no say in it.
 */
final class Token {

  static final String ISSUER = "https://auth.partner.example";
  static final String AUDIENCE = "https://restaurant.example/webhooks";
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final AppId APP = Delivery.APP;
  static final MerchantId STORE = Delivery.STORE;
  static final MerchantId SISTER = Delivery.SISTER;
  static final Secret SHARED = Secret.ofUtf8("a secret of the issuer, 0123456789abcdef");
  static final String SHARED_TEXT = "a secret of the issuer, 0123456789abcdef";

  static final KeyPair RSA = rsa(2048);
  static final KeyPair OTHER_RSA = rsa(2048);
  static final KeyPair EC = ec("secp256r1");

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();

  private Token(String algorithm, @Nullable String keyId) {
    header("alg", quoted(algorithm));
    header("kid", keyId == null ? null : quoted(keyId));
    header("typ", quoted("JWT"));
    claim("iss", quoted(ISSUER)).claim("aud", quoted(AUDIENCE));
    claim("exp", at(300)).claim("client_id", quoted(APP.value()));
    claim("scope", quoted("od.menu od.orders"));
  }

  static Token rs256() {
    return new Token("RS256", "rsa-1");
  }

  static Token es256() {
    return new Token("ES256", "ec-1");
  }

  static Token hs256() {
    return new Token("HS256", null);
  }

  /** A builder that takes such tokens; keys and algorithm are still to be set. */
  static BearerTokens.Builder accepted() {
    return BearerTokens.builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .clock(CLOCK)
        .client(APP, List.of(STORE, SISTER));
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  /** A NumericDate so many seconds from now. */
  static String at(long seconds) {
    return Long.toString(NOW.getEpochSecond() + seconds);
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Returns the public keys as a JWK set, each under its id. */
  static String keySet(Map<String, KeyPair> keys) {
    return keys.entrySet().stream()
        .map(each -> jwk(each.getKey(), each.getValue()))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  static String keySet() {
    return keySet(Map.of("rsa-1", RSA, "ec-1", EC));
  }

  static String jwk(String id, KeyPair pair) {
    if (pair.getPublic() instanceof RSAPublicKey key) {
      return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
          .formatted(id, number(key.getModulus(), 0), number(key.getPublicExponent(), 0));
    }
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return "{\"kty\":\"EC\",\"crv\":\"P-%d\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            bits,
            id,
            number(key.getW().getAffineX(), bits / 8),
            number(key.getW().getAffineY(), bits / 8));
  }

  private static String number(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    int size = length == 0 ? (value.bitLength() + 7) / 8 : length;
    byte[] exact = new byte[size];
    int count = Math.min(size, bytes.length);
    System.arraycopy(bytes, bytes.length - count, exact, size - count, count);
    return base64(exact);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  /** Sets a header parameter to a JSON value; null takes it away. */
  Token header(String name, @Nullable String json) {
    return set(header, name, json);
  }

  /** Sets a claim to a JSON value; null takes it away. */
  Token claim(String name, @Nullable String json) {
    return set(claims, name, json);
  }

  private Token set(Map<String, String> where, String name, @Nullable String json) {
    if (json == null) {
      where.remove(name);
    } else {
      where.put(name, json);
    }
    return this;
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  String signingInput() {
    return base64(json(header)) + "." + base64(json(claims));
  }

  String signed() {
    return switch (String.valueOf(header.get("alg")).charAt(1)) {
      case 'E' -> signed(EC);
      case 'H' -> mac(SHARED_TEXT.getBytes(UTF_8));
      default -> signed(RSA);
    };
  }

  /** Signs by RSA or ECDSA with SHA-256, whatever the header says. */
  String signed(KeyPair pair) {
    boolean rsa = pair.getPublic() instanceof RSAPublicKey;
    try {
      Signature signature =
          Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      signature.initSign(pair.getPrivate());
      signature.update(signingInput().getBytes(UTF_8));
      return signingInput() + "." + base64(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Signs by HMAC with SHA-256, whatever the header says. */
  String mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return signingInput() + "." + base64(mac.doFinal(signingInput().getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Judges a token; tells {@code known}, or the code of the reason. */
  static String outcome(CallerAuthenticator tokens, String... authorization) {
    InboundWebhook.Builder head = InboundWebhook.builder();
    Arrays.stream(authorization).forEach(line -> head.header("Authorization", line));
    CallerVerdict verdict = tokens.authenticate(head.build());
    return verdict instanceof CallerVerdict.Refused refused ? refused.reason().code() : "known";
  }
}
