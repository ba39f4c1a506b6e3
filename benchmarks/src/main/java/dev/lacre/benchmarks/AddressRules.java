package dev.lacre.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Networks and addresses for allowlists: of either version, of many sizes, and known to be inside
 * or outside. Every rule has an even second group (IPv4: octet, IPv6: third group), so an address
 * with an odd one is outside all rules and still lies between them.
 */
final class AddressRules {

  private AddressRules() {}

  /** Returns so many rules, half IPv4 from /24 to /32 and half IPv6 from /48 to /64. */
  static List<String> mixed(int count) {
    List<String> rules = new ArrayList<>(count);
    rules.addAll(of(4, count - count / 2));
    rules.addAll(of(6, count / 2));
    return rules;
  }

  /** Returns so many rules of one version. */
  static List<String> of(int version, int count) {
    Random random = new Random(version);
    List<String> rules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (version == 4) {
        int prefix = 24 + random.nextInt(9);
        int last = random.nextInt(256) >> (32 - prefix) << (32 - prefix);
        rules.add(head4(random, 0) + "." + last + "/" + prefix);
      } else {
        rules.add(head6(random, 0) + "::/" + (48 + random.nextInt(5) * 4));
      }
    }
    return rules;
  }

  /** Returns addresses that rules of these cover, one of every so many rules. */
  static String[] inside(List<String> rules, int count) {
    Random random = new Random(7);
    String[] addresses = new String[count];
    for (int i = 0; i < count; i++) {
      String rule = rules.get(random.nextInt(rules.size()));
      String network = rule.substring(0, rule.indexOf('/'));
      addresses[i] = network.endsWith("::") ? network + "7" : network;
    }
    return addresses;
  }

  /** Returns addresses of a version that no rule covers. */
  static String[] outside(int version, int count) {
    Random random = new Random(9);
    String[] addresses = new String[count];
    for (int i = 0; i < count; i++) {
      addresses[i] =
          version == 4
              ? head4(random, 1) + "." + random.nextInt(256)
              : head6(random, 1) + "::" + Integer.toHexString(1 + random.nextInt(0xFFFE));
    }
    return addresses;
  }

  private static String head4(Random random, int odd) {
    return (1 + random.nextInt(223))
        + "."
        + (random.nextInt(128) * 2 + odd)
        + "."
        + random.nextInt(256);
  }

  private static String head6(Random random, int odd) {
    return "2001:"
        + Integer.toHexString(random.nextInt(0x10000))
        + ":"
        + Integer.toHexString(random.nextInt(0x8000) * 2 + odd);
  }
}
