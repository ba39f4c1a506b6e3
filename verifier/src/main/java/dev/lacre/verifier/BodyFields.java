package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.internal.OpaqueId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one body that rules need, read in one pass, once the body is genuine or known to be
 * unproven. Not thread-safe.
 */
final class BodyFields {

  private final @Nullable JsonPointer merchantPointer;
  private final @Nullable JsonPointer eventIdPointer;
  private @Nullable String merchant;
  private @Nullable String eventId;

  /** Needs the fields at these places; null stands for none. */
  BodyFields(@Nullable JsonPointer merchantPointer, @Nullable JsonPointer eventIdPointer) {
    this.merchantPointer = merchantPointer;
    this.eventIdPointer = eventIdPointer;
  }

  /** Reads the fields, if there are any to read; returns why it cannot, or null. */
  @Nullable RejectionReason read(InboundWebhook head, byte[] body, int length) {
    List<JsonPointer> pointers =
        Stream.of(merchantPointer, eventIdPointer).filter(Objects::nonNull).toList();
    if (pointers.isEmpty()) {
      return null;
    }
    if (!MediaTypes.isJson(head.headers().of("Content-Type"))) {
      return RejectionReason.MEDIA_TYPE_UNSUPPORTED;
    }
    try {
      SignedFields fields = SignedFields.read(body, 0, length, pointers);
      merchant = textAt(fields, merchantPointer);
      eventId = textAt(fields, eventIdPointer);
      return null;
    } catch (MalformedBodyException malformed) {
      return RejectionReason.BODY_MALFORMED;
    }
  }

  private static @Nullable String textAt(SignedFields fields, @Nullable JsonPointer pointer) {
    return pointer == null ? null : fields.text(pointer);
  }

  /** Returns whom the body names, or null. */
  @Nullable String merchant() {
    return merchant;
  }

  /** Returns the event's id; any text that cannot be one is none. */
  @Nullable String eventId() {
    return eventId != null && OpaqueId.isValid(eventId) ? eventId : null;
  }
}
