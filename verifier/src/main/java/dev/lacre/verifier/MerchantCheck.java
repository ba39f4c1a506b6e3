package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.internal.OpaqueId;
import dev.lacre.verifier.internal.RequestPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether header, body and path of one request name one and the same store. Not thread-safe. */
final class MerchantCheck {

  private final StoreRule rule;
  private final @Nullable JsonPointer pointer;
  private final InboundWebhook head;
  private final @Nullable String header;
  private @Nullable String field;

  /** Reads the rule's header, if it names one. */
  MerchantCheck(
      StoreRule rule, @Nullable JsonPointer pointer, InboundWebhook head, SingleHeaders headers) {
    this.rule = rule;
    this.pointer = pointer;
    this.head = head;
    this.header = rule.header().map(headers::value).orElse(null);
  }

  /** Takes in what the body says, or null if it says nothing. */
  void bodyNames(@Nullable String merchant) {
    field = merchant;
  }

  /** Tells whether every source of the rule names the merchant. */
  boolean agrees(MerchantId merchant) {
    return sources().stream().allMatch(found -> rule.names(found, merchant.value()));
  }

  /** Returns the merchant that the first source names, or null if that is none. */
  @Nullable MerchantId named() {
    String found = sources().get(0);
    String merchant = found == null ? null : rule.merchant(found);
    return merchant != null && OpaqueId.isValid(merchant) ? new MerchantId(merchant) : null;
  }

  /** Returns what each source of the rule says, null where it says nothing. */
  private List<@Nullable String> sources() {
    List<@Nullable String> sources = new ArrayList<>();
    if (pointer != null) {
      sources.add(field);
    }
    if (rule.header().isPresent()) {
      sources.add(header);
    }
    if (rule.pathSegment().isPresent()) {
      sources.add(RequestPath.segment(head.path(), rule.pathSegment().getAsInt()));
    }
    return sources;
  }
}
