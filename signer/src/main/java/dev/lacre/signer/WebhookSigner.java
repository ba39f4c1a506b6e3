package dev.lacre.signer;

import dev.lacre.signer.internal.ContentTemplate.Field;
import dev.lacre.signer.internal.Hmac;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SignerAccess;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs outbound webhooks: the exact bytes of a body in, the headers to send beside it out.
 *
 * <pre>{@code
 * WebhookSigner signer =
 *     WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("my-app"), Secret.fromEnvironment("LACRE_SECRET"));
 * SignedHeaders headers = signer.sign(MerchantId.of("store-123"), body);
 * headers.forEach(request::header);
 * }</pre>
 *
 * <p>Send the same bytes that were signed: a body that is serialised a second time may differ, and
 * its signature then is wrong. An empty body can be signed, but receivers refuse it, for its
 * signature is the same for ever.
 *
 * <p>Immutable and thread-safe, without locks; the keyed state is computed once.
 */
public final class WebhookSigner {

  private final SignatureScheme scheme;
  private final AppId appId;
  private final Map.Entry<String, String> appHeader;
  private final HmacKey key;
  private final Clock clock;

  private WebhookSigner(SignatureScheme scheme, AppId appId, HmacKey key, Clock clock) {
    this.scheme = scheme;
    this.appId = appId;
    this.appHeader = Map.entry(scheme.appIdHeader(), appId.value());
    this.key = key;
    this.clock = clock;
  }

  /**
   * Returns a signer for one application and one secret, with the system's clock.
   *
   * @param scheme the wire format
   * @param appId the application that sends
   * @param secret the secret shared with the receiver
   * @return the signer
   * @throws IllegalArgumentException if the scheme cannot sign this application id
   */
  public static WebhookSigner of(SignatureScheme scheme, AppId appId, Secret secret) {
    checkSignable(scheme, Field.APP_ID, appId.value());
    return new WebhookSigner(
        scheme, appId, SignerAccess.key(secret, scheme.algorithm()), Clock.systemUTC());
  }

  /**
   * Returns the same signer with another clock, for schemes that sign a timestamp.
   *
   * @param clock where the time of signing comes from
   * @return a new signer
   */
  public WebhookSigner withClock(Clock clock) {
    return new WebhookSigner(scheme, appId, key, clock);
  }

  /**
   * Signs a body.
   *
   * @param merchantId the merchant that the webhook speaks for
   * @param body the exact bytes that will be sent; not kept
   * @return the headers to send
   * @throws IllegalArgumentException if the scheme cannot sign this merchant id
   */
  public SignedHeaders sign(MerchantId merchantId, byte[] body) {
    return begin(merchantId).update(body).finish();
  }

  /**
   * Begins to sign a body that comes in pieces.
   *
   * @param merchantId the merchant that the webhook speaks for
   * @return the signature in the making
   * @throws IllegalArgumentException if the scheme cannot sign this merchant id
   */
  public PendingSignature begin(MerchantId merchantId) {
    checkSignable(scheme, Field.MERCHANT_ID, merchantId.value());
    String timestamp =
        scheme.timestampHeader().isPresent()
            ? Long.toString(clock.instant().getEpochSecond())
            : null;
    Hmac mac = key.start();
    scheme.content().begin(mac, appId.value(), merchantId.value(), timestamp);
    return new PendingSignature(mac, merchantId, timestamp);
  }

  private static void checkSignable(SignatureScheme scheme, Field field, String value) {
    if (!scheme.content().allows(field, value)) {
      throw new IllegalArgumentException(
          "The value '"
              + Printable.of(value)
              + "' for "
              + field
              + " holds a character that separates the parts of the signed content '"
              + scheme.content()
              + "', so other parts could be read into it; use an identifier without it.");
    }
  }

  private SignedHeaders headers(MerchantId merchantId, @Nullable String timestamp, byte[] mac) {
    Map.Entry<String, String> merchantHeader =
        Map.entry(scheme.merchantIdHeader(), merchantId.value());
    Map.Entry<String, String> signatureHeader =
        Map.entry(scheme.signatureHeader(), scheme.encode(mac));
    return new SignedHeaders(
        timestamp == null
            ? List.of(appHeader, merchantHeader, signatureHeader)
            : List.of(
                appHeader,
                merchantHeader,
                Map.entry(scheme.timestampHeader().orElseThrow(), timestamp),
                signatureHeader));
  }

  /** Returns the scheme and the application, nothing of the secret. */
  @Override
  public String toString() {
    return "WebhookSigner[" + scheme.name() + ", " + appId.value() + "]";
  }

  /**
   * A signature over a body that comes in pieces; how it is cut makes no difference. Not
   * thread-safe, and used up by {@link #finish}.
   */
  public final class PendingSignature {

    private final MerchantId merchantId;
    private final @Nullable String timestamp;
    private @Nullable Hmac mac;

    private PendingSignature(Hmac mac, MerchantId merchantId, @Nullable String timestamp) {
      this.mac = mac;
      this.merchantId = merchantId;
      this.timestamp = timestamp;
    }

    /**
     * Takes in the next piece of the body.
     *
     * @param piece the bytes; not kept
     * @return this
     * @throws IllegalStateException if the signature is finished
     */
    public PendingSignature update(byte[] piece) {
      return update(piece, 0, piece.length);
    }

    /**
     * Takes in the next piece of the body.
     *
     * @param bytes holds the piece; not kept
     * @param offset where it begins
     * @param length how many bytes it has
     * @return this
     * @throws IllegalStateException if the signature is finished
     * @throws IndexOutOfBoundsException if the piece does not lie within the array
     */
    public PendingSignature update(byte[] bytes, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      running().update(bytes, offset, length);
      return this;
    }

    /**
     * Takes in what remains of a buffer, and moves its position to its limit.
     *
     * @param piece the bytes; not kept
     * @return this
     * @throws IllegalStateException if the signature is finished
     */
    public PendingSignature update(ByteBuffer piece) {
      running().update(piece);
      return this;
    }

    /**
     * Returns the headers for the bytes taken in.
     *
     * @return the headers to send
     * @throws IllegalStateException if the signature is finished already
     */
    public SignedHeaders finish() {
      byte[] bytes = running().finish();
      mac = null;
      return headers(merchantId, timestamp, bytes);
    }

    private Hmac running() {
      if (mac == null) {
        throw new IllegalStateException("This signature is finished; begin another one.");
      }
      return mac;
    }
  }
}
