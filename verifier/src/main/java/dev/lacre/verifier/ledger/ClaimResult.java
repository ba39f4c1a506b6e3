package dev.lacre.verifier.ledger;

import dev.lacre.signer.MerchantId;

/** What a ledger says to a {@link DeliveryClaim}. */
public sealed interface ClaimResult {

  /** The delivery is the claimant's: call the application, then complete or release the claim. */
  record Granted() implements ClaimResult {}

  /**
   * The same delivery was processed before: acknowledge it, and do not call the application.
   *
   * @param status the HTTP status that acknowledged it then, 200 to 299
   */
  record Done(int status) implements ClaimResult {}

  /** The same delivery is being processed: the sender must try again later. */
  record InProgress() implements ClaimResult {}

  /**
   * The same event, to the same merchant, came before with other bytes: do not acknowledge it, and
   * report it. Either the sender uses an id twice, or somebody holds its secret.
   */
  record EventIdReused() implements ClaimResult {}

  /**
   * The same bytes came before under another merchant: refuse them, and raise an alarm. Nothing
   * signed differs between the two, so one of them was not sent by the owner of the secret.
   *
   * @param firstSeen the merchant under which the bytes came first
   */
  record MerchantSwapped(MerchantId firstSeen) implements ClaimResult {}
}
