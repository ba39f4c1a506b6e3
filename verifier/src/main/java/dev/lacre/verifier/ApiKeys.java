package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.Sha256;
import dev.lacre.signer.internal.SignerAccess;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * API keys in a header: each client has one or several, and may speak for some merchants.
 *
 * <pre>{@code
 * ApiKeys keys =
 *     ApiKeys.builder()
 *         .client(AppId.of("partner"), List.of(key), List.of(MerchantId.of("store-1")))
 *         .build();
 * }</pre>
 *
 * <p>The header must stand exactly once; a key in the query, a cookie or another header counts for
 * nothing. The SHA-256 digest of what is presented is compared with that of every active key, in
 * constant time and to the last one, so the time of an answer tells neither how much of a key was
 * right nor whose it was; a comparison takes some nanoseconds for each key.
 *
 * <p>Immutable and thread-safe. No key shows in {@link #toString} or in a message.
 */
public final class ApiKeys implements CallerAuthenticator {

  /** The header in which Open Delivery and the ordering channel carry the key. */
  public static final String DEFAULT_HEADER = "X-API-KEY";

  /** The most keys that one client may have at once; a rotation needs two. */
  public static final int MAX_KEYS = Credentials.MAX_SECRETS;

  private static final int MAX_LENGTH = 1024;

  private static final Set<String> TAKEN =
      Set.of(
          "x-app-id",
          "x-app-merchantid",
          "x-app-signature",
          "host",
          "content-type",
          "content-length",
          "transfer-encoding");

  private record Client(AppId appId, List<Secret> keys, Set<MerchantId> merchants) {}

  private static final class Key {

    private final byte[] digest;
    private final Client client;

    Key(byte[] digest, Client client) {
      this.digest = digest;
      this.client = client;
    }
  }

  private final String header;
  private final List<Key> keys;
  private final int clients;

  private ApiKeys(Builder builder) {
    this.header = builder.header == null ? DEFAULT_HEADER : builder.header;
    this.clients = builder.clients.size();
    if (clients == 0) {
      throw new IllegalStateException(
          "There are API keys of no client, so nobody could ever be accepted; add a client.");
    }
    List<Key> all = new ArrayList<>();
    for (Client client : builder.clients) {
      for (Secret secret : client.keys) {
        all.add(new Key(Sha256.of(presentable(secret, client)), client));
      }
    }
    checkDifferent(all);
    this.keys = List.copyOf(all);
  }

  private static byte[] presentable(Secret secret, Client client) {
    byte[] bytes = SignerAccess.insecureBytes(secret);
    boolean fits = bytes.length <= MAX_LENGTH;
    for (byte b : bytes) {
      fits &= b >= 0x21 && b <= 0x7E;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "An API key of the client '"
              + client.appId.value()
              + "' is longer than "
              + MAX_LENGTH
              + " bytes, or is not all visible ASCII characters, so no header could carry it; issue"
              + " another.");
    }
    return bytes;
  }

  private static void checkDifferent(List<Key> all) {
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (MessageDigest.isEqual(all.get(i).digest, all.get(j).digest)) {
          String one = all.get(j).client.appId.value();
          String other = all.get(i).client.appId.value();
          throw new IllegalArgumentException(
              (one.equals(other)
                      ? "The client '" + one + "' has the same API key twice"
                      : "One API key belongs to both '" + one + "' and '" + other + "'")
                  + "; it could not tell them apart, so each needs its own.");
        }
      }
    }
  }

  /**
   * Returns a builder of keys in the header {@value #DEFAULT_HEADER}, of no client yet.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public CallerVerdict authenticate(InboundWebhook head) {
    SingleHeaders headers = new SingleHeaders(head);
    String given = headers.value(header);
    if (given == null) {
      RejectionReason fault = headers.fault();
      return CallerVerdict.refused(fault == null ? RejectionReason.HEADER_MISSING : fault);
    }
    if (given.length() > MAX_LENGTH || !given.chars().allMatch(c -> c >= 0x21 && c <= 0x7E)) {
      return CallerVerdict.refused(RejectionReason.HEADER_MALFORMED);
    }
    Client client = clientOf(Sha256.of(given.getBytes(StandardCharsets.US_ASCII)));
    return client == null
        ? CallerVerdict.refused(RejectionReason.UNKNOWN_API_KEY)
        : CallerVerdict.known(client.appId, client.merchants);
  }

  /** Compares with every key, with no early exit. */
  private @Nullable Client clientOf(byte[] given) {
    Client found = null;
    for (Key key : keys) {
      if (MessageDigest.isEqual(key.digest, given)) {
        found = key.client;
      }
    }
    return found;
  }

  @Override
  public String challenge() {
    return "ApiKey realm=\"webhooks\"";
  }

  /** Returns the header and how many clients there are. */
  @Override
  public String toString() {
    return "ApiKeys[" + header + ", " + clients + " clients]";
  }

  /** API keys in the making. Not thread-safe. */
  public static final class Builder {

    private final List<Client> clients = new ArrayList<>();
    private @Nullable String header;

    private Builder() {}

    /**
     * Sets the header that carries the key.
     *
     * @param name the header's name
     * @return this builder
     * @throws IllegalArgumentException if it is no token of RFC 9110, or a header in which
     *     something else stands that is shown in logs or shapes the message: {@code X-App-Id},
     *     {@code X-App-MerchantId}, {@code X-App-Signature}, {@code Host}, {@code Content-Type},
     *     {@code Content-Length} or {@code Transfer-Encoding}
     */
    public Builder header(String name) {
      if (header != null) {
        throw new IllegalStateException("header is set already; set it once.");
      }
      if (!HeaderSyntax.isToken(name)) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(name)
                + "' is no header name (RFC 9110 section 5.1: letters, digits and hyphens, as in"
                + " 'X-API-KEY'); a header of that name could never come.");
      }
      if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "The header '"
                + name
                + "' has another meaning, so it cannot carry a key, which could then show in a log;"
                + " have the key sent in a header of its own, as in 'X-API-KEY'.");
      }
      this.header = name;
      return this;
    }

    /**
     * Adds a client.
     *
     * @param appId the application that the client is
     * @param keys its active keys, 1 to {@value #MAX_KEYS}: the UTF-8 bytes of what it presents,
     *     all of them visible ASCII characters
     * @param merchants whom it may speak for
     * @return this builder
     * @throws IllegalArgumentException if the client is there already, has no key or too many, or
     *     may speak for nobody
     */
    public Builder client(AppId appId, List<Secret> keys, Collection<MerchantId> merchants) {
      if (keys.isEmpty() || keys.size() > MAX_KEYS) {
        throw new IllegalArgumentException(
            "The client '"
                + appId.value()
                + "' has "
                + keys.size()
                + " API keys, but needs 1 to "
                + MAX_KEYS
                + ": a missing key is a refusal, and a rotation needs two.");
      }
      Callers.check(appId, merchants, clients.stream().map(Client::appId).toList());
      clients.add(new Client(appId, List.copyOf(keys), new HashSet<>(merchants)));
      return this;
    }

    /**
     * Returns the keys.
     *
     * @return the keys
     * @throws IllegalArgumentException if one key belongs to two clients, or no header can carry it
     * @throws IllegalStateException if there is no client
     */
    public ApiKeys build() {
      return new ApiKeys(this);
    }
  }
}
