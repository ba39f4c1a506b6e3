package dev.lacre.cli.conform;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The event ids seen so far, so that one id for two events shows. Not thread-safe. */
final class EventIds {

  private record Seen(int delivery, ByteBuffer body, String merchantId) {}

  private final Map<List<String>, Seen> seen = new HashMap<>();

  /** Whether an id is new, and if not, whether it came back as a retry does. */
  enum Finding {
    FRESH,
    RETRY,
    OTHER_BYTES,
    OTHER_MERCHANT
  }

  /** Takes in an id; the first delivery that had it stays the one to compare with. */
  Finding see(
      int delivery,
      String appId,
      String operation,
      String eventId,
      String merchantId,
      byte[] body) {
    Seen first =
        seen.putIfAbsent(
            List.of(appId, operation, eventId),
            new Seen(delivery, ByteBuffer.wrap(body), merchantId));
    if (first == null) {
      return Finding.FRESH;
    }
    if (!first.body.equals(ByteBuffer.wrap(body))) {
      return Finding.OTHER_BYTES;
    }
    return first.merchantId.equals(merchantId) ? Finding.RETRY : Finding.OTHER_MERCHANT;
  }

  /** Returns the number of the delivery that had this id first. */
  int first(String appId, String operation, String eventId) {
    Seen first = seen.get(List.of(appId, operation, eventId));
    return first == null ? 0 : first.delivery;
  }
}
