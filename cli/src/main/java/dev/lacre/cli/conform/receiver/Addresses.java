package dev.lacre.cli.conform.receiver;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.internal.ConfigAccess;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From where deliveries seem to come, and from where they could. Immutable.
 *
 * <p>If the receiver trusts this machine as a proxy, every delivery names a client that is allowed;
 * otherwise this machine's own address counts.
 */
public final class Addresses {

  /** Addresses for documentation only: RFC 5737, RFC 5771 and RFC 3849. */
  private static final List<String> DOCUMENTATION =
      List.of(
          "203.0.113.7",
          "198.51.100.99",
          "192.0.2.99",
          "233.252.0.9",
          "2001:db8::7",
          "2001:db8:ffff::99");

  private final String own;
  private final boolean trusted;
  private final boolean allowsOwn;
  private final boolean allowsAny;
  private final String header;
  private final List<String> allowed;
  private final List<String> refused;

  private Addresses(ConfigAccess.Addresses config, String own) {
    List<String> rules = config.allow();
    AddressAllowlist allow = rules == null ? AddressAllowlist.any() : AddressAllowlist.of(rules);
    AddressAllowlist proxies = AddressAllowlist.of(config.trustedProxies());
    String written = config.forwardedHeader();
    this.own = own;
    this.header = written == null ? "X-Forwarded-For" : written;
    this.trusted = written != null && proxies.allows(own);
    this.allowsOwn = allow.allows(own);
    this.allowsAny = rules == null;
    List<String> known = new ArrayList<>(DOCUMENTATION);
    for (String rule : rules == null ? List.<String>of() : rules) {
      int slash = rule.indexOf('/');
      String base = slash < 0 ? rule : rule.substring(0, slash);
      known.add(base);
      known.add(base.replaceFirst("\\.0\\z", ".1"));
      known.add(base.endsWith("::") ? base + "1" : base);
    }
    List<String> strangers = known.stream().distinct().filter(a -> !proxies.allows(a)).toList();
    this.allowed = strangers.stream().filter(allow::allows).toList();
    this.refused = strangers.stream().filter(a -> !allow.allows(a)).toList();
  }

  /** Returns what the configuration says about deliveries from here to there. */
  public static Addresses of(ConfigAccess.Addresses config, InetSocketAddress target) {
    return new Addresses(config, ownAddress(target));
  }

  /** Asks the system, which sends nothing for it, which address it would send from. */
  private static String ownAddress(InetSocketAddress target) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(target);
      InetAddress local = socket.getLocalAddress();
      String text = local.getHostAddress();
      int zone = text.indexOf('%');
      return zone < 0 ? text : text.substring(0, zone);
    } catch (SocketException noRoute) {
      return target.getAddress().getHostAddress();
    }
  }

  /** Tells whether the receiver takes this machine for its proxy. */
  public boolean isTrusted() {
    return trusted;
  }

  /** Tells whether this machine's own address may send. */
  boolean allowsOwn() {
    return allowsOwn;
  }

  /** Tells whether any address may send. */
  boolean allowsAny() {
    return allowsAny;
  }

  String own() {
    return own;
  }

  /** Returns the header that the proxy writes, or the usual one. */
  public String header() {
    return header;
  }

  /** Returns the address from which deliveries seem to come, or null if this machine's counts. */
  public @Nullable String client() {
    return trusted && !allowed.isEmpty() ? allowed.get(0) : null;
  }

  /** Returns an allowed IPv4 address that is no proxy's, or null. */
  @Nullable String allowedV4() {
    return allowed.stream().filter(a -> a.indexOf(':') < 0).findFirst().orElse(null);
  }

  /** Returns an allowed IPv6 address that is no proxy's, or null. */
  @Nullable String allowedV6() {
    return allowed.stream().filter(a -> a.indexOf(':') >= 0).findFirst().orElse(null);
  }

  /** Returns an address that may not send, or null if there is none. */
  public @Nullable String refused() {
    return refused.isEmpty() ? null : refused.get(0);
  }

  /** Tells whether the proxy writes RFC 7239 syntax. */
  boolean isRfc7239() {
    return header.toLowerCase(Locale.ROOT).equals("forwarded");
  }

  /** Returns one hop as the proxy's header writes it. */
  public String hop(String node) {
    if (!isRfc7239()) {
      return node;
    }
    boolean bareV6 = node.indexOf(':') != node.lastIndexOf(':') && !node.startsWith("[");
    String inner = bareV6 ? "[" + node + "]" : node;
    return inner.matches("[0-9A-Za-z._-]+") ? "for=" + inner : "for=\"" + inner + "\"";
  }

  /** Returns this machine's address and whether it is trusted. */
  @Override
  public String toString() {
    return own + (trusted ? ", a trusted proxy" : "");
  }
}
