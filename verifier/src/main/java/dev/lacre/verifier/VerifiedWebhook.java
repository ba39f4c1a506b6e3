package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that was proven genuine and may enter. Only a {@link WebhookVerifier} makes one.
 *
 * <p>What it proves if {@link #isSigned}: the holder of a secret of {@link #owner} signed exactly
 * these bytes at some time. If not, it proves only that the caller held a credential of the
 * application; anybody who learnt that credential could have sent this body. What it does not prove
 * unless {@link #merchantProof} says so: which merchant they were meant for. Nor that they are new:
 * the same bytes may come again.
 *
 * <p>Immutable and thread-safe.
 */
public final class VerifiedWebhook {

  private final WebhookOperation operation;
  private final AppId appId;
  private final MerchantId merchantId;
  private final MerchantProof merchantProof;
  private final @Nullable Credentials credentials;
  private final int secretPosition;
  private final @Nullable String eventId;
  private final @Nullable IpAddress address;
  private final byte[] bytes;
  private final int offset;
  private final int length;

  VerifiedWebhook(
      WebhookOperation operation,
      AppId appId,
      MerchantId merchantId,
      MerchantProof merchantProof,
      @Nullable Credentials credentials,
      int secretPosition,
      @Nullable String eventId,
      @Nullable IpAddress address,
      byte[] bytes,
      int offset,
      int length) {
    this.operation = operation;
    this.appId = appId;
    this.merchantId = merchantId;
    this.merchantProof = merchantProof;
    this.credentials = credentials;
    this.secretPosition = secretPosition;
    this.eventId = eventId;
    this.address = address;
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Returns the operation that the route is bound to.
   *
   * @return the operation
   */
  public WebhookOperation operation() {
    return operation;
  }

  /**
   * Returns the application whose secret, or whose merchant's secret, made the signature, or whose
   * credential the caller held.
   *
   * @return the application's id
   */
  public AppId appId() {
    return appId;
  }

  /**
   * Returns the merchant that the webhook speaks for, as surely as {@link #merchantProof} says.
   *
   * @return the merchant's id; the owner of the secret is authorised for it
   */
  public MerchantId merchantId() {
    return merchantId;
  }

  /**
   * Returns how well the merchant is proven.
   *
   * @return the proof
   */
  public MerchantProof merchantProof() {
    return merchantProof;
  }

  /**
   * Returns whose secret made the signature, as {@link Credentials#owner} names it. Without a
   * signature it is a text of the application that no owner of a secret has.
   *
   * @return the owner
   */
  public String owner() {
    // Without signature more words than the one or two of an owner of secrets: never the same
    // text. Nothing is signed then that could be diverted, so each merchant stands for itself.
    return credentials == null
        ? appId.value() + " without signature for " + merchantId.value()
        : credentials.owner();
  }

  /**
   * Tells whether a signature over exactly these bytes was verified.
   *
   * @return false on a route that demands no signature
   */
  public boolean isSigned() {
    return secretPosition >= 0;
  }

  /**
   * Returns which of the owner's active secrets made the signature.
   *
   * @return its position, from 0; -1 without a signature
   */
  public int secretPosition() {
    return secretPosition;
  }

  /**
   * Returns the event's id, as the signed body has it: 1 to 128 visible ASCII characters.
   *
   * @return the id, or nothing if the verifier does not {@linkplain WebhookVerifier#readingEventId
   *     read} it, the operation has none, or the body carries none in that form
   */
  public Optional<String> eventId() {
    return Optional.ofNullable(eventId);
  }

  /**
   * Returns the client's address, if it is known.
   *
   * @return the address
   */
  public Optional<IpAddress> address() {
    return Optional.ofNullable(address);
  }

  /**
   * Returns the exact bytes that were verified.
   *
   * @return a new array
   */
  public byte[] body() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /**
   * Returns the length of the body.
   *
   * @return the length in bytes
   */
  public int bodyLength() {
    return length;
  }

  /**
   * Returns the exact bytes that were verified, without a copy.
   *
   * @return a new read-only buffer over them
   */
  public ByteBuffer bodyBuffer() {
    return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
  }

  /**
   * Returns the exact bytes that were verified, as a stream.
   *
   * @return a new stream over them
   */
  public InputStream bodyStream() {
    return new ByteArrayInputStream(bytes, offset, length);
  }

  /** Returns who sent it, for whom, and how well that is proven; nothing of the body. */
  @Override
  public String toString() {
    return "VerifiedWebhook["
        + operation
        + ", app "
        + appId.value()
        + ", merchant "
        + merchantId.value()
        + " ("
        + merchantProof.code()
        + "), "
        + length
        + " bytes]";
  }
}
