package dev.lacre.vectors;

import java.util.List;

/** What a {@link Subject} says to one test. */
public sealed interface Answer {

  /** The verifier took the delivery as genuine and allowed. */
  record Accepted() implements Answer {}

  /**
   * The verifier refused the delivery.
   *
   * @param why its own words, for the report
   */
  record Refused(String why) implements Answer {}

  /**
   * The signer gave headers.
   *
   * @param headers what it puts beside the body
   */
  record Signed(List<HeaderLine> headers) implements Answer {
    /**
     * Copies the list.
     *
     * @param headers what it puts beside the body
     */
    public Signed {
      headers = List.copyOf(headers);
    }
  }

  /**
   * The subject cannot do this test at all. Never a pass.
   *
   * @param reason why not
   */
  record Skipped(String reason) implements Answer {}

  /**
   * Returns the answer of a verifier that accepted.
   *
   * @return the answer
   */
  static Answer accepted() {
    return new Accepted();
  }

  /**
   * Returns the answer of a verifier that refused.
   *
   * @param why its own words, for the report
   * @return the answer
   */
  static Answer refused(String why) {
    return new Refused(why);
  }

  /**
   * Returns the answer of a signer.
   *
   * @param headers what it puts beside the body
   * @return the answer
   */
  static Answer signed(List<HeaderLine> headers) {
    return new Signed(headers);
  }

  /**
   * Returns the answer of a subject that cannot do the test.
   *
   * @param reason why not
   * @return the answer
   */
  static Answer skipped(String reason) {
    return new Skipped(reason);
  }
}
