package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In these tests 10.0.0.0/8 and 2001:db8:a::/48 are proxies, and 9.9.9.9 is what is pretended. */
class TrustedProxiesTest {
  private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:a::/48");
  private static final IpAddress PROXY = IpAddress.of("10.0.0.1");
  private static final IpAddress STRANGER = IpAddress.of("198.51.100.7");

  private static final TrustedProxies XFF = TrustedProxies.of(PROXIES, "X-Forwarded-For");
  private static final TrustedProxies FORWARDED = TrustedProxies.of(PROXIES, "Forwarded");

  private static void assertClient(@Nullable String expected, @Nullable IpAddress client) {
    assertEquals(expected == null ? null : IpAddress.of(expected), client);
  }

  private static String messageOf(Executable faulty) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, faulty).getMessage());
  }

  @Nested
  class Walk {
    @Test
    void withoutTrustedProxies_isThePeerWhateverTheHeaderSays() {
      TrustedProxies none = TrustedProxies.none();
      assertEquals(PROXY, none.clientAddress(PROXY, List.of("9.9.9.9")));
      assertEquals(STRANGER, none.clientAddress(STRANGER, List.of("unknown")));
      assertNull(none.clientAddress(null, List.of("9.9.9.9")));
    }

    @Test
    void ofAPeerThatIsNoProxy_isThePeerWhateverTheHeaderSays() {
      assertEquals(STRANGER, XFF.clientAddress(STRANGER, List.of("9.9.9.9")));
      assertEquals(STRANGER, XFF.clientAddress(STRANGER, List.of("unknown")));
      assertEquals(STRANGER, FORWARDED.clientAddress(STRANGER, List.of("for=9.9.9.9")));
      assertEquals(STRANGER, FORWARDED.clientAddress(STRANGER, List.of("for=\"")));
    }

    @Test
    void ofAPeerThatIsNotKnown_isNotKnown() {
      assertNull(XFF.clientAddress(null, List.of("9.9.9.9")));
      assertNull(XFF.clientAddress(null, List.of()));
    }

    @Test
    void ofAProxyWithoutTheHeader_isTheProxy() {
      assertEquals(PROXY, XFF.clientAddress(PROXY, List.of()));
      assertEquals(PROXY, FORWARDED.clientAddress(PROXY, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "203.0.113.9|203.0.113.9",
          "9.9.9.9, 203.0.113.9|203.0.113.9",
          "9.9.9.9, 203.0.113.9, 10.0.0.2|203.0.113.9",
          "9.9.9.9, 203.0.113.9, 2001:db8:a::2, 10.0.0.2|203.0.113.9",
          "10.0.0.9, 203.0.113.9, 10.0.0.2|203.0.113.9",
          "9.9.9.9,203.0.113.9|203.0.113.9",
          "9.9.9.9\t ,\t 203.0.113.9 \t|203.0.113.9",
          "203.0.113.9, ::ffff:10.0.0.2|203.0.113.9",
          "203.0.113.9, [2001:db8:a::2]:443, 10.0.0.2:80|203.0.113.9",
        })
    void takesTheRightMostAddressThatIsNoProxy(String header, String client) {
      assertClient(client, XFF.clientAddress(PROXY, List.of(header)));
    }

    @Test
    void overSeveralLines_startsAtTheEndOfTheLastOne() {
      assertClient("203.0.113.9", XFF.clientAddress(PROXY, List.of("9.9.9.9", "203.0.113.9")));
      assertClient(
          "203.0.113.9",
          XFF.clientAddress(PROXY, List.of("9.9.9.9, 203.0.113.9", "10.0.0.3, 10.0.0.2")));
      assertClient(
          "203.0.113.9",
          FORWARDED.clientAddress(
              PROXY, List.of("for=9.9.9.9, for=203.0.113.9", "for=10.0.0.3", "for=10.0.0.2")));
    }

    @Test
    void whenEveryAddressIsAProxy_isTheLeftMostOne() {
      assertClient("10.0.0.4", XFF.clientAddress(PROXY, List.of("10.0.0.4, 10.0.0.3", "10.0.0.2")));
      assertClient(
          "10.0.0.4", FORWARDED.clientAddress(PROXY, List.of("for=10.0.0.4,for=10.0.0.2")));
    }

    @Test
    void whatStandsLeftOfTheClient_isNotLookedAt() {
      assertClient(
          "203.0.113.9", XFF.clientAddress(PROXY, List.of("\0unknown,,\"*", "x, 203.0.113.9")));
      assertClient(
          "203.0.113.9",
          FORWARDED.clientAddress(
              PROXY, List.of("for=\"", "for=[bad,,for=unknown;;x, for=203.0.113.9")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "unknown",
          "_x",
          "_hidden:80",
          "evil.test",
          "localhost",
          "a.b",
          "*",
          "",
          " ",
          "null",
          "127.1",
          "2130706433",
          "0177.0.0.1",
          "0x7f.1",
          "0x7f.0.0.1",
          "010.0.0.2",
          "10.0.0.02",
          "10.0.0.256",
          "fe80::1%eth0",
          "[fe80::1%eth0]",
          "203.0.113.9:",
          "203.0.113.9:x",
          "203.0.113.9:_x",
          "203.0.113.9:+80",
          "203.0.113.9:65536",
          "203.0.113.9:000080",
          "203.0.113.9:80:80",
          "203.0.113.9:\u0668\u0660",
          "127.1:80",
          "2130706433:80",
          "[203.0.113.9]",
          "[203.0.113.9]:80",
          "[2001:db8::1",
          "2001:db8::1]",
          "[2001:db8::1]80",
          "[2001:db8::1]:",
          "[2001:db8::1]:65536",
          "[2001:db8::1]:80x",
          "[2001:db8::1] :80",
          "[]",
          "[]:80",
          "[",
          ":80",
          ":",
          "\"203.0.113.9\"",
          "for=203.0.113.9",
          "203.0.113.9;",
          "203.0.113.9 10.0.0.2",
          "203.0.113.9\u00a0",
          "203.0.113.9\u000b",
          "10.0.0.0/8",
        })
    void atAHopThatIsNoAddress_endsWithoutAClient(String hop) {
      assertNull(XFF.clientAddress(PROXY, List.of(hop)), "alone");
      assertNull(XFF.clientAddress(PROXY, List.of("9.9.9.9, " + hop)), "after a pretended one");
      assertNull(XFF.clientAddress(PROXY, List.of("9.9.9.9, " + hop + ", 10.0.0.2")), "between");
      assertNull(XFF.clientAddress(PROXY, List.of("9.9.9.9", hop, "10.0.0.2")), "on its own line");
    }

    @ParameterizedTest
    @CsvSource({
      "1.2.3.4, 1.2.3.4",
      "1.2.3.4:80, 1.2.3.4",
      "1.2.3.4:0, 1.2.3.4",
      "1.2.3.4:65535, 1.2.3.4",
      "1.2.3.4:00080, 1.2.3.4",
      "[2001:db8::1]:80, 2001:db8::1",
      "[2001:db8::1], 2001:db8::1",
      "[::1], ::1",
      "2001:db8::1, 2001:db8::1",
      "2001:DB8:0:0::1, 2001:db8::1",
      "2001:db8::1:80, 2001:db8::1:80",
      "::ffff:1.2.3.4, 1.2.3.4",
      "[::ffff:102:304]:80, 1.2.3.4",
    })
    void atAnAddressInAnyForm_readsIt(String hop, String client) {
      assertClient(client, XFF.clientAddress(PROXY, List.of("9.9.9.9," + hop + ",10.0.0.2")));
    }

    @Test
    void ofAHundredHops_isTheLast_andOfMoreEndsWithoutAClient() {
      List<String> most = Collections.nCopies(TrustedProxies.MAX_HOPS - 1, "10.0.0.2");
      String chain = String.join(",", most);
      assertClient("203.0.113.9", XFF.clientAddress(PROXY, List.of("203.0.113.9," + chain)));
      assertNull(XFF.clientAddress(PROXY, List.of("203.0.113.9,10.0.0.2," + chain)));
      assertNull(XFF.clientAddress(PROXY, Collections.nCopies(101, "10.0.0.2")));
      assertClient("10.0.0.2", XFF.clientAddress(PROXY, Collections.nCopies(100, "10.0.0.2")));
    }
  }

  /** RFC 7239, section 4. */
  @Nested
  class Forwarded {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "for=203.0.113.9|203.0.113.9",
          "For=203.0.113.9|203.0.113.9",
          "FOR=\"203.0.113.9\"|203.0.113.9",
          "for=\"203.0.113.9:47011\"|203.0.113.9",
          "for=\"203.0.113.9:_port.1-x_\"|203.0.113.9",
          "for=\"[2001:db8:cafe::17]\"|2001:db8:cafe::17",
          "For=\"[2001:db8:cafe::17]:4711\"|2001:db8:cafe::17",
          "for=\"[2001:DB8:0:0::1]\"|2001:db8::1",
          "for=\"[::ffff:203.0.113.9]:47\"|203.0.113.9",
          "for=203.0.113.9;proto=http;by=10.0.0.1|203.0.113.9",
          "proto=https;for=203.0.113.9|203.0.113.9",
          "for=203.0.113.9; proto=http ;\tby=10.0.0.1|203.0.113.9",
          ";for=203.0.113.9;;|203.0.113.9",
          "for=9.9.9.9, for=203.0.113.9|203.0.113.9",
          "for=9.9.9.9,for=203.0.113.9,for=\"10.0.0.2:80\"|203.0.113.9",
          "for=9.9.9.9 ,\tfor=\"[2001:db8::9]:47\";proto=https , for=10.0.0.2|2001:db8::9",
          "for=9.9.9.9, for=203.0.113.9;host=\"a,for=9.9.9.9\"|203.0.113.9",
          "for=203.0.113.9;host=\"a;for=9.9.9.9;b\"|203.0.113.9",
          "for=203.0.113.9;host=\"a\\\";for=9.9.9.9, for=9.9.9.9\"|203.0.113.9",
          "host=\"\\\\\";for=203.0.113.9|203.0.113.9",
          "for=203.0.113.9;host=\"\"|203.0.113.9",
          "for=\"2\\03.0.113.9\"|203.0.113.9",
          "for=9.9.9.9, for=203.0.113.9;fortune=1;xfor=9.9.9.9|203.0.113.9",
        })
    void ofWellFormedElements_isTheRightMostThatIsNoProxy(String header, String client) {
      assertClient(client, FORWARDED.clientAddress(PROXY, List.of(header)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "for=unknown",
          "for=\"unknown\"",
          "for=_hidden",
          "for=\"_hidden:80\"",
          "for=evil.test",
          "for=127.1",
          "for=\"\"",
          "for=",
          "for",
          "",
          " ",
          ";",
          "proto=https",
          "203.0.113.9",
          "xfor=203.0.113.9",
          "for =203.0.113.9",
          "for= 203.0.113.9",
          "for=203.0.113.9 x",
          "for=203.0.113.9;for=203.0.113.9",
          "for=203.0.113.9;FOR=\"10.0.0.2\"",
          "for=203.0.113.9;by",
          "for=203.0.113.9;by=",
          "for=203.0.113.9;b y=x",
          "for=203.0.113.9;=x",
          "for=203.0.113.9;by=a:b",
          "for=203.0.113.9:80",
          "for=[2001:db8::1]",
          "for=[2001:db8::1]:47",
          "for=2001:db8::1",
          "for=\"2001:db8::1\"",
          "for=\"[203.0.113.9]\"",
          "for=\"[2001:db8::1%eth0]\"",
          "for=\"[2001:db8::1]:\"",
          "for=\"[2001:db8::1]:65536\"",
          "for=\"203.0.113.9:_\"",
          "for=\"203.0.113.9:_a:b\"",
          "for=\"203.0.113.9:_\u00e9\"",
          "for=\" 203.0.113.9\"",
          "for=\"203.0.113.9\";host=\"a\u0001b\"",
          "for=\"203.0.113.9\";host=\"a\\\u0001b\"",
          "for=\"203.0.113.9\";host=\"a\u007fb\"",
          "for='203.0.113.9'",
          "for=203.0.113.9\\",
          "for=203.0.113.9;host=\"a",
          "for=203.0.113.9;host=\"a\\\"",
          "for=203.0.113.9;host=\"a\"b",
          "for=203.0.113.9;host=a\"b\"",
          "for=203.0.113.9;host=\"a\"\"b\"",
          "for=203.0.113.9;host= \"a\"",
          "for=203.0.113.9\"",
          "\"for\"=203.0.113.9",
          "for==\"203.0.113.9\"",
        })
    void atAnElementThatNamesNoAddress_endsWithoutAClient(String element) {
      assertNull(FORWARDED.clientAddress(PROXY, List.of(element)), "alone");
      assertNull(
          FORWARDED.clientAddress(PROXY, List.of("for=9.9.9.9, " + element)),
          "after a pretended one");
      assertNull(
          FORWARDED.clientAddress(PROXY, List.of("for=9.9.9.9", element, "for=10.0.0.2")),
          "on its own line");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "for=\"",
          "for=\"9.9.9.9",
          "for=9.9.9.9;x=\"",
          "for=9.9.9.9;x=\"\\",
          "\"",
          "x\"",
          "for=9.9.9.9, for=\"9.9.9.9\\",
          "for=9.9.9.9;x=\"a\"b",
          "for=9.9.9.9\\",
        })
    void whenTheClientLeavesAStringOpen_isNeverOneItChose(String sent) {
      for (String appended :
          List.of(
              ", for=203.0.113.9",
              ", for=\"203.0.113.9\"",
              ", for=\"[2001:db8::9]:47\"",
              ", for=\"203.0.113.9\";host=\",for=9.9.9.9;a=\"",
              ", for=\"203.0.113.9\";host=\",for=9.9.9.9;a=\\\"\"",
              ", for=\"203.0.113.9\";host=\",for=9.9.9.9\", for=\"10.0.0.2\"")) {
        assertNull(FORWARDED.clientAddress(PROXY, List.of(sent + appended)), sent + appended);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\"y\"", "\"y\"", "for=x\"y\";a=b", "for= \"y\"", "x\\"})
    void besideAQuotationMarkOutOfPlace_endsWithoutAClient(String sent) {
      assertNull(FORWARDED.clientAddress(PROXY, List.of(sent + ", for=203.0.113.9")));
    }

    @Test
    void whenTheClientLeavesAStringOpenOnItsOwnLine_isWhatTheProxyWrote() {
      assertClient(
          "203.0.113.9",
          FORWARDED.clientAddress(PROXY, List.of("for=9.9.9.9;x=\"", "for=203.0.113.9")));
      assertNull(FORWARDED.clientAddress(PROXY, List.of("for=\"9.9.9.9", "\", for=203.0.113.9")));
    }
  }

  @Nested
  class Configuration {
    @Test
    void theHeaderName_decidesTheSyntaxInAnyCase() {
      TrustedProxies lower = TrustedProxies.of(PROXIES, "forwarded");
      assertClient("203.0.113.9", lower.clientAddress(PROXY, List.of("for=203.0.113.9")));
      assertNull(lower.clientAddress(PROXY, List.of("203.0.113.9")));
      TrustedProxies realIp = TrustedProxies.of(PROXIES, "X-Real-IP");
      assertClient("203.0.113.9", realIp.clientAddress(PROXY, List.of("203.0.113.9")));
      assertNull(realIp.clientAddress(PROXY, List.of("for=203.0.113.9")));
    }

    @Test
    void theHeaderName_isTheOneGiven() {
      assertEquals(Optional.of("X-Forwarded-For"), XFF.headerName());
      assertEquals(Optional.empty(), TrustedProxies.none().headerName());
    }

    @Test
    void withoutRules_isNoProxies() {
      TrustedProxies none = TrustedProxies.of(List.of(), "X-Forwarded-For");
      assertEquals(Optional.empty(), none.headerName());
      assertEquals(PROXY, none.clientAddress(PROXY, List.of("9.9.9.9")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "X Forwarded", "X-Forwarded-For:", "a,b", "\u00e9", "a\r\nb", "\"a\""})
    void aHeaderNameThatIsNoToken_isRefused(String name) {
      String message = messageOf(() -> TrustedProxies.of(List.of("::1"), name));
      assertTrue(message.startsWith(IpLiteral.quoted(name) + " is not a header name."), message);
      assertTrue(message.endsWith("Write it like X-Forwarded-For or Forwarded."), message);
      assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(), name));
    }

    @Test
    void aRuleThatIsNoAddress_isRefused() {
      String message = messageOf(() -> TrustedProxies.of(List.of("10.0.0.1/8"), "X-Forwarded-For"));
      assertTrue(message.contains("Write 10.0.0.0/8, or 10.0.0.1 for this"), message);
    }

    @Test
    void toString_countsTheRulesAndNamesTheHeader() {
      assertEquals("TrustedProxies[2 rules, X-Forwarded-For]", XFF.toString());
      assertEquals("TrustedProxies[none]", TrustedProxies.none().toString());
    }
  }
}
