package dev.lacre.verifier;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.SharedKeySets;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes the keys of a configuration into what the JWT library selects from. */
final class NimbusKeys {

  private static final int MAX_BYTES = NimbusFetcher.MAX_BYTES;

  /** Asked twice at most in one fetch. */
  private static final NimbusFetcher FETCHER = new NimbusFetcher(2_000, 2_500);

  /** How long a request waits while another one fetches the key set. */
  private static final long WAIT_MILLIS = 10_000;

  /** RFC 7518, section 3.3. */
  private static final int LEAST_RSA_BITS = 2048;

  private NimbusKeys() {}

  /** What makes two key sets behind a URL the same. */
  private record Remote(JWSAlgorithm pinned, JwtKeys.OfUrl url) {}

  static JWSKeySelector<SecurityContext> selector(
      String algorithm, JwtKeys keys, SharedKeySets sets) {
    JWSAlgorithm pinned = JWSAlgorithm.parse(algorithm);
    boolean shared = JWSAlgorithm.Family.HMAC_SHA.contains(pinned);
    if (shared != keys instanceof JwtKeys.Shared) {
      throw new IllegalArgumentException(
          shared
              ? "The algorithm "
                  + algorithm
                  + " needs a secret that is shared with the issuer, and no key set: a public key"
                  + " is known to all. Give the secret, or another algorithm."
              : "The algorithm "
                  + algorithm
                  + " needs the issuer's public keys, and no shared secret; name the key set, or"
                  + " take an algorithm such as HS256.");
    }
    if (keys instanceof JwtKeys.Shared secrets) {
      return shared(pinned, secrets.secrets());
    }
    return keys instanceof JwtKeys.OfUrl url
        ? (Selector) sets.of(new Remote(pinned, url), () -> remote(pinned, url))
        : ofFile(pinned, ((JwtKeys.OfFile) keys).file());
  }

  private static JWSKeySelector<SecurityContext> shared(JWSAlgorithm pinned, List<Secret> secrets) {
    if (secrets.isEmpty() || secrets.size() > Credentials.MAX_SECRETS) {
      throw new IllegalArgumentException(
          "There are "
              + secrets.size()
              + " secrets for bearer tokens, but 1 to "
              + Credentials.MAX_SECRETS
              + " are needed: a rotation needs two.");
    }
    int bits = Integer.parseInt(pinned.getName().substring(2));
    List<Key> keys = new ArrayList<>();
    for (Secret secret : secrets) {
      byte[] bytes = SignerAccess.insecureBytes(secret);
      if (bytes.length < bits / 8) {
        throw new IllegalArgumentException(
            "A secret for bearer tokens is "
                + bytes.length
                + " bytes long, but "
                + pinned
                + " needs at least "
                + bits / 8
                + " (RFC 7518, section 3.2); have a longer one issued.");
      }
      keys.add(new SecretKeySpec(bytes, "HmacSHA" + bits));
    }
    List<Key> all = List.copyOf(keys);
    return (header, context) -> header.getAlgorithm().equals(pinned) ? all : List.of();
  }

  private static JWSKeySelector<SecurityContext> ofFile(JWSAlgorithm pinned, Path file) {
    JWKSet set;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw fault(file, "is longer than " + MAX_BYTES + " bytes");
      }
      set = JWKSet.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw fault(file, "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
    } catch (ParseException malformed) {
      throw fault(file, "is no JWK set (RFC 7517)");
    }
    if (set.getKeys().stream().anyMatch(JWK::isPrivate)) {
      throw fault(file, "holds a private or secret key, which belongs to the issuer alone");
    }
    Selector selector = new Selector(pinned, new ImmutableJWKSet<>(set), new Outage(0));
    if (!selector.hasAny(set)) {
      throw fault(file, "has no key for " + pinned);
    }
    return selector;
  }

  private static IllegalArgumentException fault(Path file, String what) {
    return new IllegalArgumentException(
        "The key set '"
            + file.getFileName()
            + "' "
            + what
            + "; name a file with the public keys of the issuer, as it publishes them.");
  }

  private static Selector remote(JWSAlgorithm pinned, JwtKeys.OfUrl keys) {
    URL url;
    try {
      url = keys.url().toURL();
    } catch (MalformedURLException malformed) {
      throw new IllegalArgumentException("The URL of the key set cannot be used.", malformed);
    }
    Outage outage = new Outage(keys.between());
    JWKSource<SecurityContext> source =
        JWKSourceBuilder.<SecurityContext>create(url, FETCHER)
            .cache(keys.cached(), WAIT_MILLIS)
            .refreshAheadCache(false)
            .rateLimited(keys.between())
            .outageTolerant(keys.outage(), event -> outage.happened())
            .retrying(true)
            .build();
    return new Selector(pinned, source, outage);
  }

  /** Remembers when an old key set was used last because no new one could be had. Thread-safe. */
  private static final class Outage {

    private final long millis;
    private volatile @Nullable Long last;

    Outage(long millis) {
      this.millis = millis;
    }

    void happened() {
      last = System.nanoTime();
    }

    /** Tells whether what the key set lacks may be in a newer one. */
    boolean isNear() {
      Long at = last;
      return at != null && System.nanoTime() - at < TimeUnit.MILLISECONDS.toNanos(millis);
    }
  }

  /**
   * Selects by the pinned algorithm, and by the key id if the token has one. A key on another curve
   * is none: the library would take it for a fault of ours, and try no other.
   */
  private static final class Selector extends JWSVerificationKeySelector<SecurityContext> {

    private final JWSAlgorithm pinned;
    private final Outage outage;

    Selector(JWSAlgorithm pinned, JWKSource<SecurityContext> source, Outage outage) {
      super(pinned, source);
      this.pinned = pinned;
      this.outage = outage;
    }

    @Override
    protected @Nullable JWKMatcher createJWKMatcher(JWSHeader header) {
      JWKMatcher matcher = super.createJWKMatcher(header);
      if (matcher == null) {
        return null;
      }
      JWKMatcher.Builder narrower = new JWKMatcher.Builder(matcher);
      return JWSAlgorithm.Family.RSA.contains(pinned)
          ? narrower.minKeySize(LEAST_RSA_BITS).build()
          : narrower.curves(Curve.forJWSAlgorithm(pinned)).build();
    }

    boolean hasAny(JWKSet set) {
      JWKMatcher matcher = createJWKMatcher(new JWSHeader(pinned));
      return matcher != null && !new JWKSelector(matcher).select(set).isEmpty();
    }

    /**
     * A key id that the set lacks makes the library fetch again, at a limited rate. Beyond it the
     * key is unknown, if there are keys at all and the last fetch brought them; else nobody can
     * tell, and the sender should try again.
     */
    @Override
    public List<Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
        throws KeySourceException {
      List<Key> keys;
      try {
        keys = super.selectJWSKeys(header, context);
      } catch (RateLimitReachedException tooOften) {
        JWKSelector any = new JWKSelector(new JWKMatcher.Builder().build());
        if (getJWKSource().get(any, context).isEmpty()) {
          throw tooOften;
        }
        keys = List.of();
      }
      if (keys.isEmpty() && outage.isNear()) {
        throw new KeySourceException("the key is unknown, and no newer key set can be had");
      }
      return keys;
    }
  }
}
