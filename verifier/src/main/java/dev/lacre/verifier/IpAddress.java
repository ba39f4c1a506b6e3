package dev.lacre.verifier;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An IP address, version 4 or 6, as a value.
 *
 * <p>An address is read from its text alone and never looked up: a host name is not an address, and
 * neither is any form that only some systems understand ({@code 127.1}, {@code 2130706433}, {@code
 * 0177.0.0.1}, {@code 0x7f.0.0.1}). An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address inside it, so that one host has one value.
 *
 * <p>Two addresses are equal when they are of the same version and have the same bits, however they
 * were written. Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291, section 2.2</a>
 */
public final class IpAddress {
  private static final IpLiteral.Sink<IpAddress> SINK =
      new IpLiteral.Sink<>() {
        @Override
        public IpAddress v4(long bits) {
          return IpAddress.v4(bits);
        }

        @Override
        public IpAddress v6(long high, long low) {
          return IpAddress.v6(high, low);
        }
      };

  private final boolean v4;
  private final long high;
  private final long low;

  private IpAddress(boolean v4, long high, long low) {
    this.v4 = v4;
    this.high = high;
    this.low = low;
  }

  /**
   * Returns the address that a literal stands for.
   *
   * <p>IPv4: four decimal numbers from 0 to 255 in ASCII digits, without leading zeros. IPv6: the
   * text forms of RFC 4291 in either case, where {@code ::} stands for one group of zeros or more.
   * Brackets, a port, a prefix length, a zone id ({@code %eth0}) and white space are refused.
   *
   * @param literal the address as text, such as {@code 203.0.113.7} or {@code 2001:db8::7}
   * @return the address
   * @throws IllegalArgumentException if the text is not such a literal
   */
  public static IpAddress of(String literal) {
    IpAddress address = parseOrNull(Objects.requireNonNull(literal, "literal"));
    if (address == null) {
      throw new IllegalArgumentException(
          IpLiteral.quoted(literal)
              + " is not an IP address. An address is four decimal numbers from 0 to 255 without"
              + " leading zeros, or IPv6 text as in RFC 4291, without brackets, port or zone id;"
              + " names are never looked up. Write it like 203.0.113.7 or 2001:db8::7.");
    }
    return address;
  }

  /** Returns the address that {@link #of} returns, or null where that throws. */
  static @Nullable IpAddress parseOrNull(@Nullable String literal) {
    return literal == null ? null : parseOrNull(literal, 0, literal.length());
  }

  /** Returns the address in {@code s[from, to)}, or null when that text is not one. */
  static @Nullable IpAddress parseOrNull(String s, int from, int to) {
    return IpLiteral.parse(s, from, to, SINK);
  }

  /**
   * Returns the address of a peer as a servlet container reports it, or null when it is none (a
   * Unix-domain socket, say). An IPv6 address may stand in brackets and may have a zone id; both
   * are dropped and the zone's interface is not looked up.
   */
  static @Nullable IpAddress parsePeerOrNull(@Nullable String peer) {
    if (peer == null) {
      return null;
    }
    int from = 0;
    int to = peer.length();
    if (peer.startsWith("[") && peer.endsWith("]")) {
      from++;
      to--;
    }
    int zone = peer.indexOf('%');
    if (zone >= 0 && zone + 1 < to) {
      to = zone;
    }
    boolean bare = from == 0 && to == peer.length();
    return bare || isV6Text(peer, from, to) ? parseOrNull(peer, from, to) : null;
  }

  /** Returns whether the text can only be IPv6: it has a colon. */
  static boolean isV6Text(String s, int from, int to) {
    int colon = s.indexOf(':', from);
    return colon >= 0 && colon < to;
  }

  /** Returns the IPv4 address of 32 unsigned bits. */
  static IpAddress v4(long bits) {
    return new IpAddress(true, 0, bits);
  }

  /** Returns the IPv6 address of 128 bits, which must not be an IPv4-mapped one. */
  static IpAddress v6(long high, long low) {
    return new IpAddress(false, high, low);
  }

  /**
   * Returns whether this is an IPv4 address, including one that was written as IPv4-mapped IPv6.
   *
   * @return true for IPv4, false for IPv6
   */
  public boolean isV4() {
    return v4;
  }

  /** Returns the upper 64 bits of an IPv6 address; 0 for IPv4. */
  long high() {
    return high;
  }

  /** Returns the lower 64 bits of an IPv6 address, or the 32 unsigned bits of an IPv4 one. */
  long low() {
    return low;
  }

  /**
   * Returns whether another object is the same address.
   *
   * @param other the object to compare with
   * @return true if it is an address of the same version with the same bits
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && v4 == that.v4 && high == that.high && low == that.low;
  }

  /**
   * Returns a hash code that equal addresses share.
   *
   * @return the hash code
   */
  @Override
  public int hashCode() {
    return (31 * Long.hashCode(high) + Long.hashCode(low)) * 31 + Boolean.hashCode(v4);
  }

  /**
   * Returns the canonical text of this address, which {@link #of} reads back: a dotted quad, or the
   * form of <a href="https://www.rfc-editor.org/rfc/rfc5952#section-4">RFC 5952, section 4</a>
   * (lower case, no leading zeros, the first longest run of two or more zero groups as {@code ::}).
   *
   * @return the canonical text
   */
  @Override
  public String toString() {
    if (v4) {
      return (low >> 24) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
    }
    int gap = -1;
    int gapLength = 1;
    for (int start = 0; start < 8; start++) {
      int end = start;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - start > gapLength) {
        gap = start;
        gapLength = end - start;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; ) {
      if (i == gap) {
        text.append("::");
        i += gapLength;
      } else {
        if (i > 0 && i != gap + gapLength) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i++)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xFFFF;
  }
}
