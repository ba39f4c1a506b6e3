package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressAllowlistTest {
  private static final String V6_TOP = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0, true",
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 9.255.255.255, false",
    "10.0.0.0/8, 11.0.0.0, false",
    "203.0.113.7, 203.0.113.7, true",
    "203.0.113.7, 203.0.113.6, false",
    "203.0.113.7, 203.0.113.8, false",
    "203.0.113.7/32, 203.0.113.7, true",
    "203.0.113.7/32, 203.0.113.8, false",
    "128.0.0.0/1, 127.255.255.255, false",
    "128.0.0.0/1, 128.0.0.0, true",
    "128.0.0.0/1, 255.255.255.255, true",
    "127.255.255.255, 128.0.0.0, false",
    "255.255.255.255, 255.255.255.255, true",
    "255.255.255.255, 0.0.0.0, false",
    "2001:db8::/32, 2001:db8::, true",
    "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "2001:db8::/32, 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, false",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::/63, 2001:db8:0:1::, true",
    "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::7, 2001:db8::7, true",
    "2001:db8::7, 2001:db8::6, false",
    "2001:db8::7/128, 2001:db8::8, false",
    "8000::/1, 7fff::, false",
    "8000::/1, 8000::, true",
    "8000::/1, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
  })
  void allows_anAddressAtTheEdgeOfARule_onlyInside(String rule, String address, boolean inside) {
    AddressAllowlist list = AddressAllowlist.of(List.of(rule));
    assertEquals(inside, list.allows(address));
    assertEquals(inside, list.allows(IpAddress.of(address)));
  }

  @Test
  void allows_anAddressOfTheOtherVersion_never() {
    AddressAllowlist everyV4 = AddressAllowlist.of(List.of("0.0.0.0/0"));
    AddressAllowlist everyV6 = AddressAllowlist.of(List.of("::/0"));
    for (String v4 : List.of("0.0.0.0", "127.0.0.1", "128.0.0.0", "255.255.255.255")) {
      assertTrue(everyV4.allows(v4), v4);
      assertFalse(everyV6.allows(v4), v4);
      assertTrue(everyV4.allows("::ffff:" + v4), v4);
      assertFalse(everyV6.allows("::ffff:" + v4), v4);
    }
    for (String v6 : List.of("::", "::7f00:1", "8000::", V6_TOP)) {
      assertFalse(everyV4.allows(v6), v6);
      assertTrue(everyV6.allows(v6), v6);
    }
  }

  @Test
  void allows_anIPv4MappedAddress_likeTheIPv4Address() {
    AddressAllowlist list = AddressAllowlist.of(List.of("1.2.3.4"));
    assertTrue(list.allows("::ffff:1.2.3.4"));
    assertTrue(list.allows("::ffff:102:304"));
    assertFalse(list.allows("::ffff:1.2.3.5"));
    assertFalse(list.allows("::1.2.3.4"));
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:1.2.3.4, 1.2.3.4, 1.2.3.5",
    "::ffff:102:304/128, 1.2.3.4, 1.2.3.5",
    "::ffff:10.0.0.0/104, 10.255.255.255, 11.0.0.0",
    "::ffff:128.0.0.0/97, 255.255.255.255, 127.255.255.255",
    "::ffff:0:0/96, 255.255.255.255, ::1",
  })
  void of_aMappedRule_coversTheIPv4Addresses(String rule, String inside, String outside) {
    AddressAllowlist list = AddressAllowlist.of(List.of(rule));
    assertTrue(list.allows(inside));
    assertFalse(list.allows(outside));
  }

  @Test
  void allows_otherTextFormsOfAnAddress_alike() {
    AddressAllowlist list = AddressAllowlist.of(List.of("2001:DB8:0:0::1"));
    assertTrue(list.allows("2001:db8::1"));
    assertTrue(list.allows("2001:0db8:0:0:0:0:0.0.0.1"));
  }

  @Test
  void any_everyAddressAndNone_isAllowed() {
    AddressAllowlist any = AddressAllowlist.any();
    assertTrue(any.isAny());
    assertTrue(any.allows(IpAddress.of("203.0.113.7")));
    assertTrue(any.allows("2001:db8::7"));
    assertTrue(any.allows((IpAddress) null));
    assertTrue(any.allows((String) null));
    assertTrue(any.allows("unknown"));
  }

  @Test
  void none_andTheEmptyList_allowNothing() {
    for (AddressAllowlist none :
        List.of(AddressAllowlist.none(), AddressAllowlist.of(Collections.emptySet()))) {
      assertFalse(none.isAny());
      assertFalse(none.allows(IpAddress.of("203.0.113.7")));
      assertFalse(none.allows(IpAddress.of("::1")));
      assertFalse(none.allows("0.0.0.0"));
      assertFalse(none.allows((IpAddress) null));
      assertFalse(none.allows((String) null));
    }
  }

  @Test
  void allows_anAddressThatIsNotKnown_onlyIfAny() {
    AddressAllowlist everything = AddressAllowlist.of(List.of("0.0.0.0/0", "::/0"));
    assertFalse(everything.isAny());
    assertFalse(everything.allows((IpAddress) null));
    assertFalse(everything.allows((String) null));
    for (String text :
        List.of("", "localhost", "127.1", "2130706433", "0177.0.0.1", "0x7f.1", "::1%1", "[::1]")) {
      assertFalse(everything.allows(text), text);
    }
  }

  @Test
  void of_rulesThatOverlapOrAdjoin_areMerged() {
    assertEquals(1, ranges("10.0.0.0/9", "10.128.0.0/9"));
    assertEquals(1, ranges("10.128.0.0/9", "10.0.0.0/8", "10.1.2.3", "10.0.0.0/8"));
    assertEquals(1, ranges("127.255.255.255", "128.0.0.0"));
    assertEquals(2, ranges("10.0.0.1", "10.0.0.3"));
    assertEquals(1, ranges("2001:db8::/65", "2001:db8:0:0:8000::/65"));
    assertEquals(1, ranges("2001:db8::/64", "2001:db8:0:1::/64"));
    assertEquals(1, ranges("7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "8000::"));
    assertEquals(2, ranges("2001:db8::/64", "2001:db8:0:2::/64"));
    assertEquals(2, ranges("2001:db8::1", "2001:db8::3"));
    assertEquals(2, ranges("2001:db8:0:1::", "2001:db8:0:0:ffff:ffff:ffff:fffe"));
    assertEquals(2, ranges("0.0.0.0/0", "::/0"));
  }

  @Test
  void of_rulesAtTheVeryTop_doNotWrapAround() {
    assertEquals(1, ranges("255.255.255.255", "255.255.255.254", "128.0.0.0/1"));
    assertEquals(2, ranges("255.255.255.255", "0.0.0.0"));
    assertEquals(1, ranges(V6_TOP, V6_TOP, "ffff::/16"));
    assertEquals(2, ranges(V6_TOP, "::"));
    AddressAllowlist list = AddressAllowlist.of(List.of("255.255.255.255", V6_TOP, "0.0.0.0"));
    assertTrue(list.allows("255.255.255.255"));
    assertTrue(list.allows(V6_TOP));
    assertTrue(list.allows("0.0.0.0"));
    assertFalse(list.allows("::"));
    assertFalse(list.allows("0.0.0.1"));
    assertFalse(list.allows("255.255.255.254"));
  }

  private static int ranges(String... rules) {
    return AddressAllowlist.of(List.of(rules)).rangeCount();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is blank|Remove it",
        "'   '|is blank|Remove it",
        "' 10.0.0.0/8'|white space|Remove them",
        "'10.0.0.0 /8'|white space|Remove them",
        "localhost|is a host name|Write the addresses of the host",
        "evil.test|is a host name|never looked up",
        "evil.test/8|is a host name|never looked up",
        "evil.test.|is a host name|never looked up",
        "a.b|is a host name|never looked up",
        "127.1|is not an IP address|Write it like 203.0.113.7",
        "010.0.0.1|is not an IP address|without leading zeros",
        "0x7f.1|is not an IP address|four decimal numbers",
        "10.0.0.*|is not an IP address|10.0.0.0/8",
        "*|is not an IP address|10.0.0.0/8",
        "/8|is not an IP address|10.0.0.0/8",
        "::g|is not an IP address|RFC 4291",
        "10.0.0.0/33|too long|from 0 to 32",
        "10.0.0.0/1000|too long|from 0 to 32",
        "10.0.0.0/99999999999|too long|from 0 to 32",
        "2001:db8::/129|too long|from 0 to 128",
        "::ffff:10.0.0.0/129|too long|from 0 to 128",
        "10.0.0.0/-1|is not a number|no sign",
        "10.0.0.0/+8|is not a number|no sign",
        "10.0.0.0/8/8|is not a number|decimal digits",
        "10.0.0.0/255.0.0.0|is not a number|no netmask",
        "10.0.0.0/\u0668|is not a number|decimal digits",
        "10.0.0.0/08|leading zeros|Drop the zeros",
        "10.0.0.0/00|leading zeros|Drop the zeros",
        "10.0.0.0/|ends in a slash|Add the prefix length",
        "10.1.2.3/8|host bits set|Write 10.0.0.0/8, or 10.1.2.3 for",
        "10.0.0.1/31|host bits set|Write 10.0.0.0/31, or 10.0.0.1 for",
        "128.0.0.0/0|host bits set|Write 0.0.0.0/0, or",
        "2001:db8::1/32|host bits set|Write 2001:db8::/32, or 2001:db8::1 for",
        "2001:db8:0:1::/63|host bits set|Write 2001:db8::/63, or",
        "8000::/0|host bits set|Write ::/0, or",
        "::ffff:10.1.2.3/104|host bits set|Write 10.0.0.0/8, or 10.1.2.3 for",
        "::ffff:10.0.0.0/95|IPv4-mapped|must be 96 or more",
        "::ffff:0:0/80|IPv4-mapped|must be 96 or more",
        "fe80::1%eth0|zone id|Drop \"%eth0\"",
        "fe80::%1/10|zone id|Drop \"%1\"",
        "[::1]|brackets|Write it like 2001:db8::7",
        "[2001:db8::]/32|brackets|Write it like",
        "[::1]:80|brackets|without brackets and port",
        "10.0.0.1:80|has a port|Write 10.0.0.1.",
      })
  void of_aRuleThatIsWrong_saysFactValueAndRemedy(String rule, String fact, String remedy) {
    List<String> rules = List.of("10.0.0.0/8", rule);
    String message = messageOf(() -> AddressAllowlist.of(rules));
    assertTrue(message.startsWith("Address rule " + IpLiteral.quoted(rule) + " "), message);
    assertTrue(message.contains(fact), message);
    assertTrue(message.contains(remedy), message);
  }

  @Test
  void of_aHostileRule_isEscapedInTheMessage() {
    String message =
        messageOf(() -> AddressAllowlist.of(List.of("10.0.0.1\nFAKE LOG LINE" + "x".repeat(500))));
    assertTrue(message.contains("10.0.0.1\\u000aFAKE"), message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
    assertTrue(message.length() < 300, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "::/0", "10.0.0.0/32", "2001:db8::/128", "0.0.0.0/1"})
  void of_aPrefixAtItsLimits_isARule(String rule) {
    assertTrue(AddressAllowlist.of(List.of(rule)).allows(rule.substring(0, rule.indexOf('/'))));
  }

  @Test
  void of_aCollectionThatChangesLater_keepsItsRules() {
    List<String> rules = new ArrayList<>(List.of("10.0.0.1"));
    AddressAllowlist list = AddressAllowlist.of(rules);
    rules.set(0, "10.0.0.2");
    assertTrue(list.allows("10.0.0.1"));
    assertFalse(list.allows("10.0.0.2"));
  }

  @Test
  void toString_countsTheRulesAndNamesNone() {
    assertEquals("AddressAllowlist[any]", AddressAllowlist.any().toString());
    assertEquals("AddressAllowlist[none]", AddressAllowlist.none().toString());
    assertEquals("AddressAllowlist[none]", AddressAllowlist.of(List.of()).toString());
    assertEquals("AddressAllowlist[1 rule]", AddressAllowlist.of(List.of("::1")).toString());
    assertEquals(
        "AddressAllowlist[3 rules]",
        AddressAllowlist.of(List.of("::1", "10.0.0.1", "10.0.0.1")).toString());
  }

  @Test
  void allows_oneOfAHundredThousandRules_likeASet() {
    Random random = new Random(20240607);
    Set<Integer> v4 = new HashSet<>();
    Set<Integer> v6 = new HashSet<>();
    List<String> rules = new ArrayList<>();
    while (rules.size() < 100_000) {
      int network = random.nextInt(1 << 24);
      if (rules.size() % 2 == 0 ? v4.add(network) : v6.add(network)) {
        rules.add(rules.size() % 2 == 0 ? v4(network) + "0/24" : v6(network) + "/48");
      }
    }
    AddressAllowlist list = AddressAllowlist.of(rules);
    assertNotEquals(0, list.rangeCount());
    for (int i = 0; i < 200_000; i++) {
      int network = random.nextInt(1 << 24);
      assertEquals(v4.contains(network), list.allows(v4(network) + (i & 255)));
      assertEquals(v6.contains(network), list.allows(v6(network) + Integer.toHexString(i & 255)));
    }
  }

  private static String v4(int network) {
    return (network >> 16) + "." + (network >> 8 & 255) + "." + (network & 255) + ".";
  }

  private static String v6(int network) {
    String third = Integer.toHexString(network & 0xFFFF);
    return Integer.toHexString(0x2a00 | network >> 16) + ":db8:" + third + "::";
  }

  private static String messageOf(Executable faulty) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, faulty).getMessage());
  }
}
