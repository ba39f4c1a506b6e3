package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.Addresses;
import dev.lacre.cli.conform.receiver.LiveDelivery;
import dev.lacre.cli.conform.receiver.Speaker;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.OpaqueId;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.internal.ConfigAccess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who sends what to where, found out from {@code lacre.json} and the URL. Immutable. */
final class SendPlan {

  private static final int USUAL_LIMIT = 1_048_576;

  private final SendAddress address;
  private final SendRoute route;
  private final AppId appId;
  private final MerchantId merchantId;
  private final SendCredentials credentials;
  private final List<Speaker> speakers;
  private final Speaker speaker;
  private final List<Secret> secrets;
  private final WebhookOperation operation;
  private final List<Map.Entry<String, String>> headers;
  private final @Nullable String refusedAddress;
  private final String forwardedHeader;
  private final SendBody.Chosen body;

  SendPlan(
      SendAddress address,
      SendRoute route,
      AppId appId,
      MerchantId merchantId,
      SendCredentials credentials,
      @Nullable WebhookOperation named,
      SendBody source) {
    this.address = address;
    this.route = route;
    this.appId = appId;
    this.merchantId = merchantId;
    this.credentials = credentials;
    ConfigAccess.Setup setup = route.setup();
    this.speakers = Speaker.all(setup);
    this.speaker = speaker(speakers, appId.value(), merchantId.value());
    this.secrets =
        setup.senders().stream()
            .filter(each -> each.appId().equals(appId) && each.merchants().contains(merchantId))
            .findFirst()
            .orElseThrow()
            .secrets();
    WebhookOperation ofRoute = route.route() == null ? null : route.route().verifier().operation();
    this.operation = source.operation(named == null ? ofRoute : named);
    this.body = source.read(operation, pointer(), merchantId.value());
    Addresses addresses = address.isLoopback() ? address.addresses(setup) : null;
    this.headers = headers(addresses);
    this.forwardedHeader = addresses == null ? "" : addresses.header();
    String refused =
        addresses == null || !addresses.isTrusted() || setup.addresses().allow() == null
            ? null
            : addresses.refused();
    this.refusedAddress = refused == null || addresses == null ? null : addresses.hop(refused);
  }

  private static Speaker speaker(List<Speaker> all, String appId, String merchantId) {
    return all.stream()
        .filter(each -> each.appId().equals(appId) && each.merchant().equals(merchantId))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.setUp(
                    "The configuration has no credentials of application '"
                        + appId
                        + "' for merchant '"
                        + merchantId
                        + "'; name a pair that stands under \"credentials\"."));
  }

  /** What a delivery carries besides the signed headers. */
  private List<Map.Entry<String, String>> headers(@Nullable Addresses addresses) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    String store = storeHeader();
    if (store != null) {
      all.add(Map.entry(store, speaker.merchant()));
    }
    String client = addresses == null ? null : addresses.client();
    if (addresses != null && client != null) {
      all.add(Map.entry(addresses.header(), addresses.hop(client)));
    }
    return List.copyOf(all);
  }

  private @Nullable String storeHeader() {
    String header = route.rules() == null ? null : route.rules().storeHeader();
    return header == null || header.equalsIgnoreCase(LiveDelivery.MERCHANT) ? null : header;
  }

  /** Returns where the signed body names the merchant, or null if it does not. */
  @Nullable String pointer() {
    String own = route.rules() == null ? null : route.rules().storePointer();
    return own == null ? operation.merchantPointer().orElse(null) : own;
  }

  /** Tells whether the receiver reads a field of the body. */
  boolean isBodyRead() {
    return pointer() != null || hasLedger() && operation.eventIdPointer().isPresent();
  }

  /** Tells whether the receiver remembers what came. */
  boolean hasLedger() {
    return route.config().ledger().isPresent();
  }

  /** Tells whether the body has an event id, where the operation has it. */
  boolean namesEvent() {
    return operation
        .eventIdPointer()
        .flatMap(at -> SendBody.text(body.bytes(), at))
        .filter(OpaqueId::isValid)
        .isPresent();
  }

  /**
   * Returns another merchant of the same application, or null; one for whom the other credentials
   * may speak, too, if there is one.
   */
  @Nullable String otherMerchant() {
    return speakers.stream()
        .filter(each -> each.appId().equals(speaker.appId()))
        .map(Speaker::merchant)
        .filter(merchant -> !merchant.equals(speaker.merchant()))
        .min(Comparator.comparing(merchant -> credentials.speakFor(merchant) ? 0 : 1))
        .orElse(null);
  }

  /** Tells whether the API key or the token alone gives the other merchant away. */
  boolean isOtherMerchantForbidden() {
    String other = otherMerchant();
    return other != null && !credentials.speakFor(other);
  }

  /** Tells whether anything besides the merchant header names the merchant. */
  boolean namesMerchantTwice() {
    return pointer() != null
        || storeHeader() != null
        || route.rules() != null && route.rules().storePathSegment() != null;
  }

  int maxBodyBytes() {
    return route.route() == null ? USUAL_LIMIT : route.route().verifier().maxBodyBytes();
  }

  /** Returns an address that may not send, as the trusted proxy writes it, or null. */
  @Nullable String refusedAddress() {
    return refusedAddress;
  }

  String forwardedHeader() {
    return forwardedHeader;
  }

  SendAddress address() {
    return address;
  }

  AppId appId() {
    return appId;
  }

  MerchantId merchantId() {
    return merchantId;
  }

  SendCredentials credentials() {
    return credentials;
  }

  Speaker speaker() {
    return speaker;
  }

  /** Returns the active secrets of the sender, the one it signs with first. */
  List<Secret> secrets() {
    return secrets;
  }

  WebhookOperation operation() {
    return operation;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  byte[] body() {
    return body.bytes();
  }

  /** Returns what was done to the body so that it fits, or null. */
  @Nullable String remark() {
    return body.remark();
  }

  /** Returns a genuine delivery of the body. */
  LiveDelivery delivery() {
    return delivery(speaker, body());
  }

  /** Returns a delivery of any bytes, signed by anyone. */
  LiveDelivery delivery(Speaker signedBy, byte[] bytes) {
    LiveDelivery delivery =
        new LiveDelivery(address.authority(), address.target(), signedBy, bytes, false, List.of());
    delivery.set("User-Agent", Objects.requireNonNull(signedBy).appId());
    headers.forEach(header -> delivery.add(header.getKey(), header.getValue()));
    credentials.addTo(delivery);
    return delivery;
  }
}
