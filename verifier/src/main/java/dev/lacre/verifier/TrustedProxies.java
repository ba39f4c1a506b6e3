package dev.lacre.verifier;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose word about the client's address is believed, and the one header they say it in.
 *
 * <p>Without trusted proxies the client is the peer of the connection and every header is ignored.
 * With them, a header counts only when the peer itself is a trusted proxy. Its addresses are then
 * walked from the right, from the last line to the first, and the first one that is not a trusted
 * proxy is the client: what stands further left came from the client and is not looked at. When
 * every address is a trusted proxy the client is the left-most one; without the header it is the
 * peer. When the walk meets anything but an address (an empty place, {@code unknown}, {@code
 * _hidden}, a host name, a zone id) or more than 100 addresses, the client is not known, and only
 * {@link AddressAllowlist#any()} allows it.
 *
 * <p>{@code Forwarded} is read by <a href="https://www.rfc-editor.org/rfc/rfc7239">RFC 7239</a>.
 * There, a quoted string that is out of place or never closed makes the whole line unreadable,
 * since nobody can tell where the client's part of it ends. Any other header is read like {@code
 * X-Forwarded-For}: addresses between commas, each {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code
 * 2001:db8::1}, {@code [2001:db8::1]} or {@code [2001:db8::1]:80}.
 *
 * <p>The peer must be the peer of the connection. A container or framework that already put a
 * forwarded address in its place (Tomcat's {@code RemoteIpValve}, Jetty's {@code
 * ForwardedRequestCustomizer}, Spring's {@code ForwardedHeaderFilter}) must not be combined with
 * this. A proxy must append to the header or replace it, and must be the only way in.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class TrustedProxies {
  /** The most hops that a walk looks at. */
  static final int MAX_HOPS = 100;

  private static final TrustedProxies NONE = new TrustedProxies(AddressAllowlist.none(), null);

  private final AddressAllowlist proxies;
  private final @Nullable String headerName;
  private final HopSyntax syntax;

  private TrustedProxies(AddressAllowlist proxies, @Nullable String headerName) {
    this.proxies = proxies;
    this.headerName = headerName;
    this.syntax =
        "Forwarded".equalsIgnoreCase(headerName) ? new ForwardedSyntax() : new AddressListSyntax();
  }

  /**
   * Returns the absence of trusted proxies: forwarded addresses are ignored. This is the default.
   *
   * @return no proxies
   */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Returns the proxies at some addresses that report the client in one header.
   *
   * @param rules the addresses of the proxies, written like the rules of {@link
   *     AddressAllowlist#of}; name no network from which clients come, for they could then choose
   *     their own address. An empty collection is the same as {@link #none()}
   * @param headerName the header, such as {@code X-Forwarded-For} or {@code Forwarded}; upper and
   *     lower case are the same. All others are ignored
   * @return the proxies
   * @throws IllegalArgumentException if a rule is not an address or network, or the header name is
   *     not a token of RFC 9110
   */
  public static TrustedProxies of(Collection<String> rules, String headerName) {
    if (!HeaderSyntax.isToken(Objects.requireNonNull(headerName, "headerName"))) {
      throw new IllegalArgumentException(
          IpLiteral.quoted(headerName)
              + " is not a header name. A header name is a token of RFC 9110: ASCII letters, digits"
              + " and hyphens, without a colon. Write it like X-Forwarded-For or Forwarded.");
    }
    AddressAllowlist proxies = AddressAllowlist.of(rules);
    return rules.isEmpty() ? NONE : new TrustedProxies(proxies, headerName);
  }

  /**
   * Returns the header that the proxies report the client in, as it was configured.
   *
   * @return the header name, empty if there are no trusted proxies
   */
  public Optional<String> headerName() {
    return Optional.ofNullable(headerName);
  }

  /** Returns the address of the client as {@link #clientAddress} finds it in these headers. */
  @Nullable IpAddress clientAddress(@Nullable IpAddress peer, HeaderValues headers) {
    return headerName == null ? peer : clientAddress(peer, headers.of(headerName));
  }

  /**
   * Returns the address of the client, or null when it is not known and the request is to be
   * refused. Never throws on what a header holds.
   *
   * @param peer the address of the connection's peer, or null if it has none
   * @param headerLines every line of the configured header, in the order received
   */
  @Nullable IpAddress clientAddress(@Nullable IpAddress peer, List<String> headerLines) {
    IpAddress client = peer;
    int walked = 0;
    for (int line = headerLines.size() - 1; line >= 0 && proxies.allows(client); line--) {
      List<String> hops = syntax.hops(headerLines.get(line));
      if (hops == null) {
        return null;
      }
      for (int hop = hops.size() - 1; hop >= 0 && proxies.allows(client); hop--) {
        client = ++walked > MAX_HOPS ? null : syntax.address(hops.get(hop));
      }
    }
    return client;
  }

  /**
   * Returns how many rules there are, without naming them, and the header.
   *
   * @return text such as {@code TrustedProxies[2 rules, X-Forwarded-For]} or {@code
   *     TrustedProxies[none]}
   */
  @Override
  public String toString() {
    return "TrustedProxies["
        + (headerName == null ? "none" : proxies.ruleCount() + ", " + headerName)
        + "]";
  }
}
