package dev.lacre.verifier;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads headers that must stand exactly once, and remembers the first fault. Not thread-safe. */
final class SingleHeaders {

  private final HeaderValues headers;
  private @Nullable RejectionReason fault;

  SingleHeaders(InboundWebhook head) {
    this.headers = head.headers();
  }

  /** Returns the value of a header that must be there, or null if it is not there just once. */
  @Nullable String value(String name) {
    List<String> lines = headers.of(name);
    String value = lines.size() == 1 ? HeaderSyntax.trimmed(lines.get(0)) : "";
    if (!value.isEmpty()) {
      return value;
    }
    if (fault == null) {
      fault = lines.size() > 1 ? RejectionReason.HEADER_REPEATED : RejectionReason.HEADER_MISSING;
    }
    return null;
  }

  /** Returns the value of a header that may be absent, or null; one without value is a fault. */
  @Nullable String optional(String name) {
    return headers.of(name).isEmpty() ? null : value(name);
  }

  /** Returns the first fault of all headers that were read, or null. */
  @Nullable RejectionReason fault() {
    return fault;
  }
}
