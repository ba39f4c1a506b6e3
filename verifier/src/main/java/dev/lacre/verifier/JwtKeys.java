package dev.lacre.verifier;

import dev.lacre.signer.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where the keys are that a token must be signed with. */
sealed interface JwtKeys {

  /** Every algorithm that may be named, symmetric ones last. */
  List<String> ALGORITHMS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256",
          "HS384", "HS512");

  /** A JWK set in a file. */
  record OfFile(Path file) implements JwtKeys {}

  /**
   * A JWK set behind a URL. Times in milliseconds.
   *
   * @param cached how long a set is kept
   * @param outage how long an old set counts while no new one can be had
   * @param between the time in which at most two are fetched
   */
  record OfUrl(URI url, long cached, long outage, long between) implements JwtKeys {

    private static final long CACHED = 5L * 60 * 1000;
    private static final long OUTAGE = 4L * 60 * 60 * 1000;
    private static final long BETWEEN = 30L * 1000;

    static OfUrl of(URI url, boolean insecure) {
      boolean https = "https".equalsIgnoreCase(url.getScheme());
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      if (url.getHost() == null || url.getRawUserInfo() != null || !(https || http)) {
        throw new IllegalArgumentException(
            "The URL of the key set is no https URL with a host and without a user; give it as"
                + " https://HOST/PATH.");
      }
      if (http && !insecure) {
        throw new IllegalArgumentException(
            "The URL of the key set, at '"
                + url.getHost()
                + "', is not https: whoever can change what goes over that wire could issue tokens."
                + " Use https, or say by name that it is insecure.");
      }
      return new OfUrl(url, CACHED, OUTAGE, BETWEEN);
    }
  }

  /** Secrets that the issuer holds too. */
  record Shared(List<Secret> secrets) implements JwtKeys {

    /** Returns how many there are. */
    @Override
    public String toString() {
      return secrets.size() + " shared secrets";
    }
  }
}
