package dev.lacre.verifier.ledger;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What makes two deliveries the same event: whose secret signed them, the operation, and the
 * event's id.
 *
 * <p>The merchant is not part of it, for the header that names it need not be signed: if it were, a
 * changed header would make an old event a new one. The operation is, for senders number the events
 * of each operation on their own.
 *
 * <p>A body that carries no event id is its own: the id is then {@code sha256}, a blank, and the
 * lower-case hex digest of the body. No event's id contains a blank.
 *
 * <p>Ids have an order only so that a table stays quick whatever ids a sender makes up.
 *
 * @param owner whose secret made the signature, as {@code Credentials.owner} names it
 * @param operation the operation's name
 * @param eventId the event's id, or the body's digest
 */
public record DeliveryId(String owner, String operation, String eventId)
    implements Comparable<DeliveryId> {

  private static final String OF_BODY = "sha256 ";

  private static final Comparator<DeliveryId> ORDER =
      Comparator.comparing(DeliveryId::eventId)
          .thenComparing(DeliveryId::owner)
          .thenComparing(DeliveryId::operation);

  static DeliveryId ofBody(String owner, String operation, String bodySha256) {
    return new DeliveryId(owner, operation, OF_BODY + bodySha256);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // The id first: it differs most.
    return other instanceof DeliveryId that
        && eventId.equals(that.eventId)
        && owner.equals(that.owner)
        && operation.equals(that.operation);
  }

  @Override
  public int hashCode() {
    return (eventId.hashCode() * 31 + operation.hashCode()) * 31 + owner.hashCode();
  }

  @Override
  public int compareTo(DeliveryId other) {
    return ORDER.compare(this, other);
  }

  /**
   * Tells whether the body's digest stands for an event id that the body does not carry.
   *
   * @return true if it does; then no other bytes have the same id
   */
  public boolean isOfBody() {
    return eventId.startsWith(OF_BODY);
  }
}
