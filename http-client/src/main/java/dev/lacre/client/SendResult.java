package dev.lacre.client;

import dev.lacre.verifier.VerifiedResponse;
import java.time.Duration;
import java.util.Optional;

/** How a delivery ended: with an acknowledgement, with a refusal, or with no attempts left. */
public sealed interface SendResult {

  /**
   * Returns the attempt that ended it; its number is how many there were.
   *
   * @return the last attempt
   */
  SendAttempt last();

  /**
   * The receiver has the webhook.
   *
   * @param last the attempt that was acknowledged
   * @param response the proven body of the answer, if the sender verifies responses
   */
  record Acknowledged(SendAttempt last, Optional<VerifiedResponse> response)
      implements SendResult {}

  /**
   * The receiver answered what another attempt would not change. Find out why before you send the
   * same bytes again.
   *
   * @param last the attempt that was refused
   */
  record Refused(SendAttempt last) implements SendResult {}

  /**
   * The policy allows no further attempt, and none was acknowledged. The receiver may have the
   * webhook all the same. Keep the bytes, and send them again later.
   *
   * @param last the last attempt
   * @param retryAfter how long the receiver asked to be left alone, counted from that attempt, if
   *     it did
   */
  record GaveUp(SendAttempt last, Optional<Duration> retryAfter) implements SendResult {}
}
