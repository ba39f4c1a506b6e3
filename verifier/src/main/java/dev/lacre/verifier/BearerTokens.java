package dev.lacre.verifier;

import static dev.lacre.signer.internal.BuilderOptions.once;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.internal.SharedKeySets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens (RFC 6750) that are signed JWTs (RFC 7519) of one issuer, for one audience, by one
 * algorithm.
 *
 * <pre>{@code
 * BearerTokens tokens =
 *     BearerTokens.builder()
 *         .issuer("https://auth.partner.example")
 *         .audience("https://restaurant.example/webhooks")
 *         .algorithm("RS256")
 *         .keysFromUrl(URI.create("https://auth.partner.example/jwks.json"))
 *         .scopes(List.of("od.orders"))
 *         .client(AppId.of("partner"), List.of(MerchantId.of("store-1")))
 *         .build();
 * }</pre>
 *
 * <p>{@code Authorization} must stand exactly once and hold one token of at most {@value
 * #MAX_TOKEN_LENGTH} characters. The algorithm and the keys come from this configuration and never
 * from the token: {@code jku}, {@code jwk}, {@code x5u} and {@code x5c} are not followed, {@code
 * crit} is refused, {@code typ} must be absent, {@code JWT} or {@code at+jwt}. Its claims are
 * parsed once its signature is right. It must have {@code iss}, {@code aud} and {@code exp}; {@code
 * nbf} is honoured. The merchants of an application come from this configuration too, as the
 * specification forbids to put them into the token.
 *
 * <p>A key set behind a URL is fetched when it is first needed, kept for five minutes, and fetched
 * again for an unknown key id, at most twice in thirty seconds. While it cannot be had, the last
 * one counts for four hours; without one, requests are refused with {@link
 * RejectionReason#CREDENTIALS_UNAVAILABLE}. A fetch takes at most some seconds and 256 KiB, and
 * follows no redirect.
 *
 * <p>Needs the library {@code com.nimbusds:nimbus-jose-jwt} at run time, which is optional for all
 * else. Immutable and thread-safe. No token, key or secret shows in {@link #toString}, in a message
 * or in an exception.
 */
public final class BearerTokens implements CallerAuthenticator {

  static {
    SharedKeySets.builders((builder, sets) -> builder.keySets = sets);
  }

  /** The longest token that is looked at, in characters. */
  public static final int MAX_TOKEN_LENGTH = 8192;

  /** How far the issuer's clock may be off, unless the builder is told otherwise. */
  public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(60);

  /** How far the issuer's clock may be off at most. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  private static final String AUTHORIZATION = "Authorization";
  private static final String SCHEME = "Bearer";
  private static final String ALL_SCOPES = "od.all";
  private static final String SCOPE_PREFIX = "od.";

  private final String issuer;
  private final String algorithm;
  private final Set<String> scopes;
  private final Map<AppId, Set<MerchantId>> clients;
  private final JwtCheck check;

  private BearerTokens(Builder builder) {
    this.issuer = required("issuer", builder.issuer);
    this.algorithm = required("algorithm", builder.algorithm);
    this.scopes = Set.copyOf(builder.scopes == null ? List.of() : builder.scopes);
    this.clients = Map.copyOf(builder.clients);
    if (clients.isEmpty()) {
      throw new IllegalStateException(
          "Bearer tokens of no application are accepted, so nobody could ever be; add a client.");
    }
    JwtKeys keys = required("key source", builder.keys);
    JwtRules rules =
        new JwtRules(
            issuer,
            required("audience", builder.audience),
            algorithm,
            builder.clockSkew == null ? DEFAULT_CLOCK_SKEW : builder.clockSkew,
            builder.appIdClaim == null ? List.of("client_id", "azp") : List.of(builder.appIdClaim),
            builder.clock == null ? Clock.systemUTC() : builder.clock);
    this.check = JwtLibrary.check(rules, keys, builder.keySets);
  }

  private static <T> T required(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          "The "
              + what
              + " of the bearer tokens is not set; a token is only as good as what it is held"
              + " against, so say it.");
    }
    return value;
  }

  /**
   * Returns a builder. Issuer, audience, algorithm, one key source and a client must be set.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public CallerVerdict authenticate(InboundWebhook head) {
    SingleHeaders headers = new SingleHeaders(head);
    String given = headers.value(AUTHORIZATION);
    if (given == null) {
      RejectionReason fault = headers.fault();
      return CallerVerdict.refused(fault == null ? RejectionReason.HEADER_MISSING : fault);
    }
    String token = token(given);
    if (token == null) {
      return CallerVerdict.refused(RejectionReason.HEADER_MALFORMED);
    }
    if (!isShort(token)) {
      return CallerVerdict.refused(RejectionReason.TOKEN_MALFORMED);
    }
    JwtCheck.Result result = check.check(token);
    AppId appId = result.appId();
    if (appId == null) {
      return CallerVerdict.refused(result.fault());
    }
    Set<MerchantId> merchants = clients.get(appId);
    if (merchants == null) {
      return CallerVerdict.refused(RejectionReason.UNKNOWN_SENDER);
    }
    return covers(result.scopes())
        ? CallerVerdict.known(appId, merchants)
        : CallerVerdict.refused(RejectionReason.SCOPE_MISSING);
  }

  /** Returns what follows the scheme, which is compared without regard to case, or null. */
  private static @Nullable String token(String authorization) {
    int length = SCHEME.length();
    if (authorization.length() <= length + 1
        || !authorization.substring(0, length).toLowerCase(Locale.ROOT).equals("bearer")
        || authorization.charAt(length) != ' ') {
      return null;
    }
    int from = length;
    while (from < authorization.length() && authorization.charAt(from) == ' ') {
      from++;
    }
    return authorization.substring(from);
  }

  /** Three parts of base64url, and not too much of it, before anything is decoded. */
  private static boolean isShort(String token) {
    if (token.length() > MAX_TOKEN_LENGTH) {
      return false;
    }
    return token.chars().filter(c -> c == '.').count() == 2
        && token
            .chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_'
                        || c == '.');
  }

  private boolean covers(Set<String> granted) {
    return scopes.stream()
        .allMatch(
            scope ->
                granted.contains(scope)
                    || (scope.startsWith(SCOPE_PREFIX) && granted.contains(ALL_SCOPES)));
  }

  /** Returns the scopes that a token must carry, all of them. */
  Set<String> scopes() {
    return scopes;
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"webhooks\"";
  }

  /** Returns issuer, algorithm, scopes and how many clients there are. */
  @Override
  public String toString() {
    return "BearerTokens["
        + issuer
        + ", "
        + algorithm
        + ", scopes "
        + scopes
        + ", "
        + clients.size()
        + " clients]";
  }

  /** Bearer tokens in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    private final Map<AppId, Set<MerchantId>> clients = new LinkedHashMap<>();
    private @Nullable String issuer;
    private @Nullable String audience;
    private @Nullable String algorithm;
    private @Nullable JwtKeys keys;
    private SharedKeySets keySets = SharedKeySets.none();
    private @Nullable Set<String> scopes;
    private @Nullable Duration clockSkew;
    private @Nullable String appIdClaim;
    private @Nullable Clock clock;

    private Builder() {}

    /**
     * Sets who must have issued a token.
     *
     * @param issuer the claim {@code iss}, compared exactly
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder issuer(String issuer) {
      this.issuer = once("issuer", this.issuer, notBlank("issuer", issuer));
      return this;
    }

    /**
     * Sets for whom a token must have been issued.
     *
     * @param audience the claim {@code aud}, or one of its values, compared exactly
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder audience(String audience) {
      this.audience = once("audience", this.audience, notBlank("audience", audience));
      return this;
    }

    /**
     * Sets the one algorithm that tokens must be signed with.
     *
     * @param name RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or ES512 with a key set;
     *     HS256, HS384 or HS512 with shared secrets
     * @return this builder
     * @throws IllegalArgumentException if it is none of these
     */
    public Builder algorithm(String name) {
      if (!JwtKeys.ALGORITHMS.contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(name)
                + "' is no algorithm that tokens may be signed with here; name one of "
                + String.join(", ", JwtKeys.ALGORITHMS)
                + ".");
      }
      this.algorithm = once("algorithm", this.algorithm, name);
      return this;
    }

    /**
     * Takes the issuer's public keys from a file, read when this is built.
     *
     * @param file a JWK set (RFC 7517) of public keys
     * @return this builder
     */
    public Builder keysFromFile(Path file) {
      return keys(new JwtKeys.OfFile(file));
    }

    /**
     * Takes the issuer's public keys from a URL.
     *
     * @param url where a JWK set (RFC 7517) is, {@code https}
     * @return this builder
     * @throws IllegalArgumentException if it is of another scheme or has no host
     */
    public Builder keysFromUrl(URI url) {
      return keys(JwtKeys.OfUrl.of(url, false));
    }

    /**
     * Takes the issuer's public keys from a URL without TLS. Whoever can change what goes over that
     * wire can issue tokens: for tests, or within one machine.
     *
     * @param url where a JWK set (RFC 7517) is, {@code http} or {@code https}
     * @return this builder
     * @throws IllegalArgumentException if it is of another scheme or has no host
     */
    public Builder keysFromInsecureUrl(URI url) {
      return keys(JwtKeys.OfUrl.of(url, true));
    }

    /**
     * Takes secrets that are shared with the issuer, for an HMAC algorithm.
     *
     * @param secrets the active ones, 1 to {@value Credentials#MAX_SECRETS}, each at least as long
     *     as the algorithm's hash (RFC 7518, section 3.2): 32, 48 or 64 bytes
     * @return this builder
     */
    public Builder sharedSecrets(List<Secret> secrets) {
      return keys(new JwtKeys.Shared(List.copyOf(secrets)));
    }

    private Builder keys(JwtKeys source) {
      this.keys = once("the key source", this.keys, source);
      return this;
    }

    /** Sets where keys come from, with other times than the usual ones, for tests. */
    Builder keysFrom(JwtKeys source) {
      return keys(source);
    }

    /**
     * Demands scopes, all of them. A token grants them by {@code scope}, a text with blanks
     * between, or by {@code scp} or {@code scopes}, a list. If it grants {@code od.all}, that
     * covers every scope that begins with {@code od.}
     *
     * @param demanded what a token must grant
     * @return this builder
     * @throws IllegalArgumentException if one is blank or has a blank in it
     */
    public Builder scopes(Collection<String> demanded) {
      for (String scope : demanded) {
        if (scope.isEmpty() || !scope.chars().allMatch(c -> c > ' ' && c <= '~')) {
          throw new IllegalArgumentException(
              "'"
                  + Printable.of(scope)
                  + "' is no scope (RFC 6749, section 3.3: visible characters, no blank); write"
                  + " each by itself, as 'od.orders'.");
        }
      }
      this.scopes = once("scopes", this.scopes, new LinkedHashSet<>(demanded));
      return this;
    }

    /**
     * Sets how far the issuer's clock may be off.
     *
     * @param skew nothing to five minutes, in whole seconds
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder clockSkew(Duration skew) {
      if (skew.isNegative()
          || skew.compareTo(MAX_CLOCK_SKEW) > 0
          || !skew.equals(skew.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException(
            "The clock skew "
                + skew
                + " is not nothing to five minutes in whole seconds; more would keep expired tokens"
                + " alive. Set the clocks instead.");
      }
      this.clockSkew = once("clockSkew", this.clockSkew, skew);
      return this;
    }

    /**
     * Sets which claim names the application. Unless set, it is {@code client_id}, or {@code azp}
     * where that is absent.
     *
     * @param name a claim with a text, such as {@code sub}
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder appIdClaim(String name) {
      this.appIdClaim = once("appIdClaim", this.appIdClaim, notBlank("claim", name));
      return this;
    }

    /**
     * Adds an application whose tokens are accepted.
     *
     * @param appId what the token calls it
     * @param merchants whom it may speak for
     * @return this builder
     * @throws IllegalArgumentException if it is there already, or may speak for nobody
     */
    public Builder client(AppId appId, Collection<MerchantId> merchants) {
      Callers.check(appId, merchants, clients.keySet());
      clients.put(appId, Set.copyOf(merchants));
      return this;
    }

    /**
     * Sets the clock against which tokens are held.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = once("clock", this.clock, clock);
      return this;
    }

    /**
     * Returns the authenticator.
     *
     * @return the authenticator
     * @throws IllegalArgumentException if keys and algorithm do not fit, or a file of keys cannot
     *     be used
     * @throws IllegalStateException if something is not set, or the library {@code nimbus-jose-jwt}
     *     is not there
     */
    public BearerTokens build() {
      return new BearerTokens(this);
    }

    private static String notBlank(String what, String value) {
      if (value.isBlank()) {
        throw new IllegalArgumentException(
            "The " + what + " of the bearer tokens is blank; name the one that must stand there.");
      }
      return value;
    }
  }
}
