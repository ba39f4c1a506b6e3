package dev.lacre.verifier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a header writes down the addresses that a request came through.
 *
 * <p>The left part of such a header is whatever the client sent, and a proxy writes behind it. So a
 * line whose parts cannot be told apart for certain has no hops at all.
 */
interface HopSyntax {
  /**
   * Returns the hops of one header line from left to right, none of them judged yet, or null when
   * they cannot be told apart for certain.
   */
  @Nullable List<String> hops(String line);

  /** Returns the address that a hop stands for, or null when it is not an address. */
  @Nullable IpAddress address(String hop);

  /**
   * Reads an IPv4 address or an IPv6 address in brackets, either with or without a port. RFC 7239
   * lets a port be a hidden one, such as {@code _x}.
   */
  static @Nullable IpAddress withPort(String node, boolean hiddenPort) {
    boolean bracketed = node.startsWith("[");
    int from = bracketed ? 1 : 0;
    int to = node.indexOf(bracketed ? ']' : ':');
    int port = bracketed ? to + 1 : to;
    if (to < 0) {
      if (bracketed) {
        return null;
      }
      to = node.length();
      port = to;
    }
    if (bracketed != IpAddress.isV6Text(node, from, to) || !isPort(node, port, hiddenPort)) {
      return null;
    }
    return IpAddress.parseOrNull(node, from, to);
  }

  /** Returns whether the text from an index on is nothing, or a colon and a port. */
  private static boolean isPort(String node, int at, boolean hiddenPort) {
    if (at == node.length()) {
      return true;
    }
    String port = node.substring(at + 1);
    if (node.charAt(at) != ':' || port.isEmpty()) {
      return false;
    }
    if (hiddenPort && port.startsWith("_")) {
      return port.length() > 1 && port.chars().allMatch(HopSyntax::isHiddenPortChar);
    }
    return port.length() <= 5
        && port.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(port) <= 65535;
  }

  private static boolean isHiddenPortChar(int c) {
    return c == '.' || c == '_' || c == '-' || (c < 0x80 && Character.isLetterOrDigit(c));
  }
}
