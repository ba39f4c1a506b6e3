package dev.lacre.vectors;

import java.util.Locale;

/** What a right verifier makes of a delivery. */
public enum ExpectedResult {
  /** It accepts it. */
  VALID,
  /** It refuses it. */
  INVALID,
  /** It may do either, for the reason that the test's flag tells; the strict profile refuses. */
  ACCEPTABLE;

  /**
   * Returns the word in vector files.
   *
   * @return {@code valid}, {@code invalid} or {@code acceptable}
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ExpectedResult of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
