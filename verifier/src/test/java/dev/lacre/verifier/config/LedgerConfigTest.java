package dev.lacre.verifier.config;

import static dev.lacre.verifier.config.ConfigFolder.outcome;
import static dev.lacre.verifier.config.ConfigFolder.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ledger} means, and which of its values are refused. */
class LedgerConfigTest {

  @TempDir private Path temporary;

  private static String config(String more) {
    return """
        {"credentials":[{"appId":"app","model":"client_credentials_application",
        "secrets":[{"insecureLiteral":"0123456789abcdef"}],"merchants":["store-123"]}],
        "routes":{"/v1/newEvent":{"operation":"v1/newEvent"}}%s}"""
        .formatted(more);
  }

  private Optional<LedgerConfig> ledger(String more) {
    return new ConfigFolder(temporary).load(config(more)).ledger();
  }

  @Test
  void absent_isOff() {
    assertEquals(Optional.empty(), ledger(""));
  }

  @Test
  void empty_isInMemory_forFourDays_withALeaseOfAMinute() {
    LedgerConfig usual = new LedgerConfig(Duration.ofDays(4), Duration.ofMinutes(1), 100_000);
    assertEquals(Optional.of(usual), ledger(",\"ledger\":{}"));
    assertEquals(Optional.of(usual), ledger(",\"ledger\":{\"type\":\"memory\"}"));
  }

  @Test
  void everyKey_hasItsEffect() {
    assertEquals(
        Optional.of(new LedgerConfig(Duration.ofHours(12), Duration.ofSeconds(5), 7)),
        ledger(
            ",\"ledger\":{\"type\":\"memory\",\"retention\":\"PT12H\",\"lease\":\"PT5S\","
                + "\"maxEntries\":7}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"redis"}                   | /ledger/type       | 'redis' is unknown
          {"type":null}                      | /ledger/type       | a string
          {"retention":"4d"}                 | /ledger/retention  | write it as PT96H
          {"retention":"PT0S"}               | /ledger/retention  | just above nothing
          {"retention":"P367D"}              | /ledger/retention  | PT8784H
          {"retention":96}                   | /ledger/retention  | a string
          {"lease":"PT-1M"}                  | /ledger/lease      | write it as PT1M
          {"lease":"PT97H"}                  | /ledger/lease      | PT96H
          {"retention":"PT1M","lease":"PT2M"}| /ledger/lease      | PT1M
          {"retention":"PT1S"}               | /ledger            | longer than the retention
          {"maxEntries":0}                   | /ledger/maxEntries | from 1 to 2147483646
          {"maxEntries":"100"}               | /ledger/maxEntries | from 1 to
          {"expiry":"PT1H"}                  | /ledger/expiry     | 'expiry' is unknown
          []                                 | /ledger            | an object
          true                               | /ledger            | an object
          """)
  void fault_namesItsPlaceAndItsRule(String value, String pointer, String said) {
    LacreConfigException fault = new ConfigFolder(temporary).fault(config(",\"ledger\":" + value));
    assertTrue(fault.place().endsWith("(" + pointer + ")"), fault.place());
    assertTrue(String.valueOf(fault.getMessage()).contains(said), fault.getMessage());
  }

  @Test
  void withALedger_theBodyOfAnEvent_mustBeStrictJson() {
    String twice = "{\"eventId\":\"a\",\"eventId\":\"b\"}";
    for (String[] each : new String[][] {{"", "accepted"}, {",\"ledger\":{}", "body-malformed"}}) {
      RouteConfig route =
          Objects.requireNonNull(
              new ConfigFolder(temporary).load(config(each[0])).routes().get("/v1/newEvent"));
      assertEquals(each[1], outcome(send(route, "app", "store-123", "0123456789abcdef", twice)));
    }
  }
}
