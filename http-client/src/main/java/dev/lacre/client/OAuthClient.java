package dev.lacre.client;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client of a token endpoint: its id and secret, and the scopes it asks for. In the application
 * model one serves all merchants; in the merchant model each merchant has its own.
 *
 * <pre>{@code
 * OAuthClient client =
 *     OAuthClient.builder(URI.create("https://api.partner.example/oauth/token"), "my-pos", secret)
 *         .scopes("od.orders", "od.menu")
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe; {@link #toString} does not show the secret.
 */
public final class OAuthClient {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final URI endpoint;
  private final String id;
  private final Supplier<Secret> secrets;
  private final Object secretIdentity;
  private final List<String> scopes;
  private final @Nullable MerchantId merchant;
  private final boolean secretInForm;
  private final Duration assumedLifetime;

  private OAuthClient(Builder builder) {
    this.endpoint = Destinations.checked(builder.endpoint, builder.plainHttp);
    this.id = builder.id;
    this.secrets = builder.secrets;
    this.secretIdentity = builder.secretIdentity;
    this.scopes = List.copyOf(builder.scopes);
    this.merchant = builder.merchant;
    this.secretInForm = builder.secretInForm;
    this.assumedLifetime = builder.assumedLifetime;
  }

  /**
   * Returns a builder of a client that asks for no scope by name.
   *
   * @param tokenEndpoint an https address
   * @param clientId the client's id
   * @param clientSecret the client's secret, a UTF-8 text
   * @return the builder
   * @throws IllegalArgumentException if the id is empty or the secret no text
   */
  public static Builder builder(URI tokenEndpoint, String clientId, Secret clientSecret) {
    SecretStrings.text(clientSecret);
    return new Builder(
        tokenEndpoint, clientId, () -> clientSecret, SecretStrings.fingerprint(clientSecret));
  }

  /**
   * Returns a builder of a client whose secret is asked for whenever a token is fetched, so that it
   * can be rotated.
   *
   * @param tokenEndpoint an https address
   * @param clientId the client's id
   * @param clientSecrets gives the secret of now; quick and thread-safe. Two clients share their
   *     tokens only if they have the same source
   * @return the builder
   * @throws IllegalArgumentException if the id is empty
   */
  public static Builder builder(
      URI tokenEndpoint, String clientId, Supplier<Secret> clientSecrets) {
    return new Builder(tokenEndpoint, clientId, clientSecrets, clientSecrets);
  }

  URI endpoint() {
    return endpoint;
  }

  String id() {
    return id;
  }

  Supplier<Secret> secrets() {
    return secrets;
  }

  List<String> scopes() {
    return scopes;
  }

  boolean secretInForm() {
    return secretInForm;
  }

  Duration assumedLifetime() {
    return assumedLifetime;
  }

  /** Returns what tells tokens of this client from others. */
  TokenKey key() {
    return new TokenKey(endpoint, id, secretIdentity, secretInForm, scopes, merchant);
  }

  /** Returns whose tokens these are, and no secret. */
  @Override
  public String toString() {
    return "OAuthClient["
        + id
        + " at "
        + Origin.of(endpoint)
        + (merchant == null ? "" : " for merchant " + merchant.value())
        + ", scopes "
        + scopes
        + "]";
  }

  /** A client in the making. Not thread-safe. */
  public static final class Builder {

    private final URI endpoint;
    private final String id;
    private final Supplier<Secret> secrets;
    private final Object secretIdentity;
    private final Set<String> scopes = new TreeSet<>();
    private @Nullable MerchantId merchant;
    private boolean secretInForm;
    private boolean plainHttp;
    private Duration assumedLifetime = FIVE_MINUTES;

    private Builder(URI endpoint, String id, Supplier<Secret> secrets, Object secretIdentity) {
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
      this.secrets = Objects.requireNonNull(secrets, "secrets");
      this.secretIdentity = secretIdentity;
      this.id = id;
      if (id.isEmpty() || !id.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
        throw new IllegalArgumentException(
            "The client id is empty or not printable ASCII; give it exactly as it was issued.");
      }
    }

    /**
     * Adds scopes to ask for. A token serves one set of scopes; their order does not count.
     *
     * @param names such as {@code od.orders}
     * @return this builder
     * @throws IllegalArgumentException if one is empty, or has a character that no scope has
     */
    public Builder scopes(String... names) {
      for (String name : names) {
        if (!SecretStrings.fitsHeader(name) || name.indexOf('"') >= 0 || name.indexOf('\\') >= 0) {
          throw new IllegalArgumentException(
              "A scope is empty, or has blanks, quotes or backslashes; name each by itself, such as"
                  + " od.orders.");
        }
        scopes.add(name);
      }
      return this;
    }

    /**
     * Says for which merchant the tokens are. Nothing of it is sent: it keeps apart the tokens of
     * two merchants that share a client id.
     *
     * @param merchant the merchant
     * @return this builder
     */
    public Builder merchant(MerchantId merchant) {
      this.merchant = merchant;
      return this;
    }

    /**
     * Sends id and secret in the form ({@code client_secret_post}) instead of by HTTP basic
     * authentication, which <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749
     * section 2.3.1</a> prefers.
     *
     * @return this builder
     */
    public Builder secretInForm() {
      this.secretInForm = true;
      return this;
    }

    /**
     * Sets the lifetime of tokens that come without any; five minutes unless set.
     *
     * @param lifetime above zero
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder assumedLifetime(Duration lifetime) {
      if (lifetime.isNegative() || lifetime.isZero()) {
        throw new IllegalArgumentException(
            "The assumed lifetime is " + lifetime + ", but must be above zero.");
      }
      this.assumedLifetime = lifetime;
      return this;
    }

    /**
     * Lets the token endpoint be {@code http}, where anyone on the way reads the secret: for tests.
     *
     * @return this builder
     */
    public Builder plainHttpInsecurely() {
      this.plainHttp = true;
      return this;
    }

    /**
     * Returns the client.
     *
     * @return the client
     * @throws IllegalArgumentException if the endpoint is not https
     */
    public OAuthClient build() {
      return new OAuthClient(this);
    }
  }
}
