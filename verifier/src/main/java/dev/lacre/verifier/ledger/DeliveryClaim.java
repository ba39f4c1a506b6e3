package dev.lacre.verifier.ledger;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.internal.Sha256;
import dev.lacre.verifier.VerifiedWebhook;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The wish to process a delivery: asked of a {@link DeliveryLedger} before the application is
 * called, and shown again to complete or release it. Immutable; made anew for each request.
 *
 * @param id which event it is
 * @param merchantId the merchant that the delivery names
 * @param bodySha256 the digest of the exact bytes, in lower-case hex
 * @param token a text that no other claim has, on whatever node; {@link #of} gives at most 40
 *     letters, digits and hyphens
 * @param lease how long the claim holds unless it is completed or released; a node that dies holds
 *     nothing up for longer
 */
public record DeliveryClaim(
    DeliveryId id, MerchantId merchantId, String bodySha256, String token, Duration lease) {

  private static final Duration LONGEST_LEASE = Duration.ofDays(366);

  /**
   * Random once for each process, then counted: a token is no secret, it is only never another's.
   */
  private static final String PROCESS = new BigInteger(96, new SecureRandom()).toString(36) + "-";

  private static final AtomicLong COUNT = new AtomicLong();

  /**
   * Makes a claim.
   *
   * @param id which event it is
   * @param merchantId the merchant
   * @param bodySha256 the digest
   * @param token of this claim alone
   * @param lease how long it holds
   * @throws IllegalArgumentException if the lease cannot be one
   */
  public DeliveryClaim {
    checkLease(lease);
  }

  /**
   * Returns a new claim for a webhook, with a token of its own.
   *
   * @param webhook from a verifier that {@linkplain
   *     dev.lacre.verifier.WebhookVerifier#readingEventId reads event ids}; else each body is an
   *     event of its own
   * @param lease how long the claim holds
   * @return the claim
   * @throws IllegalArgumentException if the lease cannot be one
   */
  public static DeliveryClaim of(VerifiedWebhook webhook, Duration lease) {
    String digest = Sha256.hex(webhook.bodyBuffer());
    String operation = webhook.operation().name();
    DeliveryId id =
        webhook
            .eventId()
            .map(event -> new DeliveryId(webhook.owner(), operation, event))
            .orElseGet(() -> DeliveryId.ofBody(webhook.owner(), operation, digest));
    String token = PROCESS + Long.toString(COUNT.incrementAndGet(), 36);
    return new DeliveryClaim(id, webhook.merchantId(), digest, token, lease);
  }

  /**
   * Checks that a lease can be one.
   *
   * @param lease the lease
   * @return the lease
   * @throws IllegalArgumentException if it is not positive, or longer than 366 days
   */
  public static Duration checkLease(Duration lease) {
    if (lease.isNegative() || lease.isZero() || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "The lease "
              + lease
              + " is not from just above nothing to 366 days; give the longest time the application may take, such as PT1M.");
    }
    return lease;
  }
}
