package dev.lacre.servlet;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A webhook filter for each group of vectors, so that one container serves them all: two headers of
 * the tests' own say whose turn it is and from which address the request is to come.
 */
final class VectorFilters implements Filter {

  static final String GROUP = "X-Vector-Group";
  static final String PEER = "X-Vector-Peer";

  private final Map<String, WebhookFilter> filters = new LinkedHashMap<>();

  VectorFilters(List<VectorGroup> groups) {
    for (VectorGroup group : groups) {
      WebhookFilter filter = WebhookFilter.builder().route(route(group), verifier(group)).build();
      filters.put(group.id(), filter);
    }
  }

  /** The path of the operation, or all paths below that name a store. */
  private static String route(VectorGroup group) {
    return group.operation().equals("ordering-channel") ? "/stores/*" : "/" + group.operation();
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    for (WebhookFilter filter : filters.values()) {
      filter.init(config);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String peer = Objects.requireNonNull(http.getHeader(PEER), "no peer");
    HttpServletRequest from =
        new HttpServletRequestWrapper(http) {
          @Override
          public String getRemoteAddr() {
            return peer;
          }
        };
    WebhookFilter filter = filters.get(http.getHeader(GROUP));
    Objects.requireNonNull(filter, "no group").doFilter(from, response, chain);
  }

  private static WebhookVerifier verifier(VectorGroup group) {
    if (!group.scheme().name().equals("open-delivery")) {
      throw new IllegalStateException("no scheme " + group.scheme().name());
    }
    WebhookVerifier.Builder builder =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                CredentialDirectory.of(
                    group.credentials().stream().map(VectorFilters::credentials).toList()),
                WebhookOperation.named(group.operation()).orElseThrow())
            .merchantProof(MerchantProof.ofCode(group.merchantProof()).orElseThrow());
    VectorGroup.Addresses addresses = group.addresses();
    if (addresses.allow() != null) {
      builder.allowlist(AddressAllowlist.of(addresses.allow()));
    }
    if (addresses.forwardedHeader() != null) {
      builder.trustedProxies(
          TrustedProxies.of(addresses.trustedProxies(), addresses.forwardedHeader()));
    }
    if (group.storeHeader().isPresent()
        || group.storePointer().isPresent()
        || group.storePathSegment().isPresent()) {
      StoreRule.Builder rule = StoreRule.builder().aliases(group.storeAliases());
      group.storeHeader().ifPresent(rule::header);
      group.storePointer().ifPresent(rule::pointer);
      group.storePathSegment().ifPresent(rule::pathSegment);
      builder.store(rule.build());
    }
    return builder.build();
  }

  private static Credentials credentials(VectorGroup.Credential given) {
    AppId app = AppId.of(given.appId());
    List<MerchantId> merchants = given.merchants().stream().map(MerchantId::of).toList();
    // Some keys are shorter than a secret may be without saying so.
    List<Secret> secrets =
        given.secrets().stream()
            .map(key -> Secret.ofShortBytesInsecurely(HexFormat.of().parseHex(key.hex())))
            .toList();
    return given.ofOneMerchant()
        ? Credentials.forMerchant(app, merchants.get(0), secrets)
        : Credentials.forApplication(app, secrets, merchants);
  }
}
