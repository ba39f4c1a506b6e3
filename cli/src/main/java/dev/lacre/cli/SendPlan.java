package dev.lacre.cli;

import dev.lacre.cli.conform.Unsupported;
import dev.lacre.cli.conform.receiver.Addresses;
import dev.lacre.cli.conform.receiver.LiveDelivery;
import dev.lacre.cli.conform.receiver.Speaker;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.ConfigAccess.RouteRules;
import dev.lacre.verifier.internal.RouteTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who sends what to where, found out from {@code lacre.json} and the URL. Immutable. */
final class SendPlan {

  private static final int USUAL_LIMIT = 1_048_576;

  private final SendAddress address;
  private final LacreConfig config;
  private final @Nullable RouteConfig route;
  private final @Nullable RouteRules rules;
  private final List<Speaker> speakers;
  private final Speaker speaker;
  private final List<Secret> secrets;
  private final WebhookOperation operation;
  private final List<Map.Entry<String, String>> headers;
  private final @Nullable String refusedAddress;
  private final String forwardedHeader;
  private final SendBody.Chosen body;

  SendPlan(
      LacreConfig config,
      SendAddress address,
      String appId,
      String merchantId,
      @Nullable WebhookOperation named,
      SendBody source) {
    this.config = config;
    this.address = address;
    ConfigAccess.Setup setup = ConfigAccess.setup(config);
    RouteTable.Match<RouteConfig> match = RouteTable.of(config.routes()).match(address.path());
    this.route = match.route();
    this.rules = route == null ? null : setup.routes().get(match.pattern());
    if (rules != null && !rules.authenticate().equals(List.of("signature"))) {
      throw Failure.setUp(
          "The " + Unsupported.credentials(match.pattern() + "", rules.authenticate()) + ".");
    }
    this.speakers = Speaker.all(setup);
    this.speaker = speaker(speakers, appId, merchantId);
    this.secrets =
        setup.senders().stream()
            .filter(
                sender ->
                    sender.appId().value().equals(appId)
                        && sender.merchants().stream().anyMatch(m -> m.value().equals(merchantId)))
            .findFirst()
            .orElseThrow()
            .secrets();
    WebhookOperation ofRoute = route == null ? null : route.verifier().operation();
    this.operation = source.operation(named == null ? ofRoute : named);
    this.body = source.read(operation, pointer(), merchantId);
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
    String header = rules == null ? null : rules.storeHeader();
    return header == null || header.equalsIgnoreCase(LiveDelivery.MERCHANT) ? null : header;
  }

  /** Returns where the signed body names the merchant, or null if it does not. */
  @Nullable String pointer() {
    String own = rules == null ? null : rules.storePointer();
    return own == null ? operation.merchantPointer().orElse(null) : own;
  }

  /** Tells whether the receiver reads a field of the body. */
  boolean isBodyRead() {
    return pointer() != null
        || config.ledger().isPresent() && operation.eventIdPointer().isPresent();
  }

  /** Returns another merchant of the same application, or null. */
  @Nullable String otherMerchant() {
    return speakers.stream()
        .filter(each -> each.appId().equals(speaker.appId()))
        .map(Speaker::merchant)
        .filter(merchant -> !merchant.equals(speaker.merchant()))
        .findFirst()
        .orElse(null);
  }

  /** Tells whether anything besides the merchant header names the merchant. */
  boolean namesMerchantTwice() {
    return pointer() != null
        || storeHeader() != null
        || rules != null && rules.storePathSegment() != null;
  }

  int maxBodyBytes() {
    return route == null ? USUAL_LIMIT : route.verifier().maxBodyBytes();
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

  URI uri() {
    return address.uri();
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
    return delivery;
  }
}
