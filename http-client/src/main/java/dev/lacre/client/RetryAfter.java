package dev.lacre.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or one of the three forms of a
 * date. What is neither, or stands twice, counts as absent.
 */
final class RetryAfter {

  /** More seconds than a sender ever waits are all alike. */
  private static final int MOST_DIGITS = 9;

  private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

  private RetryAfter() {}

  /**
   * Returns how long the receiver asks to be left alone.
   *
   * @param values the header's lines
   * @param now the time of the answer, for dates; one in the past asks for nothing
   */
  static Optional<Duration> parse(List<String> values, Instant now) {
    if (values.size() != 1) {
      return Optional.empty();
    }
    String value = values.get(0).strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      String digits = value.replaceFirst("\\A0+(?=.)", "");
      return Optional.of(
          digits.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits)));
    }
    for (DateTimeFormatter form : List.of(IMF_FIXDATE, rfc850(now), ASCTIME)) {
      try {
        Duration until = Duration.between(now, form.parse(value, Instant::from));
        if (until.isNegative()) {
          return Optional.of(Duration.ZERO);
        }
        return Optional.of(until.compareTo(LONGEST) > 0 ? LONGEST : until);
      } catch (DateTimeException another) {
        // Perhaps the next form fits.
      }
    }
    return Optional.empty();
  }

  /** Two digits of a year mean one that is at most 50 years ahead: RFC 9110 section 5.6.7. */
  private static DateTimeFormatter rfc850(Instant now) {
    LocalDate base = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, base)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US)
        .withZone(ZoneOffset.UTC);
  }
}
