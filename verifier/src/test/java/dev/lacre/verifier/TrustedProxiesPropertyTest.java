package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

class TrustedProxiesPropertyTest {
  private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:a::/48");
  private static final IpAddress PROXY = IpAddress.of("10.0.0.1");
  private static final IpAddress CLIENT = IpAddress.of("203.0.113.9");

  private static final TrustedProxies XFF = TrustedProxies.of(PROXIES, "X-Forwarded-For");
  private static final TrustedProxies FORWARDED = TrustedProxies.of(PROXIES, "Forwarded");

  /** A hop: what it is, and how the two kinds of header write it. No address: not readable. */
  record Hop(@Nullable String address, boolean trusted, String xff, String forwarded) {}

  @Property(tries = 3000)
  void theWalk_findsWhatASearchOverTheFlatListFinds(
      @ForAll("chains") List<List<Hop>> lines, @ForAll("separators") String separator) {
    List<String> xff = new ArrayList<>();
    List<String> forwarded = new ArrayList<>();
    List<Hop> flat = new ArrayList<>();
    for (List<Hop> line : lines) {
      xff.add(String.join(separator, line.stream().map(Hop::xff).toList()));
      forwarded.add(String.join(separator, line.stream().map(Hop::forwarded).toList()));
      flat.addAll(line);
    }
    IpAddress expected = expected(flat);
    assertEquals(expected, XFF.clientAddress(PROXY, xff));
    assertEquals(expected, FORWARDED.clientAddress(PROXY, forwarded));
  }

  private static @Nullable IpAddress expected(List<Hop> flat) {
    int lastStop = -1;
    for (int i = 0; i < flat.size(); i++) {
      if (flat.get(i).address() == null || !flat.get(i).trusted()) {
        lastStop = i;
      }
    }
    if (flat.isEmpty()) {
      return PROXY;
    }
    Hop found = flat.get(Math.max(lastStop, 0));
    return found.address() == null ? null : IpAddress.of(found.address());
  }

  @Property(tries = 5000)
  void whateverTheClientSends_theListEndsInTheAddressTheProxySaw(
      @ForAll("hostile") String sent, @ForAll("proxyTails") String tail) {
    String line = sent + ", 203.0.113.9" + tail.replace("for=", "");
    assertEquals(CLIENT, XFF.clientAddress(PROXY, List.of(line)));
  }

  @Property(tries = 10000)
  void whateverTheClientSends_forwardedGivesTheAddressTheProxySawOrNone(
      @ForAll("hostile") String sent,
      @ForAll("hostile") String host,
      @ForAll boolean quoted,
      @ForAll boolean hostFirst,
      @ForAll("proxyTails") String tail) {
    String node = quoted ? "for=\"203.0.113.9:47\"" : "for=203.0.113.9";
    String hostPair = "host=\"" + host.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    String element = hostFirst ? hostPair + ";" + node : node + ";" + hostPair;
    IpAddress client = FORWARDED.clientAddress(PROXY, List.of(sent + ", " + element + tail));
    assertTrue(client == null || client.equals(CLIENT), () -> "took " + client);
    assertEquals(CLIENT, FORWARDED.clientAddress(PROXY, List.of(sent, element + tail)));
  }

  @Property(tries = 5000)
  void whateverTheHeaderHolds_neverThrows(
      @ForAll @Size(max = 8) List<@StringLength(max = 60) String> lines,
      @ForAll("hostile") String s) {
    List<String> all = new ArrayList<>(lines);
    all.add(s);
    for (TrustedProxies proxies : List.of(XFF, FORWARDED)) {
      IpAddress client = proxies.clientAddress(PROXY, all);
      assertEquals(client, proxies.clientAddress(PROXY, all));
    }
  }

  @Provide
  Arbitrary<List<List<Hop>>> chains() {
    Arbitrary<Hop> trusted =
        Arbitraries.of(
            new Hop("10.0.0.2", true, "10.0.0.2", "for=10.0.0.2"),
            new Hop("10.9.8.7", true, "10.9.8.7:8080", "for=\"10.9.8.7:8080\";proto=http"),
            new Hop("10.0.0.3", true, "::ffff:10.0.0.3", "FOR=\"[::ffff:10.0.0.3]\""),
            new Hop("2001:db8:a::1", true, "[2001:db8:a::1]:1", "by=_x;for=\"[2001:db8:a::1]:1\""));
    Arbitrary<Hop> stranger =
        Arbitraries.of(
            new Hop("203.0.113.9", false, "203.0.113.9", "for=203.0.113.9"),
            new Hop("11.0.0.0", false, "11.0.0.0:1", "for=\"11.0.0.0:1\";host=\"a,b;for=x\""),
            new Hop("2001:db8:b::", false, "2001:DB8:B::", "for=\"[2001:DB8:B::]\""));
    Arbitrary<Hop> unreadable =
        Arbitraries.of(
            new Hop(null, false, "unknown", "for=unknown"),
            new Hop(null, false, "", ""),
            new Hop(null, false, "010.0.0.2", "for=010.0.0.2"));
    return Arbitraries.frequencyOf(
            Tuple.of(6, trusted), Tuple.of(2, stranger), Tuple.of(1, unreadable))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", ", ", " ,", "\t,\t ");
  }

  /** Text that is likely to be, or almost be, part of a header, and pretends to be 9.9.9.9. */
  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "\"",
            "\\",
            ",",
            ";",
            "=",
            " ",
            "for=",
            "9.9.9.9",
            "for=9.9.9.9",
            "x=\"",
            "=\"",
            "\"9",
            "for=\"[9::9]\"",
            "a",
            ",for=9.9.9.9",
            ";a=",
            "\\\"",
            ",for=\"9.9.9.9\"")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  /** What proxies nearer to us append. */
  @Provide
  Arbitrary<String> proxyTails() {
    return Combinators.combine(
            Arbitraries.of("", ", for=10.0.0.2"), Arbitraries.of("", ", for=10.0.0.3"))
        .as(String::concat);
  }
}
