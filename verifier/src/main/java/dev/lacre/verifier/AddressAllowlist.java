package dev.lacre.verifier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A set of IP addresses that may deliver webhooks, given as single addresses and networks.
 *
 * <p>A rule is a literal: {@code 203.0.113.7}, {@code 2001:db8::7}, {@code 10.0.0.0/8} or {@code
 * 2001:db8::/32}; names are never looked up. A rule covers addresses of its own version only:
 * {@code 0.0.0.0/0} is every IPv4 address and {@code ::/0} every IPv6 address. An IPv4-mapped IPv6
 * address counts as IPv4 everywhere, and a network of such ({@code ::ffff:10.0.0.0/104}) as the
 * IPv4 network ({@code 10.0.0.0/8}).
 *
 * <p>An empty list and no list differ: {@link #none()} refuses every address, {@link #any()} allows
 * every one.
 *
 * <p>Immutable and safe for use by many threads; to change the rules of a running service, replace
 * the object ({@link WebhookVerifier.Builder#allowlist(java.util.function.Supplier)}). A lookup
 * allocates nothing and takes hardly longer among many rules than among few; a rule takes 12 bytes
 * (IPv4) or 36 (IPv6) at most, for rules that overlap or adjoin are merged.
 */
public final class AddressAllowlist {
  private static final AddressAllowlist ANY = new AddressAllowlist(true, List.of());
  private static final AddressAllowlist NONE = new AddressAllowlist(false, List.of());

  private final boolean any;
  private final int rules;

  private final V4Ranges v4;
  private final V6Ranges v6;

  private final IpLiteral.Sink<Boolean> lookup =
      new IpLiteral.Sink<>() {
        @Override
        public Boolean v4(long bits) {
          return v4.contains(bits);
        }

        @Override
        public Boolean v6(long high, long low) {
          return v6.contains(high, low);
        }
      };

  private AddressAllowlist(boolean any, List<AddressRange> ranges) {
    this.any = any;
    this.rules = ranges.size();
    this.v4 = new V4Ranges(mergedOf(ranges, true));
    this.v6 = new V6Ranges(mergedOf(ranges, false));
  }

  /**
   * Returns the list of the addresses that at least one rule covers.
   *
   * @param rules single addresses and networks in CIDR notation, in any order; an empty collection
   *     makes a list that allows no address
   * @return the allowlist
   * @throws IllegalArgumentException if a rule is blank, a host name or otherwise not an address or
   *     network; has a zone id, brackets or a port; has a prefix length that is missing, signed,
   *     zero-padded or too long; has bits set after its prefix; or is an IPv4-mapped network with a
   *     prefix shorter than 96
   */
  public static AddressAllowlist of(Collection<String> rules) {
    List<AddressRange> ranges = new ArrayList<>(rules.size());
    for (String rule : rules) {
      ranges.add(AddressRange.ofRule(Objects.requireNonNull(rule, "rule")));
    }
    return ranges.isEmpty() ? NONE : new AddressAllowlist(false, ranges);
  }

  /**
   * Returns the list that allows every address, even one that is not known.
   *
   * @return the list that switches the address check off
   */
  public static AddressAllowlist any() {
    return ANY;
  }

  /**
   * Returns the list that allows no address.
   *
   * @return the empty list
   */
  public static AddressAllowlist none() {
    return NONE;
  }

  /**
   * Returns whether this list is {@link #any()}. A list of {@code 0.0.0.0/0} and {@code ::/0} is
   * not: it refuses an address that is not known.
   *
   * @return true if every address is allowed, even one that is not known
   */
  public boolean isAny() {
    return any;
  }

  /**
   * Returns whether an address is allowed.
   *
   * @param address the address, or null if it is not known (a Unix-domain socket, a forwarded
   *     address that cannot be read)
   * @return true if a rule covers the address; for null, true only if this is {@link #any()}
   */
  public boolean allows(@Nullable IpAddress address) {
    if (any || address == null) {
      return any;
    }
    return address.isV4() ? v4.contains(address.low()) : v6.contains(address.high(), address.low());
  }

  /**
   * Returns whether the address that a literal stands for is allowed. The text is read as by {@link
   * IpAddress#of}, but never throws.
   *
   * @param literal the address as text, or null if it is not known
   * @return true if a rule covers the address; for null and for text that is not an address, true
   *     only if this is {@link #any()}
   */
  public boolean allows(@Nullable String literal) {
    if (any || literal == null) {
      return any;
    }
    return Boolean.TRUE.equals(IpLiteral.parse(literal, 0, literal.length(), lookup));
  }

  /**
   * Returns how many rules there are, without naming them.
   *
   * @return text such as {@code AddressAllowlist[3 rules]}, {@code AddressAllowlist[any]} or {@code
   *     AddressAllowlist[none]}
   */
  @Override
  public String toString() {
    return "AddressAllowlist[" + (any ? "any" : rules == 0 ? "none" : ruleCount()) + "]";
  }

  /** Returns the number of rules as given, such as {@code 3 rules}. */
  String ruleCount() {
    return rules == 1 ? "1 rule" : rules + " rules";
  }

  /** Returns the number of merged ranges. */
  int rangeCount() {
    return v4.count() + v6.count();
  }

  private static List<AddressRange> mergedOf(List<AddressRange> ranges, boolean v4) {
    return AddressRange.merge(ranges.stream().filter(range -> range.v4() == v4).toList());
  }
}
