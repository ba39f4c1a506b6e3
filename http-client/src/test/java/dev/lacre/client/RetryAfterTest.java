package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 10.2.3, with the dates of section 5.6.7. */
final class RetryAfterTest {

  private static final Instant NOW = Instant.parse("1994-11-06T08:49:30Z");

  private static Optional<Duration> parse(String... values) {
    return RetryAfter.parse(List.of(values), NOW);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "007,7", "' 120 ',120", "999999999,999999999"})
  void parse_seconds_isThatLong(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), parse(value));
  }

  @Test
  void parse_moreSecondsThanFitAnywhere_isVeryLong() {
    assertEquals(Optional.of(Duration.ofSeconds(999_999_999)), parse("9".repeat(400)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void parse_dateInAnyOfTheThreeForms_isUntilThen(String value) {
    assertEquals(Optional.of(Duration.ofSeconds(7)), parse(value));
  }

  @Test
  void parse_dateThatNobodyLivesToSee_isVeryLong() {
    assertEquals(
        Optional.of(Duration.ofSeconds(999_999_999)), parse("Fri, 31 Dec 9999 23:59:59 GMT"));
  }

  @Test
  void parse_datePast_isNow() {
    assertEquals(Optional.of(Duration.ZERO), parse("Sun, 06 Nov 1994 08:49:29 GMT"));
  }

  @Test
  void parse_twoDigitYear_isAtMostFiftyYearsAhead() {
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    assertEquals(
        Optional.of(Duration.ZERO),
        RetryAfter.parse(List.of("Sunday, 06-Nov-94 08:49:37 GMT"), now));
    assertEquals(
        Optional.of(Duration.ofDays(1)),
        RetryAfter.parse(List.of("Tuesday, 02-Jun-26 00:00:00 GMT"), now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "1s",
        "soon",
        "٣",
        "1e3",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "Sun, 32 Nov 1994 08:49:37 GMT",
        "Mon, 06 Nov 1994 08:49:37 GMT"
      })
  void parse_anythingElse_isAbsent(String value) {
    assertEquals(Optional.empty(), parse(value));
  }

  @Test
  void parse_noneOrTwo_isAbsent() {
    assertEquals(Optional.empty(), parse());
    assertEquals(Optional.empty(), parse("1", "2"));
  }
}
