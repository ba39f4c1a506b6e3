package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.internal.HashEngine;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The event ids seen so far, so that one id for two events shows. Not thread-safe. */
final class EventIds {

  /** Of the body its hash alone: there may be thousands of long ones. */
  private record Seen(int delivery, String hash, String merchantId) {}

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
    Finding finding = compare(appId, operation, eventId, merchantId, body);
    if (finding == Finding.FRESH) {
      seen.put(List.of(appId, operation, eventId), new Seen(delivery, hash(body), merchantId));
    }
    return finding;
  }

  /** Compares with what was taken in, and takes in nothing. */
  Finding compare(String appId, String operation, String eventId, String merchantId, byte[] body) {
    Seen first = seen.get(List.of(appId, operation, eventId));
    if (first == null) {
      return Finding.FRESH;
    }
    if (!first.hash.equals(hash(body))) {
      return Finding.OTHER_BYTES;
    }
    return first.merchantId.equals(merchantId) ? Finding.RETRY : Finding.OTHER_MERCHANT;
  }

  private static String hash(byte[] body) {
    return HexFormat.of().formatHex(HashEngine.ofThePlatform().hash("SHA-256", body));
  }

  /** Returns the number of the delivery that had this id first. */
  int first(String appId, String operation, String eventId) {
    Seen first = seen.get(List.of(appId, operation, eventId));
    return first == null ? 0 : first.delivery;
  }
}
