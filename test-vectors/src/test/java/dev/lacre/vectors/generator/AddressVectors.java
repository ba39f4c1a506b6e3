package dev.lacre.vectors.generator;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From where it comes: the peer of the connection, or what a trusted proxy says. */
final class AddressVectors {

  private static final Op OP = Op.ORDERING_CHANNEL;
  private static final String XFF = "X-Forwarded-For";
  private static final String FORWARDED = "Forwarded";
  private static final String PROXY = "192.0.2.10";

  private final List<Draft> drafts = new ArrayList<>();

  private AddressVectors() {}

  static List<Draft> drafts() {
    AddressVectors all = new AddressVectors();
    for (Op op : Op.values()) {
      all.everyOperation(op);
    }
    all.v4();
    all.v6();
    all.families();
    all.peersOnly();
    all.chains();
    all.literals();
    all.forwarded();
    return all.drafts;
  }

  private void everyOperation(Op op) {
    Draft parent =
        Draft.genuine(
            Receiver.of(op).allowing("203.0.113.0/24"),
            Rules.ADDRESS,
            "address/" + op.word() + "/inside",
            "An address within the allowed range",
            Payloads.bytes(op.payload()));
    drafts.add(parent);
    drafts.add(
        parent
            .derive(
                Rules.ADDRESS,
                "outside",
                "An address outside the allowed range",
                "it comes from an address that is not allowed")
            .from("198.51.100.7")
            .trap(Bugs.ADDRESS_NOT_CHECKED));
  }

  private void v4() {
    range("v4-25", "203.0.113.128/25", "203.0.113.128", "203.0.113.255", "203.0.113.127", null);
    range(
        "v4-26",
        "203.0.113.64/26",
        "203.0.113.64",
        "203.0.113.127",
        "203.0.113.63",
        "203.0.113.128");
    range(
        "v4-27",
        "198.51.100.32/27",
        "198.51.100.32",
        "198.51.100.63",
        "198.51.100.31",
        "198.51.100.64");
    range("v4-31", "203.0.113.6/31", "203.0.113.6", "203.0.113.7", "203.0.113.5", "203.0.113.8");
    range("v4-32", "203.0.113.7/32", "203.0.113.7", "203.0.113.7", "203.0.113.6", "203.0.113.8");
    range("v4-single", "203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.6", "203.0.113.8");
    Draft any = peer("v4-0", receiver("0.0.0.0/0"), "198.51.100.7");
    refused(
        any,
        "v4-0-v6",
        "an IPv6 address where all of IPv4 is allowed",
        "2001:db8::7",
        Bugs.CROSS_FAMILY);
    Draft several = peer("several", receiver("192.0.2.0/24", "203.0.113.7"), "203.0.113.7");
    peer("several-first", receiver("192.0.2.0/24", "203.0.113.7"), "192.0.2.200");
    refused(
        several,
        "several-none",
        "an address in neither of two ranges",
        "203.0.113.6",
        Bugs.RANGE_EDGE);
    refused(
        several,
        "first-digits",
        "an address that only begins like the allowed one",
        "203.0.113.70",
        Bugs.TEXT_COMPARED);
    Draft here = peer("deny-all-parent", receiver("203.0.113.7"), "203.0.113.7");
    drafts.add(
        here.derive(
                receiver(),
                Rules.ADDRESS,
                "deny-all",
                "An empty list allows nobody",
                "the receiver allows no address at all")
            .trap(Bugs.ADDRESS_NOT_CHECKED));
  }

  private void v6() {
    range(
        "v6-48",
        "2001:db8:1::/48",
        "2001:db8:1::",
        "2001:db8:1:ffff:ffff:ffff:ffff:ffff",
        "2001:db8:0:ffff:ffff:ffff:ffff:ffff",
        "2001:db8:2::");
    range(
        "v6-65",
        "2001:db8:0:0:8000::/65",
        "2001:db8::8000:0:0:0",
        "2001:db8::ffff:ffff:ffff:ffff",
        "2001:db8::7fff:ffff:ffff:ffff",
        "2001:db8:0:1::");
    range("v6-127", "2001:db8::6/127", "2001:db8::6", "2001:db8::7", "2001:db8::5", "2001:db8::8");
    range("v6-128", "2001:db8::7/128", "2001:db8::7", "2001:db8::7", "2001:db8::6", "2001:db8::8");
    Draft any = peer("v6-0", receiver("::/0"), "2001:db8::7");
    refused(
        any,
        "v6-0-v4",
        "an IPv4 address where all of IPv6 is allowed",
        "203.0.113.7",
        Bugs.CROSS_FAMILY);
    written("upper-case", "2001:DB8::7");
    written("all-groups", "2001:db8:0:0:0:0:0:7");
    written("leading-zeros", "2001:0db8:0000:0000:0000:0000:0000:0007");
    written("elsewhere-shortened", "2001:db8:0:0::7");
    written("dotted-tail", "2001:db8::0.0.0.7");
  }

  private void written(String word, String peer) {
    drafts.add(
        peer("v6-written-parent-" + word, receiver("2001:db8::7"), "2001:db8::7")
            .derive(
                Rules.WRITTEN_FORMS,
                "v6-written-" + word,
                "One IPv6 address in another written form: " + word,
                "the address is written in another form")
            .valid()
            .from(peer)
            .trap(Bugs.TEXT_COMPARED));
  }

  private void families() {
    Draft v4 = peer("mapped-parent", receiver("203.0.113.0/24"), "203.0.113.7");
    mapped(v4, "mapped-dotted", "::ffff:203.0.113.7");
    mapped(v4, "mapped-hex", "::ffff:cb00:7107");
    refused(
        v4,
        "mapped-outside",
        "a mapped address outside the range",
        "::ffff:198.51.100.7",
        Bugs.MAPPED_ADDRESS);
    refused(
        v4,
        "compatible",
        "an IPv4-compatible address, which is not mapped",
        "::203.0.113.7",
        Bugs.CROSS_FAMILY);
    Draft v6 = peer("cross-parent", receiver("2001:db8::cb00:7107"), "2001:db8::cb00:7107");
    refused(
        v6,
        "cross-bytes",
        "an IPv4 address with the last bytes of the allowed IPv6 address",
        "203.0.113.7",
        Bugs.CROSS_FAMILY);
    drafts.add(
        peer("zone-parent", receiver("2001:db8::1"), "2001:db8::1")
            .derive(Rules.LITERALS, "zone", "An address with a zone", "the address has a zone")
            .from("2001:db8::1%eth0")
            .acceptable(Flags.ZONE_OF_THIS_HOST));
  }

  private void mapped(Draft parent, String word, String peer) {
    drafts.add(
        parent
            .derive(
                Rules.MAPPED,
                word,
                "An IPv4 address, mapped into IPv6",
                "the address is mapped into IPv6")
            .valid()
            .from(peer)
            .trap(Bugs.MAPPED_ADDRESS));
  }

  /** No proxy is trusted, so no header says anything. */
  private void peersOnly() {
    Receiver receiver = receiver("203.0.113.0/24");
    Draft parent = peer("no-proxy", receiver, "203.0.113.7");
    for (String header : List.of(XFF, "X-Real-IP", "True-Client-IP", "CF-Connecting-IP")) {
      String word = header.toLowerCase(java.util.Locale.ROOT);
      Draft same =
          peer("no-proxy-" + word + "-same", receiver, "203.0.113.7", header, "203.0.113.7");
      drafts.add(
          same.derive(
                  Rules.PEER,
                  "no-proxy-" + word + "-allowed",
                  "A stranger names an allowed address in " + header,
                  "it comes from an address that is not allowed")
              .from("198.51.100.7")
              .trap(Bugs.FORWARDED_TRUSTED));
      drafts.add(
          parent
              .derive(
                  Rules.PEER,
                  "no-proxy-" + word + "-other",
                  "An allowed sender has " + header + " with another address",
                  "the header " + header + " names another address")
              .valid()
              .also(header, "198.51.100.7")
              .trap(Bugs.FORWARDED_TRUSTED));
    }
  }

  private void chains() {
    Receiver receiver =
        receiver("203.0.113.0/24", "2001:db8:1::/48")
            .behind(XFF, "192.0.2.0/24", "2001:db8:ff::/48");
    Draft parent = chain("chain", receiver, "203.0.113.7");
    hop(parent, "chain-v6", "an allowed IPv6 address", "2001:db8:1::7", null);
    hop(parent, "chain-mapped", "a mapped address", "::ffff:203.0.113.7", null);
    hop(parent, "chain-port", "an address with a port", "203.0.113.7:4711", null);
    hop(parent, "chain-v6-port", "an IPv6 address with a port", "[2001:db8:1::7]:4711", null);
    hop(parent, "chain-brackets", "an IPv6 address in brackets", "[2001:db8:1::7]", null);
    hop(
        parent,
        "chain-left-forged",
        "a forged address to the left of the right one",
        "198.51.100.7, 203.0.113.7",
        Bugs.LEFT_MOST);
    hop(
        parent,
        "chain-left-garbage",
        "garbage to the left of the right one",
        "evil.example, 203.0.113.7",
        Bugs.LEFT_MOST);
    hop(
        parent,
        "chain-two-proxies",
        "another trusted proxy to the right",
        "203.0.113.7, 192.0.2.20",
        Bugs.FORWARDED_IGNORED);
    hop(
        parent,
        "chain-three-proxies",
        "proxies of both families to the right",
        "198.51.100.1, 203.0.113.7, 2001:db8:ff::1, 192.0.2.20",
        Bugs.LEFT_MOST);
    refusedHop(
        parent,
        "chain-outside",
        "an address that is not allowed",
        "198.51.100.7",
        Bugs.FORWARDED_IGNORED);
    refusedHop(
        parent,
        "chain-left-spoof",
        "an allowed address to the left of the real one",
        "203.0.113.7, 198.51.100.7",
        Bugs.LEFT_MOST);
    refusedHop(
        parent,
        "chain-left-spoof-proxies",
        "an allowed address to the left, proxies right",
        "203.0.113.7, 198.51.100.7, 192.0.2.20",
        Bugs.LEFT_MOST);
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "chain-two-lines",
                "A chain over two lines: the last line is the nearest",
                "the chain stands on two lines, the forged one first")
            .valid()
            .without(XFF)
            .also(XFF, "198.51.100.7")
            .also(XFF, "203.0.113.7")
            .trap(Bugs.LEFT_MOST));
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "chain-two-lines-spoof",
                "A chain over two lines: the first line is the client's own",
                "the chain stands on two lines, the allowed one first")
            .without(XFF)
            .also(XFF, "203.0.113.7")
            .also(XFF, "198.51.100.7")
            .trap(Bugs.LEFT_MOST));
    drafts.add(
        parent
            .derive(
                Rules.PEER,
                "chain-stranger",
                "A peer that is no trusted proxy names an allowed address",
                "the peer is no trusted proxy")
            .from("198.51.100.7")
            .trap(Bugs.FORWARDED_TRUSTED));
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "chain-other-header",
                "Another forwarding header than the configured one says nothing",
                "the allowed address stands in Forwarded, and the configured header names another")
            .header(XFF, "198.51.100.7")
            .also(FORWARDED, "for=203.0.113.7")
            .trap(Bugs.FORWARDED_TRUSTED));
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "chain-none",
                "A proxy that says nothing is itself the client, and is not allowed",
                "the forwarding header is gone")
            .without(XFF)
            .trap(Bugs.ADDRESS_NOT_CHECKED));
    refusedHop(
        parent,
        "chain-only-proxies",
        "proxies only, none of them allowed",
        "192.0.2.30, 192.0.2.20",
        Bugs.ADDRESS_NOT_CHECKED);
  }

  private void literals() {
    Receiver receiver = receiver("203.0.113.0/24").behind(XFF, "192.0.2.0/24");
    Draft parent = chain("literal", receiver, "203.0.113.7");
    literal(parent, "short", "203.0.28935");
    literal(parent, "two-parts", "203.28935");
    literal(parent, "decimal", "3405803783");
    literal(parent, "octal", "0313.0.0161.07");
    literal(parent, "hex", "0xcb.0.113.7");
    literal(parent, "leading-zero", "203.0.113.07");
    literal(parent, "leading-zeros", "203.000.113.007");
    literal(parent, "too-large", "203.0.113.263");
    literal(parent, "five-parts", "203.0.113.7.0");
    literal(parent, "trailing-dot", "203.0.113.7.");
    literal(parent, "empty-part", "203..113.7");
    literal(parent, "plus", "+203.0.113.7");
    literal(parent, "host-name", "allowed.example");
    literal(parent, "unknown", "unknown");
    literal(parent, "obfuscated", "_hidden");
    literal(parent, "asterisk", "*");
    literal(parent, "range", "203.0.113.0/24");
    literal(parent, "empty-last", "203.0.113.7,");
    literal(parent, "inner-space", "203.0.113. 7");
    literal(parent, "bad-port", "203.0.113.7:port");
    literal(parent, "too-many-groups", "1:2:3:4:5:6:7:8:9");
    literal(parent, "two-gaps", "2001:db8::1::7");
    literal(parent, "non-ascii", "\u00B2\u00B0\u00B3.0.113.7");
  }

  private void forwarded() {
    Receiver receiver =
        receiver("203.0.113.0/24", "2001:db8:1::/48").behind(FORWARDED, "192.0.2.0/24");
    Draft parent = peer("forwarded", receiver, PROXY, FORWARDED, "for=203.0.113.7");
    element(
        parent, "forwarded-case", "the parameter's name in upper case", "FOR=203.0.113.7", null);
    element(
        parent,
        "forwarded-more",
        "other parameters beside",
        "by=192.0.2.10;for=203.0.113.7;proto=https;host=\"a,b;c\"",
        null);
    element(
        parent, "forwarded-quoted", "a quoted address with a port", "for=\"203.0.113.7:47\"", null);
    element(parent, "forwarded-v6", "a quoted IPv6 address", "for=\"[2001:db8:1::7]:4711\"", null);
    element(
        parent,
        "forwarded-several",
        "a forged element to the left",
        "for=198.51.100.7, for=203.0.113.7",
        Bugs.LEFT_MOST);
    element(
        parent,
        "forwarded-comma-quoted",
        "a comma within quotes to the left",
        "for=198.51.100.7;host=\"x, for=203.0.113.7\", for=203.0.113.7",
        Bugs.LEFT_MOST);
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "forwarded-spoof",
                "An allowed element to the left of the real one",
                "the real element stands last and is not allowed")
            .header(FORWARDED, "for=203.0.113.7, for=198.51.100.7")
            .trap(Bugs.LEFT_MOST));
    drafts.add(
        parent
            .derive(
                Rules.RIGHT_MOST,
                "forwarded-in-quotes",
                "An allowed address within another parameter's quotes is none",
                "the allowed address stands within quotes of another parameter")
            .header(FORWARDED, "for=198.51.100.7;host=\", for=203.0.113.7\"")
            .trap(Bugs.TEXT_COMPARED));
    for (String bad :
        List.of(
            "for=unknown",
            "for=_hidden",
            "for=2001:db8:1::7",
            "for=",
            "203.0.113.7",
            "for=203.0.113.7;for=203.0.113.7",
            "for=\"203.0.113.7",
            "by=203.0.113.7")) {
      String word = "forwarded-bad-" + bad.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
      drafts.add(
          parent
              .derive(
                  Rules.LITERALS,
                  word,
                  "An element that names no address: " + bad,
                  "the nearest element is no address")
              .header(FORWARDED, bad)
              .trap(Bugs.LENIENT_ADDRESS));
    }
  }

  private void element(Draft parent, String word, String what, String value, @Nullable Bug bug) {
    Draft draft =
        parent
            .derive(Rules.RIGHT_MOST, word, "Behind a proxy: " + what, what)
            .valid()
            .header(FORWARDED, value);
    drafts.add(draft.trap(bug == null ? Bugs.FORWARDED_IGNORED : bug));
  }

  private void hop(Draft parent, String word, String what, String value, @Nullable Bug bug) {
    Draft draft =
        parent
            .derive(Rules.RIGHT_MOST, word, "Behind a proxy: " + what, what)
            .valid()
            .header(XFF, value);
    drafts.add(draft.trap(bug == null ? Bugs.FORWARDED_IGNORED : bug));
  }

  private void refusedHop(Draft parent, String word, String what, String value, Bug bug) {
    drafts.add(
        parent
            .derive(Rules.RIGHT_MOST, word, "Behind a proxy: " + what, what)
            .header(XFF, value)
            .trap(bug));
  }

  private void literal(Draft parent, String word, String value) {
    drafts.add(
        parent
            .derive(
                Rules.LITERALS,
                "literal-" + word,
                "What is no address literal is refused: " + word,
                "the nearest hop is no address literal")
            .header(XFF, value)
            .trap(Bugs.LENIENT_ADDRESS));
  }

  /** First and last of a range are inside; what lies just before and behind is not. */
  private void range(
      String word, String rule, String first, String last, String before, @Nullable String behind) {
    Receiver receiver = receiver(rule);
    Draft parent = peer(word + "-first", receiver, first).trap(Bugs.RANGE_EDGE);
    if (!first.equals(last)) {
      peer(word + "-last", receiver, last).trap(Bugs.RANGE_EDGE);
    }
    refused(parent, word + "-before", "the address just before " + rule, before, Bugs.RANGE_EDGE);
    if (behind == null) {
      return;
    }
    refused(parent, word + "-behind", "the address just behind " + rule, behind, Bugs.RANGE_EDGE);
  }

  private void refused(Draft parent, String word, String what, String peer, Bug bug) {
    drafts.add(
        parent.derive(Rules.ADDRESS, word, "Not allowed: " + what, what).from(peer).trap(bug));
  }

  private Draft peer(String word, Receiver receiver, String peer) {
    Draft draft =
        Draft.genuine(
                receiver,
                Rules.ADDRESS,
                "address/" + OP.word() + "/" + word,
                "Allowed: " + peer,
                Payloads.bytes("confirmationCode.json"))
            .from(peer);
    drafts.add(draft);
    return draft;
  }

  private Draft peer(String word, Receiver receiver, String peer, String header, String value) {
    return peer(word, receiver, peer).also(header, value).trap(Bugs.FORWARDED_IGNORED);
  }

  private Draft chain(String word, Receiver receiver, String client) {
    return peer(word, receiver, PROXY, XFF, client);
  }

  private static Receiver receiver(String... allowed) {
    return Receiver.of(OP).allowing(allowed);
  }
}
