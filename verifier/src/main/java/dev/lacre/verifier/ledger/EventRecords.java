package dev.lacre.verifier.ledger;

import dev.lacre.signer.MerchantId;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger holds of one event id: no two records of the same merchant, and none of the same
 * body. Mostly that is one record, which then stands for itself. For one thread at a time.
 */
sealed interface EventRecords permits EventRecord, ManyRecords {

  /** Returns the record of these bytes, or null. */
  @Nullable EventRecord ofBody(String bodySha256);

  /** Returns the record of this merchant, or null. */
  @Nullable EventRecord ofMerchant(MerchantId merchantId);

  /** Returns these records and another one; this object is no longer to be used. */
  EventRecords with(EventRecord another);

  /** Returns these records but one of them, or null if none is left; likewise. */
  @Nullable EventRecords without(EventRecord one);
}
