package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Rule;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From where it comes. If the receiver trusts this machine as a proxy, the tests play clients
 * behind it; if not, they write the header of a proxy that is none.
 */
final class AddressCases {

  private final Deliveries deliveries;
  private final CaseGroup group;
  private final Addresses addresses;

  private AddressCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
    this.addresses = deliveries.addresses();
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    AddressCases cases = new AddressCases(deliveries, group);
    if (!cases.addresses.isTrusted()) {
      cases.forged();
      return;
    }
    String refused = cases.addresses.refused();
    String client = cases.addresses.client();
    if (refused == null || client == null) {
      group
          .of("disallowed", "a client that is not on the list", LiveRules.SOURCE_ADDRESS)
          .skips(
              refused == null
                  ? "the configuration allows any address"
                  : "no address beyond the proxies is allowed");
      return;
    }
    cases.chains(client, refused);
    cases.unreadable(client);
    cases.forms(client);
  }

  private void forged() {
    String named = addresses.refused();
    String stranger = named == null ? "203.0.113.7" : named;
    group
        .of(
            "forged-x-forwarded-for",
            "X-Forwarded-For from a peer that is no proxy",
            LiveRules.SOCKET_ADDRESS)
        .blames(Bugs.FORWARDED_TRUSTED)
        .accepts(() -> deliveries.genuine().add("X-Forwarded-For", stranger));
    group
        .of("forged-forwarded", "Forwarded from a peer that is no proxy", LiveRules.SOCKET_ADDRESS)
        .blames(Bugs.FORWARDED_TRUSTED)
        .accepts(() -> deliveries.genuine().add("Forwarded", "for=\"" + stranger + "\""));
    group
        .of(
            "forged-garbage",
            "garbage in both headers from a peer that is no proxy",
            LiveRules.SOCKET_ADDRESS)
        .blames(Bugs.FORWARDED_TRUSTED)
        .accepts(
            () -> deliveries.genuine().add("X-Forwarded-For", "?,;").add("Forwarded", "for=\""));
  }

  private void chains(String client, String refused) {
    group
        .of("disallowed", "a client that is not on the list", LiveRules.SOURCE_ADDRESS)
        .blames(Bugs.ADDRESS_NOT_CHECKED)
        .refuses(from(refused));
    group
        .of(
            "left-most-forged",
            "a disallowed client that wrote an allowed address first",
            LiveRules.FORWARDED)
        .blames(Bugs.LEFT_MOST)
        .refuses(from(client, refused));
    group
        .of(
            "right-most-counts",
            "an allowed client that wrote a disallowed address first",
            LiveRules.WALK)
        .blames(Bugs.LEFT_MOST)
        .accepts(from(refused, client));
    group
        .of("two-lines-forged", "the same in two header lines", LiveRules.WALK)
        .blames(Bugs.FIRST_HEADER)
        .refuses(() -> lines(client, refused));
    group
        .of("two-lines", "an allowed client in the second of two header lines", LiveRules.WALK)
        .blames(Bugs.FIRST_HEADER)
        .accepts(() -> lines(refused, client));
    group
        .of(
            "garbage-not-reached",
            "garbage that the client wrote, left of its address",
            LiveRules.WALK)
        .blames(Bugs.LEFT_MOST)
        .accepts(from("_garbage", client));
    String other = addresses.isRfc7239() ? "X-Forwarded-For" : "Forwarded";
    String forged = addresses.isRfc7239() ? client : "for=\"" + client + "\"";
    group
        .of(
            "other-header",
            "an allowed address in a header that the proxy does not write",
            LiveRules.FORWARDED)
        .blames(Bugs.FORWARDED_TRUSTED)
        .refuses(() -> from(refused).get().add(other, forged));
    CaseGroup.Making none =
        group.of(
            "no-header",
            "nothing in the proxy's header: the proxy itself sends",
            LiveRules.SOCKET_ADDRESS);
    Supplier<LiveDelivery> bare = () -> deliveries.genuine().remove(addresses.header());
    if (addresses.allowsOwn()) {
      none.accepts(bare);
    } else {
      none.blames(Bugs.ADDRESS_NOT_CHECKED).refuses(bare);
    }
  }

  private void unreadable(String client) {
    group
        .of("garbage", "a hop that is no address", LiveRules.UNREADABLE)
        .blames(Bugs.LENIENT_ADDRESS)
        .refuses(from(client, "_garbage"), from(client, "unknown"), from("localhost"));
    String v4 = addresses.allowedV4();
    CaseGroup.Making lenient =
        group
            .of(
                "lenient-forms",
                "short, octal, hex and decimal forms of an allowed address",
                LiveRules.UNREADABLE)
            .blames(Bugs.LENIENT_ADDRESS);
    if (v4 == null) {
      lenient.skips("no IPv4 address is allowed");
    } else {
      List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
      looseForms(v4).forEach(form -> attempts.add(from(form)));
      lenient.expects(Expectation.REFUSED, attempts);
    }
  }

  /** What {@code inet_aton} takes for the address, and no strict reader does. */
  private static List<String> looseForms(String v4) {
    String[] parts = v4.split("\\.", -1);
    int[] octets = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      octets[i] = Integer.parseInt(parts[i]);
    }
    int tail = octets[2] << 8 | octets[3];
    long whole = (long) octets[0] << 24 | octets[1] << 16 | tail;
    return List.of(
        octets[0] + "." + octets[1] + "." + tail,
        String.format(Locale.ROOT, "%d.%d.%d.%03d", octets[0], octets[1], octets[2], octets[3]),
        String.format(Locale.ROOT, "0%o.%d.%d.%d", octets[0], octets[1], octets[2], octets[3]),
        String.format(Locale.ROOT, "0x%x.%d.%d.%d", octets[0], octets[1], octets[2], octets[3]),
        Long.toString(whole),
        v4 + ".");
  }

  private void forms(String client) {
    String v4 = addresses.allowedV4();
    String v6 = addresses.allowedV6();
    one(
        "mapped",
        "an allowed IPv4 address written as IPv6",
        v4 == null ? null : "::ffff:" + v4,
        LiveRules.MAPPED,
        Bugs.MAPPED_ADDRESS);
    one(
        "port",
        "an allowed address with a port",
        v4 == null ? null : v4 + ":4711",
        LiveRules.WALK,
        Bugs.TEXT_COMPARED);
    one("v6", "an allowed IPv6 address", v6, LiveRules.SOURCE_ADDRESS, Bugs.CROSS_FAMILY);
    one(
        "v6-port",
        "an allowed IPv6 address with a port",
        v6 == null ? null : "[" + v6 + "]:4711",
        LiveRules.WALK,
        Bugs.TEXT_COMPARED);
    one(
        "v6-written-out",
        "an allowed IPv6 address in capitals, zeros written out",
        v6 == null ? null : writtenOut(v6),
        LiveRules.SOURCE_ADDRESS,
        Bugs.TEXT_COMPARED);
    group
        .of("same-client-again", "the usual allowed client", LiveRules.SOURCE_ADDRESS)
        .blames(Bugs.FORWARDED_IGNORED)
        .accepts(from(client));
  }

  private void one(String word, String title, @Nullable String node, Rule rule, Bug bug) {
    CaseGroup.Making making = group.of(word, title, rule).blames(bug);
    if (node == null) {
      making.skips("no address of this kind is allowed");
    } else {
      making.accepts(from(node));
    }
  }

  private static @Nullable String writtenOut(String v6) {
    int gap = v6.indexOf("::");
    if (gap < 0 || v6.indexOf('.') >= 0) {
      return null;
    }
    String head = v6.substring(0, gap);
    String tail = v6.substring(gap + 2);
    int groups = groups(head) + groups(tail);
    String zeros = ":0".repeat(8 - groups);
    String all = head + zeros + (tail.isEmpty() ? "" : ":" + tail);
    return (all.startsWith(":") ? all.substring(1) : all).toUpperCase(Locale.ROOT);
  }

  private static int groups(String part) {
    return part.isEmpty() ? 0 : part.split(":", -1).length;
  }

  /** A delivery that came through these hops, as the proxy tells it in one line. */
  private Supplier<LiveDelivery> from(String... nodes) {
    return () -> deliveries.genuine().set(addresses.header(), line(nodes));
  }

  private LiveDelivery lines(String first, String second) {
    return deliveries.genuine().set(addresses.header(), line(first), line(second));
  }

  private String line(String... nodes) {
    List<String> hops = new ArrayList<>();
    for (String node : nodes) {
      hops.add(addresses.hop(node));
    }
    return String.join(", ", hops);
  }
}
