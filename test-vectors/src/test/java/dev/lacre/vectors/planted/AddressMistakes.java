package dev.lacre.vectors.planted;

import dev.lacre.vectors.Delivery;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.vectors.internal.Bugs;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mistakes of verifiers in where a delivery comes from. */
final class AddressMistakes {

  private AddressMistakes() {}

  static List<Planted> all() {
    return List.of(
        new Planted("address not asked", Bugs.ADDRESS_NOT_CHECKED, new AnyAddress()),
        new Planted("any forwarding believed", Bugs.FORWARDED_TRUSTED, new AnyProxy()),
        new Planted("left-most hop", Bugs.LEFT_MOST, new LeftMost()),
        new Planted("forwarding ignored", Bugs.FORWARDED_IGNORED, new PeerOnly()),
        new Planted("InetAddress.getByName", Bugs.LENIENT_ADDRESS, new ByName()),
        new Planted("unreadable hop skipped", Bugs.LENIENT_ADDRESS, new SkipsUnreadable()),
        new Planted("first and last left out", Bugs.RANGE_EDGE, new EdgesLeftOut()),
        new Planted("whole bytes compared", Bugs.RANGE_EDGE, new WholeBytes()),
        new Planted("mapped address kept", Bugs.MAPPED_ADDRESS, new MappedKept()),
        new Planted("last bytes compared", Bugs.CROSS_FAMILY, new LastBytes()),
        new Planted("address compared as text", Bugs.TEXT_COMPARED, new AsText()),
        new Planted("address compared as prefix", Bugs.TEXT_COMPARED, new AsPrefix()));
  }

  private static final class AnyAddress extends PlainVerifier {
    @Override
    boolean comesFromAllowed(VectorGroup.Addresses rules, Delivery delivery) {
      return true;
    }
  }

  /** Believes the usual headers, whoever sends them. */
  private static final class AnyProxy extends PlainVerifier {
    @Override
    byte @Nullable [] client(VectorGroup.Addresses rules, Delivery delivery) {
      for (String name :
          List.of("X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP")) {
        List<String> values = delivery.values(name);
        if (!values.isEmpty()) {
          return parse(PlainAddress.ofHop(values.get(values.size() - 1)));
        }
      }
      return super.client(rules, delivery);
    }
  }

  private static final class LeftMost extends PlainVerifier {
    @Override
    byte @Nullable [] client(VectorGroup.Addresses rules, Delivery delivery) {
      byte[] peer = parse(delivery.peer());
      List<String> hops = hops(rules, delivery);
      return hops.isEmpty() || peer == null || !isIn(rules.trustedProxies(), peer)
          ? peer
          : parse(hops.get(0));
    }
  }

  private static final class PeerOnly extends PlainVerifier {
    @Override
    byte @Nullable [] client(VectorGroup.Addresses rules, Delivery delivery) {
      return parse(delivery.peer());
    }
  }

  /** Takes what is no literal; here only digits and dots, so that no name is looked up. */
  private static final class ByName extends PlainVerifier {
    @Override
    byte @Nullable [] parse(String literal) {
      try {
        return literal.matches("[0-9][0-9.]*")
            ? InetAddress.getByName(literal).getAddress()
            : PlainAddress.parse(literal);
      } catch (UnknownHostException unreadable) {
        return null;
      }
    }
  }

  private static final class SkipsUnreadable extends PlainVerifier {
    @Override
    byte @Nullable [] client(VectorGroup.Addresses rules, Delivery delivery) {
      byte[] client = parse(delivery.peer());
      for (String hop : hops(rules, delivery)) {
        byte[] next = parse(hop);
        client = next == null ? new byte[] {(byte) 203, 0, 113, 7} : next;
      }
      return client;
    }
  }

  private static final class EdgesLeftOut extends PlainVerifier {
    @Override
    boolean isIn(String rule, byte[] address) {
      return super.isIn(rule, address) && !isEdge(rule, address);
    }

    private static boolean isEdge(String rule, byte[] address) {
      boolean zeros = true;
      boolean ones = true;
      for (int bit = bits(rule, address); bit < address.length * 8; bit++) {
        boolean set = (address[bit / 8] & 0x80 >> bit % 8) != 0;
        zeros &= !set;
        ones &= set;
      }
      return zeros || ones;
    }
  }

  private static final class WholeBytes extends PlainVerifier {
    @Override
    boolean isIn(String rule, byte[] address) {
      byte[] base = parse(rule.split("/", 2)[0]);
      return base != null
          && base.length == address.length
          && PlainAddress.samePrefix(base, address, bits(rule, base) / 8 * 8);
    }
  }

  private static final class MappedKept extends PlainVerifier {
    @Override
    byte @Nullable [] parse(String literal) {
      return literal.contains(":") ? PlainAddress.v6(literal) : PlainAddress.v4(literal);
    }
  }

  /** Compares IPv6 and IPv4 addresses by the bytes that both have. */
  private static final class LastBytes extends PlainVerifier {
    @Override
    boolean isIn(String rule, byte[] address) {
      byte[] base = PlainAddress.parse(rule.split("/", 2)[0]);
      if (base == null || base.length == address.length) {
        return super.isIn(rule, address);
      }
      int bits = bits(rule, base);
      return PlainAddress.samePrefix(tail(base), tail(address), Math.min(bits, 32));
    }

    private static byte[] tail(byte[] bytes) {
      return Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length);
    }
  }

  /** Knows one written form of a single address. */
  private static final class AsText extends PlainVerifier {
    @Override
    boolean comesFromAllowed(VectorGroup.Addresses rules, Delivery delivery) {
      List<String> allow = rules.allow();
      return allow != null && allow.stream().noneMatch(rule -> rule.contains("/"))
          ? allow.contains(delivery.peer())
          : super.comesFromAllowed(rules, delivery);
    }
  }

  private static final class AsPrefix extends PlainVerifier {
    @Override
    boolean comesFromAllowed(VectorGroup.Addresses rules, Delivery delivery) {
      List<String> allow = rules.allow();
      return allow != null && allow.stream().noneMatch(rule -> rule.contains("/"))
          ? allow.stream().anyMatch(delivery.peer()::startsWith)
          : super.comesFromAllowed(rules, delivery);
    }
  }
}
