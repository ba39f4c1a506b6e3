package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "0.0.0.1, 1",
    "1.2.3.4, 16909060",
    "127.0.0.1, 2130706433",
    "128.0.0.0, 2147483648",
    "255.255.255.255, 4294967295",
  })
  void of_aDottedQuad_isItsUnsignedBits(String literal, long bits) {
    IpAddress address = IpAddress.of(literal);
    assertTrue(address.isV4());
    assertEquals(0, address.high());
    assertEquals(bits, address.low());
    assertEquals(literal, address.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0, 0",
    "::1, 0, 1",
    "1::, 1000000000000, 0",
    "::8000:0:0:0, 0, 8000000000000000",
    "2001:db8::7, 20010db800000000, 7",
    "2001:DB8:0:0::7, 20010db800000000, 7",
    "2001:0db8:0000:0000:0000:0000:0000:0007, 20010db800000000, 7",
    "1:2:3:4:5:6:7:8, 1000200030004, 5000600070008",
    "1:2:3:4:5:6:7::, 1000200030004, 5000600070000",
    "::2:3:4:5:6:7:8, 200030004, 5000600070008",
    "1:2:3::5:6:7:8, 1000200030000, 5000600070008",
    "1:2:3:4::8, 1000200030004, 8",
    "1:2:3:4:5::8, 1000200030004, 5000000000008",
    "64:ff9b::192.0.2.33, 64ff9b00000000, c0000221",
    "1:2:3:4:5:6:192.0.2.33, 1000200030004, 50006c0000221",
    "::1.2.3.4, 0, 1020304",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffffffffffffffff, ffffffffffffffff",
  })
  void of_IPv6Text_isIts128Bits(String literal, String high, String low) {
    IpAddress address = IpAddress.of(literal);
    assertFalse(address.isV4());
    assertEquals(Long.parseUnsignedLong(high, 16), address.high());
    assertEquals(Long.parseUnsignedLong(low, 16), address.low());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::ffff:1.2.3.4",
        "::FFFF:102:304",
        "0:0:0:0:0:ffff:1.2.3.4",
        "0000:0000:0000:0000:0000:ffff:0102:0304",
        "::0:ffff:1.2.3.4",
      })
  void of_anIPv4MappedAddress_isTheIPv4Address(String literal) {
    assertEquals(IpAddress.of("1.2.3.4"), IpAddress.of(literal));
    assertEquals(IpAddress.of("1.2.3.4").hashCode(), IpAddress.of(literal).hashCode());
    assertTrue(IpAddress.of(literal).isV4());
    assertEquals("1.2.3.4", IpAddress.of(literal).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1.2.3.4", "::fffe:1.2.3.4", "::1:ffff:102:304", "::ffff:0:102:304"})
  void of_anAddressNextToTheMappedOnes_staysIPv6(String literal) {
    assertFalse(IpAddress.of(literal).isV4());
    assertNotEquals(IpAddress.of("1.2.3.4"), IpAddress.of(literal));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        // not literals
        "",
        " ",
        "localhost",
        "evil.test",
        "a.b",
        "unknown",
        "_hidden",
        "*",
        "@",
        // IPv4 in the forms of inet_aton, and almost IPv4
        "127.1",
        "127.0.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "01.2.3.4",
        "1.2.3.04",
        "00.0.0.0",
        "1.2.3.256",
        "1.2.3.999",
        "1.2.3.1000",
        "1.2.3.4294967296",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.-4",
        " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4\n",
        "1.2.3.4\0",
        "1.2.3.4:80",
        "1.2.3.4/32",
        "1,2,3,4",
        "\u0661.2.3.4", // an Arabic digit
        "\uff11.2.3.4", // a full-width digit
        // almost IPv6
        ":",
        ":::",
        "::::",
        ":1",
        "1:",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "1::2:",
        ":1::2",
        "1::2::3",
        "::1::",
        "1:::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8", // "::" for no group
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "::12345",
        "00001::",
        "::g",
        "::G",
        "::/",
        "::@",
        "::`",
        "::-1",
        "0x1::",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::1.2.3.04",
        "::f.2.3.4",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "::2:3:4:5:6:7:1.2.3.4",
        "::ffff:127.1",
        "::\uff11",
        "::1%eth0",
        "fe80::1%1",
        "::1%",
        "[::1]",
        "[::1]:80",
        "::1 ",
        " ::1",
      })
  void parse_anythingElse_isNoAddress(@Nullable String literal) {
    assertNull(IpAddress.parseOrNull(literal));
    if (literal != null) {
      assertThrows(IllegalArgumentException.class, () -> IpAddress.of(literal));
    }
  }

  @Test
  void parse_partOfAText_readsThatPartOnly() {
    assertEquals(IpAddress.of("1.2.3.4"), IpAddress.parseOrNull("x1.2.3.45", 1, 8));
    assertEquals(IpAddress.of("::1:2"), IpAddress.parseOrNull("[::1:23]", 1, 6));
    assertEquals(IpAddress.of("1::"), IpAddress.parseOrNull("1:::2", 0, 3));
    assertNull(IpAddress.parseOrNull("1.2.3.4", 0, 6));
    assertNull(IpAddress.parseOrNull("1.2.3.4", 3, 3));
  }

  @Test
  void of_textThatIsNoAddress_saysFactRuleValueAndRemedy() {
    String message = messageOf(() -> IpAddress.of("127.1"));
    assertTrue(message.startsWith("\"127.1\" is not an IP address. "), message);
    assertTrue(message.contains("four decimal numbers from 0 to 255"), message);
    assertTrue(message.endsWith("Write it like 203.0.113.7 or 2001:db8::7."), message);
  }

  @Test
  void of_hostileText_isEscapedAndCutInTheMessage() {
    String hostile = "a\r\nb\"\\\u202e\u007f" + "x".repeat(1000);
    String message = messageOf(() -> IpAddress.of(hostile));
    String shown = "\"a\\u000d\\u000ab\\\"\\\\\\u202e\\u007f" + "x".repeat(56) + "\"... (cut) ";
    assertTrue(message.startsWith(shown), message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
  }

  @Test
  void equals_theSameLowBitsInTheOtherVersion_isFalse() {
    assertNotEquals(IpAddress.of("1.2.3.4"), IpAddress.of("::102:304"));
    assertNotEquals(IpAddress.of("::102:304"), IpAddress.of("1.2.3.4"));
    assertNotEquals(IpAddress.of("0.0.0.0"), IpAddress.of("::"));
    assertNotEquals(IpAddress.of("1::1"), IpAddress.of("::1"));
    assertNotEquals(IpAddress.of("::1"), IpAddress.of("::2"));
    assertNotEquals(IpAddress.of("::1"), (Object) "::1");
  }

  @ParameterizedTest
  @CsvSource({
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:DB8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:3:4:5:6:0:0, ::3:4:5:6:0:0",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "0:2:3:4:5:6:7:0, 0:2:3:4:5:6:7:0",
    "::1.2.3.4, ::102:304",
    "00a0::000F, a0::f",
  })
  void toString_ofIPv6_isTheFormOfRfc5952(String literal, String canonical) {
    assertEquals(canonical, IpAddress.of(literal).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::1, ::1",
    "[::1], ::1",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80::1%eth0, fe80::1",
    "fe80:0:0:0:0:0:0:1%2, fe80::1",
    "[fe80::1%eth0], fe80::1",
    "fe80::1%a]b%c, fe80::1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "[::ffff:192.0.2.1], 192.0.2.1",
  })
  void parsePeer_asAContainerReportsIt_isTheAddress(String peer, String address) {
    assertEquals(IpAddress.of(address), IpAddress.parsePeerOrNull(peer));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "unix:",
        "/var/run/app.sock",
        "localhost",
        "[",
        "]",
        "[]",
        "[::1",
        "::1]",
        "[::1]:80",
        "[192.0.2.1]",
        "192.0.2.1%eth0",
        "192.0.2.1%a:b",
        "192.0.2.1:80",
        "fe80::1%",
        "[fe80::1%]",
        "%eth0",
        "[[::1]]",
        "[::1]%eth0",
        " ::1",
      })
  void parsePeer_ofAnythingElse_isNoAddress(@Nullable String peer) {
    assertNull(IpAddress.parsePeerOrNull(peer));
  }

  @Test
  void parsePeer_withAZoneThatNamesNoInterface_doesNotLookItUp() {
    assertNotNull(IpAddress.parsePeerOrNull("fe80::1%no-such-interface"));
  }

  private static String messageOf(Executable faulty) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, faulty).getMessage());
  }
}
