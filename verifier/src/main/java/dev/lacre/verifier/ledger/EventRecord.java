package dev.lacre.verifier.ledger;

import dev.lacre.signer.MerchantId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One record of a ledger in memory, and its place among the others by age. For one thread. */
final class EventRecord implements EventRecords {

  private enum State {
    IN_PROGRESS,
    DONE,
    RELEASED
  }

  final DeliveryId id;
  final MerchantId merchantId;
  final String bodySha256;
  @Nullable EventRecord older;
  @Nullable EventRecord younger;

  private final String token;
  private final long claimedAt;
  private final long leaseEnd;
  private State state = State.IN_PROGRESS;
  private int status;

  /** A delivery that is in progress from now on, in milliseconds. */
  EventRecord(DeliveryClaim claim, long now) {
    this.id = claim.id();
    this.merchantId = claim.merchantId();
    this.bodySha256 = claim.bodySha256();
    this.token = claim.token();
    this.claimedAt = now;
    // A part of a millisecond counts as a whole one.
    this.leaseEnd = now + TimeUnit.NANOSECONDS.toMillis(claim.lease().toNanos() + 999_999);
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Returns the status under which it was done. */
  int status() {
    return status;
  }

  boolean isInProgress(long now) {
    return state == State.IN_PROGRESS && now < leaseEnd;
  }

  boolean isOlderThan(long retention, long now) {
    return now - claimedAt >= retention;
  }

  /** Ends the delivery if this claim holds it, be its lease over or not; else returns false. */
  boolean end(DeliveryClaim claim, boolean done, int withStatus) {
    if (state != State.IN_PROGRESS
        || !merchantId.equals(claim.merchantId())
        || !token.equals(claim.token())) {
      return false;
    }
    state = done ? State.DONE : State.RELEASED;
    status = withStatus;
    return true;
  }

  @Override
  public @Nullable EventRecord ofBody(String sha256) {
    return bodySha256.equals(sha256) ? this : null;
  }

  @Override
  public @Nullable EventRecord ofMerchant(MerchantId merchant) {
    return merchantId.equals(merchant) ? this : null;
  }

  @Override
  public EventRecords with(EventRecord another) {
    return new ManyRecords().with(this).with(another);
  }

  @Override
  public @Nullable EventRecords without(EventRecord one) {
    return null;
  }
}
