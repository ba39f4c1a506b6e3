package dev.lacre.benchmarks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * One matcher for each rule, asked in turn, as common filters do it; each compares whole bytes and
 * then the rest of the prefix's bits. Those filters parse the address again for each matcher; here
 * it is parsed once.
 */
final class LinearAllowlist {

  private record Matcher(byte[] network, int prefix) {
    boolean matches(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = prefix / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != network[i]) {
          return false;
        }
      }
      int rest = 0xFF00 >> (prefix & 7) & 0xFF;
      return rest == 0 || ((address[whole] ^ network[whole]) & rest) == 0;
    }
  }

  private final List<Matcher> matchers = new ArrayList<>();

  LinearAllowlist(List<String> rules) {
    for (String rule : rules) {
      int slash = rule.indexOf('/');
      matchers.add(
          new Matcher(
              bytes(rule.substring(0, slash)), Integer.parseInt(rule.substring(slash + 1))));
    }
  }

  boolean allows(String literal) {
    byte[] address = bytes(literal);
    for (Matcher matcher : matchers) {
      if (matcher.matches(address)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException notAnAddress) {
      throw new IllegalArgumentException(literal + " is no address", notAnAddress);
    }
  }
}
