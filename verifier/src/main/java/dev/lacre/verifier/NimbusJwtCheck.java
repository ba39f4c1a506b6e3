package dev.lacre.verifier;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.DefaultJOSEProcessor;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import dev.lacre.signer.AppId;
import java.text.ParseException;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The check of a token by the JWT library: signature first, then time and claims. Thread-safe. */
final class NimbusJwtCheck implements JwtCheck {

  private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"),
          null);

  private final JwtRules rules;
  private final DefaultJOSEProcessor<SecurityContext> signatures = new DefaultJOSEProcessor<>();
  private final Claims origin;
  private final Claims times;

  NimbusJwtCheck(JwtRules rules, JWSKeySelector<SecurityContext> keys) {
    this.rules = rules;
    signatures.setJWSKeySelector(keys);
    // Judged before, so that it is a refusal of its own.
    signatures.setJWSTypeVerifier((type, context) -> {});
    this.origin = new Claims(rules, false);
    this.times = new Claims(rules, true);
  }

  /** Looks either at issuer and audience, or at the times; so that the two can be told apart. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final JwtRules rules;
    private final boolean timed;

    Claims(JwtRules rules, boolean timed) {
      super(
          timed ? null : rules.audience(),
          timed ? null : new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
          timed ? Set.of("exp") : Set.of("iss", "aud"));
      this.rules = rules;
      this.timed = timed;
      setMaxClockSkew((int) rules.clockSkew().toSeconds());
    }

    @Override
    protected @Nullable Date currentTime() {
      return timed ? Date.from(rules.clock().instant()) : null;
    }

    boolean accepts(JWTClaimsSet claims) {
      try {
        verify(claims, null);
        return !timed || claims.getExpirationTime() != null;
      } catch (BadJWTException refused) {
        return false;
      }
    }
  }

  @Override
  public Result check(String token) {
    JWSObject jws = parsed(token);
    if (jws == null || !isTaken(jws.getHeader())) {
      return Result.refused(RejectionReason.TOKEN_MALFORMED);
    }
    if (!jws.getHeader().getAlgorithm().getName().equals(rules.algorithm())) {
      return Result.refused(RejectionReason.TOKEN_SIGNATURE_MISMATCH);
    }
    Payload payload;
    try {
      payload = signatures.process(jws, null);
    } catch (BadJOSEException refused) {
      return Result.refused(RejectionReason.TOKEN_SIGNATURE_MISMATCH);
    } catch (JOSEException unavailable) {
      throw new IllegalStateException(
          "The keys for bearer tokens of '" + rules.issuer() + "' cannot be had or used.",
          unavailable);
    }
    return judge(payload);
  }

  /** Only the header is parsed here; whatever the library makes of an odd one is a refusal. */
  private static @Nullable JWSObject parsed(String token) {
    try {
      return JWSObject.parse(token);
    } catch (ParseException | RuntimeException malformed) {
      return null;
    }
  }

  private static boolean isTaken(JWSHeader header) {
    try {
      TYPES.verify(header.getType(), null);
    } catch (BadJOSEException other) {
      return false;
    }
    return header.getCriticalParams() == null && header.isBase64URLEncodePayload();
  }

  private Result judge(Payload payload) {
    JWTClaimsSet claims;
    try {
      Map<String, Object> json = payload.toJSONObject();
      if (json == null) {
        return Result.refused(RejectionReason.TOKEN_MALFORMED);
      }
      claims = JWTClaimsSet.parse(json);
    } catch (ParseException malformed) {
      return Result.refused(RejectionReason.TOKEN_MALFORMED);
    }
    if (!origin.accepts(claims)) {
      return Result.refused(RejectionReason.TOKEN_CLAIMS_MISMATCH);
    }
    if (!times.accepts(claims)) {
      return Result.refused(RejectionReason.TOKEN_OUT_OF_TIME);
    }
    AppId app = appId(claims);
    return app == null
        ? Result.refused(RejectionReason.TOKEN_CLAIMS_MISMATCH)
        : Result.of(app, scopes(claims));
  }

  /** The first of the claims that is there at all must be an application's id. */
  private @Nullable AppId appId(JWTClaimsSet claims) {
    for (String name : rules.appIdClaims()) {
      Object value = claims.getClaim(name);
      if (value != null) {
        return value instanceof String text ? AppId.parse(text).orElse(null) : null;
      }
    }
    return null;
  }

  /** As text with blanks between (RFC 8693, section 4.2), or as a list, as some issuers have it. */
  private static Set<String> scopes(JWTClaimsSet claims) {
    Set<String> scopes = new HashSet<>();
    for (String name : List.of("scope", "scp", "scopes")) {
      Object value = claims.getClaim(name);
      if (value instanceof String text) {
        scopes.addAll(List.of(text.split(" ", -1)));
      } else if (value instanceof Collection<?> list) {
        list.stream().filter(String.class::isInstance).map(String.class::cast).forEach(scopes::add);
      }
    }
    return scopes;
  }
}
