package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.internal.OpaqueId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one body that rules need, read in one pass, once the body is genuine or known to be
 * unproven. Immutable.
 *
 * @param fault why they cannot be read, or null
 * @param merchant whom the body names, or null
 * @param eventId the event's id, or null; any text that cannot be one is none
 */
record BodyFields(
    @Nullable RejectionReason fault, @Nullable String merchant, @Nullable String eventId) {

  private static final BodyFields NONE = new BodyFields(null, null, null);

  /** The places of the fields that are needed; null stands for none. */
  record Places(@Nullable JsonPointer merchant, @Nullable JsonPointer eventId) {

    /** Reads the fields, if there are any to read. */
    BodyFields read(InboundWebhook head, byte[] body, int offset, int length) {
      if (merchant == null && eventId == null) {
        return NONE;
      }
      if (!MediaTypes.isJson(head.headers().of("Content-Type"))) {
        return new BodyFields(RejectionReason.MEDIA_TYPE_UNSUPPORTED, null, null);
      }
      try {
        List<JsonPointer> pointers = Stream.of(merchant, eventId).filter(Objects::nonNull).toList();
        SignedFields fields = SignedFields.read(body, offset, length, pointers);
        String id = textAt(fields, eventId);
        return new BodyFields(
            null, textAt(fields, merchant), id != null && OpaqueId.isValid(id) ? id : null);
      } catch (MalformedBodyException malformed) {
        return new BodyFields(RejectionReason.BODY_MALFORMED, null, null);
      }
    }

    private static @Nullable String textAt(SignedFields fields, @Nullable JsonPointer place) {
      return place == null ? null : fields.text(place);
    }
  }
}
