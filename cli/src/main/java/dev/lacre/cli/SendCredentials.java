package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.LiveDelivery;
import dev.lacre.client.CallCredential;
import dev.lacre.client.CredentialedClient;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.ConfigAccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery carries besides its signature, because the route demands it: an API key out of
 * {@code lacre.json}, a bearer token from elsewhere. Immutable.
 */
final class SendCredentials {

  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";
  private static final String HIDDEN = "[redacted]";

  private final String keyHeader;
  private final @Nullable Secret key;
  private final @Nullable Secret token;
  private final List<Set<MerchantId>> merchants;
  private final List<CallCredential> presented;
  private final boolean hidden;

  /**
   * Credentials.
   *
   * @param merchants for whom each of them may speak, as far as the configuration tells
   */
  private SendCredentials(
      String keyHeader,
      @Nullable Secret key,
      @Nullable Secret token,
      List<Set<MerchantId>> merchants,
      boolean hidden) {
    this.keyHeader = keyHeader;
    this.key = key;
    this.token = token;
    this.merchants = merchants;
    this.presented = presented(keyHeader, key, token);
    this.hidden = hidden;
  }

  /**
   * Finds what the route demands.
   *
   * @param token the bearer token, or null if none was named
   * @throws Failure if something that is demanded is not there, or a token is not demanded
   */
  static SendCredentials of(
      SendRoute route, AppId app, MerchantId merchant, @Nullable Secret token) {
    List<String> demanded = route.demanded();
    if (!demanded.contains("signature")) {
      throw Failure.setUp(
          "The route "
              + route.pattern()
              + " demands no signature, and what is sent here is signed; send to another, or use"
              + " an HTTP client.");
    }
    if (demanded.contains("bearer") && token == null) {
      throw Failure.setUp(
          "The route "
              + route.pattern()
              + " demands a bearer token; name one with --token-env or --token-file.");
    }
    if (route.isKnown() && !demanded.contains("bearer") && token != null) {
      throw Failure.usage(
          "The route " + route.pattern() + " demands no bearer token; leave the option out.");
    }
    ConfigAccess.Callers callers = route.setup().callers();
    ConfigAccess.Client holder =
        demanded.contains("api-key") ? holder(callers, app, merchant) : null;
    List<Set<MerchantId>> merchants = new ArrayList<>();
    if (holder != null) {
      merchants.add(holder.merchants());
    }
    if (token != null) {
      callers.ofTokens().stream()
          .filter(each -> each.appId().equals(app))
          .forEach(each -> merchants.add(each.merchants()));
    }
    return new SendCredentials(
        callers.keyHeader(),
        holder == null ? null : holder.keys().get(0),
        token,
        List.copyOf(merchants),
        false);
  }

  private static ConfigAccess.Client holder(
      ConfigAccess.Callers callers, AppId app, MerchantId merchant) {
    return callers.ofKeys().stream()
        .filter(each -> each.appId().equals(app) && each.merchants().contains(merchant))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.setUp(
                    "The route demands an API key, and the configuration has none of '"
                        + app.value()
                        + "' for merchant '"
                        + merchant.value()
                        + "'; add it to the clients of \"apiKeys\"."));
  }

  /** Returns the same, of which deliveries show only that they are there. */
  SendCredentials hidden() {
    return new SendCredentials(keyHeader, key, token, merchants, true);
  }

  /** Tells whether all of them may speak for a merchant. */
  boolean speakFor(String merchant) {
    MerchantId id = MerchantId.of(merchant);
    return merchants.stream().allMatch(each -> each.contains(id));
  }

  boolean isEmpty() {
    return key == null && token == null;
  }

  boolean hasKey() {
    return key != null;
  }

  boolean hasToken() {
    return token != null;
  }

  /** Tells whether the token has three parts, the last of which is a signature. */
  boolean hasSignedToken() {
    return token != null && text(token).matches("[^.]+\\.[^.]+\\.[^.]+");
  }

  /** Returns a client that presents them, to this origin alone. */
  HttpClient presentedBy(HttpClient client, SendAddress address, AppId userAgent) {
    HttpClient presenting = client;
    for (CallCredential each : presented) {
      CredentialedClient.Builder builder =
          CredentialedClient.builder(presenting, userAgent.value(), each)
              .origin(URI.create(address.origin()));
      presenting = (address.isTls() ? builder : builder.plainHttpInsecurely()).build();
    }
    return presenting;
  }

  private static List<CallCredential> presented(
      String keyHeader, @Nullable Secret key, @Nullable Secret token) {
    try {
      return Stream.of(
              key == null ? null : CallCredential.apiKey(keyHeader, key),
              token == null ? null : CallCredential.bearer(token))
          .filter(Objects::nonNull)
          .toList();
    } catch (IllegalArgumentException unfit) {
      throw Failure.setUp("The API key or token cannot be presented: " + Failure.messageOf(unfit));
    }
  }

  /** Puts them on a delivery. */
  void addTo(LiveDelivery delivery) {
    if (key != null) {
      delivery.add(keyHeader, shown(text(key)));
    }
    if (token != null) {
      delivery.add(AUTHORIZATION, shown(BEARER + text(token)));
    }
  }

  LiveDelivery withoutKey(LiveDelivery delivery) {
    return delivery.remove(keyHeader);
  }

  LiveDelivery withKey(LiveDelivery delivery, String other) {
    return delivery.set(keyHeader, shown(other));
  }

  LiveDelivery withoutToken(LiveDelivery delivery) {
    return delivery.remove(AUTHORIZATION);
  }

  LiveDelivery withToken(LiveDelivery delivery, String other) {
    return delivery.set(AUTHORIZATION, shown(BEARER + other));
  }

  /** Changes a character in the middle of the token's signature, all of whose bits count. */
  LiveDelivery withChangedToken(LiveDelivery delivery) {
    StringBuilder other = new StringBuilder(token == null ? "" : text(token));
    int at = (other.lastIndexOf(".") + other.length()) / 2;
    other.setCharAt(at, other.charAt(at) == 'A' ? 'B' : 'A');
    return withToken(delivery, other.toString());
  }

  private String shown(String value) {
    return hidden ? HIDDEN : value;
  }

  private static String text(Secret secret) {
    return new String(SignerAccess.insecureBytes(secret), StandardCharsets.US_ASCII);
  }
}
