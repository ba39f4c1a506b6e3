package dev.lacre.verifier.config;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.CallerAuthenticator;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.RouteTable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code routes}, and {@code addresses}, which hold for all of them. */
final class RoutesSection {

  private static final Duration LONGEST_BODY_TIMEOUT = Duration.ofHours(1);

  private final @Nullable CredentialDirectory credentials;
  private final CallersSection callers;
  private final AddressAllowlist allowlist;
  private final TrustedProxies proxies;
  private final ConfigAccess.Addresses addresses;
  private final Map<String, ConfigAccess.RouteRules> rules = new LinkedHashMap<>();

  RoutesSection(
      @Nullable CredentialDirectory credentials,
      CallersSection callers,
      @Nullable ConfigNode addresses) {
    this.credentials = credentials;
    this.callers = callers;
    if (addresses == null) {
      this.allowlist = AddressAllowlist.any();
      this.proxies = TrustedProxies.none();
      this.addresses = new ConfigAccess.Addresses(null, List.of(), null);
      return;
    }
    Map<String, ConfigNode> keys = addresses.members("allow", "trustedProxies", "forwardedHeader");
    ConfigNode allow = keys.get("allow");
    this.allowlist = allow == null ? AddressAllowlist.any() : allowlist(allow);
    this.proxies = proxies(addresses, keys);
    ConfigNode trusted = keys.get("trustedProxies");
    this.addresses =
        new ConfigAccess.Addresses(
            allow == null ? null : List.copyOf(allow.texts()),
            trusted == null ? List.of() : List.copyOf(trusted.texts()),
            proxies.headerName().orElse(null));
  }

  ConfigAccess.Addresses addresses() {
    return addresses;
  }

  /** Returns what each route demands besides the signature, in the order of the file. */
  Map<String, ConfigAccess.RouteRules> rules() {
    return Collections.unmodifiableMap(rules);
  }

  /** Checks one by one, so that a fault is reported where it stands. */
  private static AddressAllowlist allowlist(ConfigNode rules) {
    for (ConfigNode rule : rules.list()) {
      rule.checked(() -> AddressAllowlist.of(List.of(rule.text())));
    }
    return rules.checked(() -> AddressAllowlist.of(rules.texts()));
  }

  private static TrustedProxies proxies(ConfigNode addresses, Map<String, ConfigNode> keys) {
    ConfigNode proxies = keys.get("trustedProxies");
    ConfigNode header = keys.get("forwardedHeader");
    if (proxies == null && header == null) {
      return TrustedProxies.none();
    }
    if (proxies == null || header == null) {
      throw addresses.fault(
          "trustedProxies and forwardedHeader stand together or not at all: only the proxies that"
              + " are named are believed, and only the one header that they write. Add the other.");
    }
    allowlist(proxies);
    return header.checked(() -> TrustedProxies.of(proxies.texts(), header.text()));
  }

  Map<String, RouteConfig> read(ConfigNode section) {
    Map<String, RouteConfig> routes = new LinkedHashMap<>();
    section
        .members()
        .forEach(
            (pattern, node) -> {
              node.checked(() -> RouteTable.of(Map.of(pattern, node)));
              routes.put(pattern, route(pattern, node));
            });
    section.checked(() -> RouteTable.of(routes));
    return routes;
  }

  private RouteConfig route(String pattern, ConfigNode node) {
    Map<String, ConfigNode> keys =
        node.members(
            "operation",
            "store",
            "merchantProof",
            "maxBodyBytes",
            "bodyTimeout",
            "success",
            "authenticate",
            "signResponses");
    WebhookOperation operation = operation(node.required(keys, "operation"));
    ConfigNode success = keys.get("success");
    if (success != null) {
      operation = operation.withSuccessStatus((int) success.number(200, 299));
    }
    Set<String> demanded = callers.demanded(keys.get("authenticate"));
    WebhookVerifier.Builder verifier =
        verifier(node, demanded, operation).allowlist(allowlist).trustedProxies(proxies);
    ConfigNode storeNode = keys.get("store");
    Map<String, String> aliases = new LinkedHashMap<>();
    StoreRule store = storeNode == null ? StoreRule.none() : storeRule(pattern, storeNode, aliases);
    verifier.store(store);
    ConfigNode proofNode = keys.get("merchantProof");
    MerchantProof proof = proofNode == null ? MerchantProof.ASSERTED : merchantProof(proofNode);
    verifier.merchantProof(proof);
    rules.put(
        pattern,
        new ConfigAccess.RouteRules(
            store.header().orElse(null),
            store.pointer().orElse(null),
            store.pathSegment().isPresent() ? store.pathSegment().getAsInt() : null,
            Map.copyOf(aliases),
            proof,
            List.copyOf(demanded)));
    ConfigNode longest = keys.get("maxBodyBytes");
    if (longest != null) {
      verifier.maxBodyBytes((int) longest.number(1, 1 << 30));
    }
    ConfigNode timeout = keys.get("bodyTimeout");
    ConfigNode signResponses = keys.get("signResponses");
    return new RouteConfig(
        node.checked(verifier::build),
        timeout == null
            ? RouteConfig.DEFAULT_BODY_TIMEOUT
            : timeout.duration(LONGEST_BODY_TIMEOUT, "PT10S"),
        signResponses != null && signResponses(signResponses, demanded));
  }

  private WebhookVerifier.Builder verifier(
      ConfigNode node, Set<String> demanded, WebhookOperation operation) {
    List<CallerAuthenticator> others = callers.authenticators(demanded);
    WebhookVerifier.Builder verifier;
    if (!demanded.contains(CallersSection.SIGNATURE)) {
      verifier = WebhookVerifier.withoutSignature(others.get(0), operation);
      others = others.subList(1, others.size());
    } else if (credentials == null) {
      throw node.fault(
          "the route demands a signature, but the file has no 'credentials' to verify it with; add"
              + " them, or say in 'authenticate' what the route demands instead.");
    } else {
      verifier = WebhookVerifier.builder(SignatureScheme.openDelivery(), credentials, operation);
    }
    others.forEach(verifier::alsoRequire);
    return verifier;
  }

  private static boolean signResponses(ConfigNode node, Set<String> demanded) {
    if (node.flag() && !demanded.contains(CallersSection.SIGNATURE)) {
      throw node.fault(
          "the route demands no signature, so there is no secret to sign a response with; demand a"
              + " signature, or leave this out.");
    }
    return node.flag();
  }

  private static WebhookOperation operation(ConfigNode node) {
    return WebhookOperation.named(node.text())
        .orElseThrow(
            () ->
                node.fault(
                    "the operation '"
                        + Printable.of(node.text())
                        + "' is unknown; each route is bound to one of "
                        + WebhookOperation.all().stream()
                            .map(WebhookOperation::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static MerchantProof merchantProof(ConfigNode node) {
    return MerchantProof.ofCode(node.text())
        .orElseThrow(
            () ->
                node.fault(
                    "the proof '"
                        + Printable.of(node.text())
                        + "' is unknown; demand asserted, signed-field or key, weakest first."));
  }

  private static StoreRule storeRule(String pattern, ConfigNode node, Map<String, String> stores) {
    Map<String, ConfigNode> keys = node.members("header", "pointer", "pathSegment", "aliases");
    StoreRule.Builder rule = StoreRule.builder();
    ConfigNode header = keys.get("header");
    if (header != null) {
      header.checked(() -> rule.header(header.text()));
    }
    ConfigNode pointer = keys.get("pointer");
    if (pointer != null) {
      pointer.checked(() -> rule.pointer(pointer.text()));
    }
    ConfigNode segment = keys.get("pathSegment");
    if (segment != null) {
      rule.pathSegment(segment(pattern, segment));
    }
    ConfigNode aliases = keys.get("aliases");
    if (aliases != null) {
      aliases
          .members()
          .forEach(
              (alias, store) -> {
                if (alias.isEmpty()) {
                  throw store.fault("an alias is empty; name what stands in the request.");
                }
                stores.put(alias, store.checked(() -> MerchantId.of(store.text())).value());
              });
      rule.aliases(stores);
    }
    return node.checked(rule::build);
  }

  private static int segment(String pattern, ConfigNode node) {
    int index = (int) node.number(0, 100);
    long segments = pattern.chars().filter(c -> c == '/').count();
    if (!pattern.endsWith("/*") && index >= segments) {
      throw node.fault(
          "the path segment "
              + index
              + " does not exist in the route '"
              + Printable.of(pattern)
              + "', whose segments are counted from 0 to "
              + (segments - 1)
              + "; name one that does, or end the route in '/*'.");
    }
    return index;
  }
}
