package dev.lacre.verifier.ledger;

import dev.lacre.signer.MerchantId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several records of one event id, of a sender who numbers the events of each merchant on their
 * own: as many as it has merchants, so none is searched for.
 */
final class ManyRecords implements EventRecords {

  private final Map<String, EventRecord> byBody = new HashMap<>();
  private final Map<MerchantId, EventRecord> byMerchant = new HashMap<>();

  @Override
  public @Nullable EventRecord ofBody(String bodySha256) {
    return byBody.get(bodySha256);
  }

  @Override
  public @Nullable EventRecord ofMerchant(MerchantId merchantId) {
    return byMerchant.get(merchantId);
  }

  @Override
  public ManyRecords with(EventRecord another) {
    byBody.put(another.bodySha256, another);
    byMerchant.put(another.merchantId, another);
    return this;
  }

  @Override
  public @Nullable EventRecords without(EventRecord one) {
    byBody.remove(one.bodySha256);
    byMerchant.remove(one.merchantId);
    return byBody.isEmpty() ? null : this;
  }
}
