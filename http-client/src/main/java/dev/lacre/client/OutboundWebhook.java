package dev.lacre.client;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.WebhookOperation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One delivery to make: where to, which operation, for which merchant, and the exact bytes of the
 * body. It is the same object for every attempt, so a {@link SendListener} can tell deliveries
 * apart by it.
 *
 * <p>The event's id, where the operation has one, stands in the body and so is the same for every
 * attempt. To deliver an event again later, make the delivery from the same bytes: a body that is
 * serialised anew may be another event to the receiver.
 *
 * <p>Immutable and thread-safe. {@link #toString} shows no path, query, header value or body.
 */
public final class OutboundWebhook {

  private final URI destination;
  private final WebhookOperation operation;
  private final MerchantId merchantId;
  private final byte[] body;
  private final List<Map.Entry<String, String>> headers;

  private OutboundWebhook(
      URI destination,
      WebhookOperation operation,
      MerchantId merchantId,
      byte[] body,
      List<Map.Entry<String, String>> headers) {
    this.destination = destination;
    this.operation = operation;
    this.merchantId = merchantId;
    this.body = body;
    this.headers = headers;
  }

  /**
   * Returns a delivery.
   *
   * @param destination the receiver's address, with the operation's path
   * @param operation the contract that says which answer is an acknowledgement
   * @param merchantId the merchant that the webhook speaks for
   * @param body the exact bytes to send; copied
   * @return the delivery
   * @throws IllegalArgumentException if the body is empty: its signature would be the same for
   *     ever, and receivers refuse it
   */
  public static OutboundWebhook of(
      URI destination, WebhookOperation operation, MerchantId merchantId, byte[] body) {
    if (body.length == 0) {
      throw new IllegalArgumentException(
          "The body is empty: its signature is the same for ever, and receivers refuse it; send"
              + " the event's bytes.");
    }
    return new OutboundWebhook(destination, operation, merchantId, body.clone(), List.of());
  }

  /**
   * Returns the same delivery with one more header, such as one that names the store. {@code
   * Content-Type} is {@code application/json} unless it is given here.
   *
   * @param name a header's name; none that the signature scheme uses, and none that the HTTP client
   *     sets itself
   * @param value its value
   * @return a new delivery
   * @throws IllegalArgumentException if the name is no header's or the HTTP client's own, or the
   *     value is not printable ASCII; the value is not quoted
   */
  public OutboundWebhook withHeader(String name, String value) {
    if (!fits(name, value)) {
      throw new IllegalArgumentException(
          "The header '"
              + Printable.of(name)
              + "' cannot be set: it is no header's name, or one that the HTTP client sets itself, or"
              + " its value (not shown) is not printable ASCII; give another name or value.");
    }
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new OutboundWebhook(destination, operation, merchantId, body, List.copyOf(more));
  }

  private static boolean fits(String name, String value) {
    if (!HeaderSyntax.isToken(name) || !value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      return false;
    }
    try {
      HttpRequest.newBuilder().setHeader(name, value); // which names are its own, it knows best
      return true;
    } catch (IllegalArgumentException quoting) {
      return false;
    }
  }

  /**
   * Returns where it goes.
   *
   * @return the address
   */
  public URI destination() {
    return destination;
  }

  /**
   * Returns the contract.
   *
   * @return the operation
   */
  public WebhookOperation operation() {
    return operation;
  }

  /**
   * Returns whom it speaks for.
   *
   * @return the merchant
   */
  public MerchantId merchantId() {
    return merchantId;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /** Returns the bytes themselves, for those who do not change them. */
  byte[] body() {
    return body;
  }

  /** Returns the operation, the merchant, the host and the body's length. */
  @Override
  public String toString() {
    return "OutboundWebhook["
        + operation
        + ", "
        + merchantId.value()
        + ", to "
        + destination.getHost()
        + ", "
        + body.length
        + " bytes]";
  }
}
