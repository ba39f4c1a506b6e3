package dev.lacre.verifier;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.internal.RequestPath;
import org.jspecify.annotations.Nullable;

/**
 * Whether header, body and path of one request name one and the same store. Immutable; what the
 * body says is handed in, null if it says nothing.
 */
final class MerchantCheck {

  private final StoreRule rule;
  private final boolean namedInBody;
  private final InboundWebhook head;
  private final @Nullable String header;

  /** Reads the rule's header, if it names one. */
  MerchantCheck(StoreRule rule, boolean namedInBody, InboundWebhook head, SingleHeaders headers) {
    this.rule = rule;
    this.namedInBody = namedInBody;
    this.head = head;
    String name = rule.headerOrNull();
    this.header = name == null ? null : headers.value(name);
  }

  /** Tells whether every source of the rule names the merchant. */
  boolean agrees(MerchantId merchant, @Nullable String field) {
    String id = merchant.value();
    return (!namedInBody || rule.names(field, id))
        && (rule.headerOrNull() == null || rule.names(header, id))
        && (!rule.readsPath() || rule.names(segment(), id));
  }

  /** Returns the merchant that the first source names, or null if that is none. */
  @Nullable MerchantId named(@Nullable String field) {
    String found = namedInBody ? field : rule.headerOrNull() != null ? header : segment();
    String merchant = found == null ? null : rule.merchant(found);
    return merchant == null ? null : MerchantId.parse(merchant).orElse(null);
  }

  private @Nullable String segment() {
    return RequestPath.segment(head.path(), rule.pathIndex());
  }
}
