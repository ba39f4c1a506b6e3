package dev.lacre.verifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The addresses from a first to a last one, both included and of one version. The bits are those of
 * {@link IpAddress#high()} and {@link IpAddress#low()}.
 */
record AddressRange(boolean v4, long firstHigh, long firstLow, long lastHigh, long lastLow) {
  private static final Comparator<AddressRange> BY_FIRST =
      (a, b) -> compare(a.firstHigh, a.firstLow, b.firstHigh, b.firstLow);

  /** The prefix length at which an IPv4-mapped network leaves the mapped addresses. */
  private static final int MAPPED_BITS = 96;

  /**
   * Returns the addresses that a configured rule covers: a single address or a network in CIDR
   * notation.
   *
   * @throws IllegalArgumentException if the rule is neither, or names a network by an address that
   *     has bits set after the prefix
   */
  static AddressRange ofRule(String rule) {
    int slash = rule.indexOf('/');
    int end = slash < 0 ? rule.length() : slash;
    IpAddress address = IpAddress.parseOrNull(rule, 0, end);
    if (address == null) {
      throw notAnAddress(rule, rule.substring(0, end));
    }
    if (slash < 0) {
      return new AddressRange(
          address.isV4(), address.high(), address.low(), address.high(), address.low());
    }
    boolean v6Text = IpAddress.isV6Text(rule, 0, end);
    int prefix = prefixLength(rule, rule.substring(slash + 1), v6Text ? 128 : 32);
    if (v6Text && address.isV4()) {
      if (prefix < MAPPED_BITS) {
        throw fault(
            rule,
            "is a network of IPv4-mapped addresses and of others",
            "Mapped addresses are compared as IPv4, so the prefix length must be 96 or more.",
            "Write the IPv4 and the IPv6 network as two rules.");
      }
      prefix -= MAPPED_BITS;
    }
    int hostBits = (address.isV4() ? 32 : 128) - prefix;
    long hostHigh = lowestBits(hostBits - 64);
    long hostLow = lowestBits(hostBits);
    if ((address.high() & hostHigh) != 0 || (address.low() & hostLow) != 0) {
      long networkHigh = address.high() & ~hostHigh;
      long networkLow = address.low() & ~hostLow;
      IpAddress network =
          address.isV4() ? IpAddress.v4(networkLow) : IpAddress.v6(networkHigh, networkLow);
      throw fault(
          rule,
          "has host bits set",
          "The bits of a network after its prefix length must be zero.",
          "Write " + network + "/" + prefix + ", or " + address + " for this address alone.");
    }
    return new AddressRange(
        address.isV4(),
        address.high(),
        address.low(),
        address.high() | hostHigh,
        address.low() | hostLow);
  }

  /**
   * Returns the fewest ranges that cover the same addresses as ranges of one version, in ascending
   * order.
   */
  static List<AddressRange> merge(List<AddressRange> ranges) {
    List<AddressRange> sorted = new ArrayList<>(ranges);
    sorted.sort(BY_FIRST);
    List<AddressRange> merged = new ArrayList<>();
    for (AddressRange next : sorted) {
      int top = merged.size() - 1;
      if (top >= 0 && merged.get(top).reaches(next)) {
        merged.set(top, merged.get(top).extendedBy(next));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  /** Compares 128 unsigned bits. */
  static int compare(long high, long low, long otherHigh, long otherLow) {
    int byHigh = Long.compareUnsigned(high, otherHigh);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
  }

  /** Returns whether a range that starts no earlier overlaps this one or follows without a gap. */
  private boolean reaches(AddressRange next) {
    if (compare(next.firstHigh, next.firstLow, lastHigh, lastLow) <= 0) {
      return true;
    }
    // The next range starts above this one, hence above zero: its predecessor exists.
    long beforeHigh = next.firstLow == 0 ? next.firstHigh - 1 : next.firstHigh;
    return beforeHigh == lastHigh && next.firstLow - 1 == lastLow;
  }

  private AddressRange extendedBy(AddressRange next) {
    return compare(next.lastHigh, next.lastLow, lastHigh, lastLow) <= 0
        ? this
        : new AddressRange(v4, firstHigh, firstLow, next.lastHigh, next.lastLow);
  }

  private static long lowestBits(int count) {
    return count >= 64 ? -1L : count <= 0 ? 0 : (1L << count) - 1;
  }

  private static int prefixLength(String rule, String text, int max) {
    if (text.isEmpty()) {
      throw fault(
          rule,
          "ends in a slash",
          "A slash is followed by a prefix length.",
          "Add the prefix length, or drop the slash.");
    }
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw fault(
          rule,
          "has a prefix length that is not a number",
          "A prefix length is decimal digits alone: no sign, no netmask.",
          "Write it like 10.0.0.0/8.");
    }
    if (text.length() > 1 && text.startsWith("0")) {
      throw fault(
          rule,
          "has a prefix length with leading zeros",
          "A prefix length has none, lest it be taken for octal.",
          "Drop the zeros.");
    }
    if (text.length() > 3 || Integer.parseInt(text) > max) {
      throw fault(
          rule,
          "has a prefix length that is too long",
          "An " + (max == 32 ? "IPv4" : "IPv6") + " prefix length is from 0 to " + max + ".",
          "Write /" + max + " for a single address.");
    }
    return Integer.parseInt(text);
  }

  private static IllegalArgumentException notAnAddress(String rule, String address) {
    if (rule.isBlank()) {
      return fault(
          rule,
          "is blank",
          "A rule is an address or a network.",
          "Remove it; an empty list allows none.");
    }
    if (rule.chars().anyMatch(c -> c <= ' ' || Character.isWhitespace(c))) {
      return fault(
          rule,
          "has white space or control characters in it",
          "A rule is one address or network and nothing else.",
          "Remove them.");
    }
    if (rule.indexOf('[') >= 0 || rule.indexOf(']') >= 0) {
      return fault(
          rule,
          "has brackets",
          "A rule is an address without brackets and port.",
          "Write it like 2001:db8::7.");
    }
    int zone = address.indexOf('%');
    if (zone >= 0) {
      return fault(
          rule,
          "has a zone id",
          "Zones are local to a host and are not compared.",
          "Drop " + IpLiteral.quoted(address.substring(zone)) + ".");
    }
    int colon = address.indexOf(':');
    if (colon >= 0 && IpAddress.parseOrNull(address, 0, colon) != null) {
      return fault(
          rule,
          "has a port",
          "A rule is an address without port: the port of a peer is arbitrary.",
          "Write " + address.substring(0, colon) + ".");
    }
    String lastLabel = address.substring(address.lastIndexOf('.', address.length() - 2) + 1);
    if (colon < 0 && !lastLabel.isEmpty() && Character.isLetter(lastLabel.charAt(0))) {
      return fault(
          rule,
          "is a host name",
          "A rule is an address or a network; names are never looked up.",
          "Write the addresses of the host.");
    }
    return fault(
        rule,
        "is not an IP address or network",
        "An address is four decimal numbers from 0 to 255 without leading zeros, or IPv6 text as"
            + " in RFC 4291.",
        "Write it like 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.");
  }

  private static IllegalArgumentException fault(
      String rule, String fact, String law, String remedy) {
    return new IllegalArgumentException(
        "Address rule " + IpLiteral.quoted(rule) + " " + fact + ". " + law + " " + remedy);
  }
}
