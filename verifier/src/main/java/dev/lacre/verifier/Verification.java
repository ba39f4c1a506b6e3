package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.Verdict.Rejected;
import dev.lacre.verifier.internal.ResponseKey;
import dev.lacre.verifier.internal.VerifierAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request being verified while its body arrives: one pass, one copy. Made by {@link
 * WebhookVerifier#begin}, which already judged address, headers, credentials other than a
 * signature, and declared length.
 *
 * <pre>{@code
 * Verification verification = verifier.begin(head);
 * while (verification.readFrom(stream) >= 0) {
 *   // the caller's deadline
 * }
 * Verdict verdict = verification.finish();
 * }</pre>
 *
 * <p>Not thread-safe; one for each request.
 */
public final class Verification {

  private static final int FIRST_BUFFER = 16_384;
  private static final byte[] NO_BYTES = {};

  static {
    VerifierAccess.verifications(Verification::responseKey);
  }

  private final WebhookVerifier verifier;
  private final InboundWebhook head;
  private final @Nullable IpAddress address;
  private final @Nullable SignatureCheck signature;
  private final @Nullable CallerCheck callers;
  private final @Nullable MerchantCheck merchants;
  private @Nullable AppId appId;
  private @Nullable MerchantId merchantId;
  private @Nullable Rejected rejected;
  private Verdict.@Nullable Accepted accepted;
  private byte[] buffer = NO_BYTES;

  /** Where the body begins in the buffer: at 0, unless the caller's array is the buffer. */
  private int offset;

  private int length;
  private boolean judged;

  /** Runs the steps that need no body. */
  Verification(WebhookVerifier verifier, InboundWebhook head, long declaredLength) {
    this.verifier = verifier;
    this.head = head;
    this.address = verifier.clientAddress(head);
    if (!addressIsAllowed()) {
      this.signature = null;
      this.callers = null;
      this.merchants = null;
      return;
    }
    SingleHeaders headers = new SingleHeaders(head);
    SignaturePolicy policy = verifier.signature;
    if (policy == null) {
      this.signature = null;
      this.callers = askCallers();
      this.merchants = readClaims(headers);
    } else {
      this.signature = new SignatureCheck(policy, headers);
      this.merchants = readSignedClaims(signature, headers);
      this.callers = rejected == null ? askCallers() : null;
    }
    if (rejected == null && declaredLength > verifier.maxBodyBytes()) {
      reject(RejectionReason.BODY_TOO_LARGE);
    }
    if (rejected == null && signature != null) {
      begin(signature);
    }
  }

  /** The list is read once: a request is judged by the old one or the new one. */
  private boolean addressIsAllowed() {
    try {
      if (verifier.allowlist.get().allows(address)) {
        return true;
      }
      reject(RejectionReason.ADDRESS_NOT_ALLOWED);
    } catch (RuntimeException noList) {
      reject(RejectionReason.INTERNAL_ERROR, noList);
    }
    return false;
  }

  /** Takes whom the request names from the headers that come with a signature. */
  private MerchantCheck readSignedClaims(SignatureCheck claims, SingleHeaders headers) {
    MerchantCheck check = verifier.merchantCheck(head, headers);
    appId = claims.appId();
    merchantId = claims.merchantId();
    RejectionReason fault = headers.fault();
    if (fault != null) {
      reject(fault);
    } else if (!claims.isWellFormed()) {
      reject(RejectionReason.HEADER_MALFORMED);
    }
    return check;
  }

  /** Every other credential must be there, right, and of the application that is named. */
  private CallerCheck askCallers() {
    CallerCheck check = CallerCheck.of(verifier.callers, head);
    RejectionReason fault = check.fault();
    AppId named = appId == null ? check.appId() : appId;
    appId = named;
    if (fault == null && named != null && !check.speaksAs(named)) {
      fault = RejectionReason.CREDENTIALS_DISAGREE;
    }
    if (fault == null && verifier.signature == null) {
      fault = check.forbidden();
    }
    if (fault != null) {
      reject(fault, check.failure());
    }
    return check;
  }

  /** Without a signature the identity headers may be absent, but none may say something else. */
  private @Nullable MerchantCheck readClaims(SingleHeaders headers) {
    if (rejected != null) {
      return null;
    }
    SignatureScheme names = SignatureScheme.openDelivery();
    String app = headers.optional(names.appIdHeader());
    String merchant = headers.optional(names.merchantIdHeader());
    MerchantCheck check = verifier.merchantCheck(head, headers);
    RejectionReason fault = headers.fault();
    MerchantId id = merchant == null ? null : MerchantId.parse(merchant).orElse(null);
    if (fault == null && merchant != null && id == null) {
      fault = RejectionReason.HEADER_MALFORMED;
    }
    if (fault == null && app != null && appId != null && !app.equals(appId.value())) {
      fault = RejectionReason.CREDENTIALS_DISAGREE;
    }
    if (fault != null) {
      reject(fault);
    } else if (!verifier.storeIsNamedIn(names.merchantIdHeader())) {
      merchantId = id;
    }
    return check;
  }

  /** Whatever fails here is the receiver's fault, and no verdict about the sender. */
  private void begin(SignatureCheck check) {
    try {
      check.begin();
    } catch (Exception failure) {
      reject(RejectionReason.CREDENTIALS_UNAVAILABLE, CallerCheck.unchecked(failure));
    }
  }

  /**
   * Returns the refusal, if the request is refused already; its body then need not be read.
   *
   * @return the refusal, or nothing
   */
  public Optional<Rejected> refusal() {
    return Optional.ofNullable(rejected);
  }

  /**
   * Refuses the request for a reason that lies outside the verifier, such as a body that took too
   * long. A refusal that is there already stays.
   *
   * @param reason why
   * @return the refusal
   */
  public Rejected refuse(RejectionReason reason) {
    return rejected == null ? reject(reason) : rejected;
  }

  /**
   * Reads once from the body's stream, as much as is there.
   *
   * @param stream the body
   * @return how many bytes were read, or -1 if the body is at its end, too large, or judged already
   * @throws IOException if the stream fails
   */
  public int readFrom(InputStream stream) throws IOException {
    if (rejected != null || judged) {
      return -1;
    }
    ensureRoom(1);
    int count = stream.read(buffer, length, buffer.length - length);
    if (count <= 0) {
      return count;
    }
    return append(count) ? count : -1;
  }

  /**
   * Takes in the next piece of the body.
   *
   * @param piece the bytes, copied; the buffer's position moves to its limit
   * @return false if the body is judged or refused already, or too large now
   */
  public boolean update(ByteBuffer piece) {
    if (rejected != null || judged) {
      return false;
    }
    int count = piece.remaining();
    if (count > verifier.maxBodyBytes() - length) {
      reject(RejectionReason.BODY_TOO_LARGE);
      return false;
    }
    ensureRoom(count);
    piece.get(buffer, length, count);
    return append(count);
  }

  private boolean append(int count) {
    if (count > verifier.maxBodyBytes() - length) {
      reject(RejectionReason.BODY_TOO_LARGE);
      return false;
    }
    if (signature != null) {
      signature.update(buffer, offset + length, count);
    }
    length += count;
    return true;
  }

  /**
   * Grows in steps, so that a declared length alone takes no memory, and not beyond that length.
   * One byte more shows excess.
   */
  private void ensureRoom(int count) {
    long needed = (long) length + count;
    if (needed <= buffer.length) {
      return;
    }
    long limit = verifier.maxBodyBytes() + 1L;
    long declared = head.contentLength();
    if (declared >= 0 && needed <= declared + 1) {
      limit = Math.min(limit, declared + 1);
    }
    long grown = Math.max(FIRST_BUFFER, 2L * buffer.length);
    buffer = Arrays.copyOf(buffer, (int) Math.min(limit, Math.max(grown, needed)));
  }

  /**
   * Tells whether the body was taken in to its end.
   *
   * @return true once {@link #finish} judged it
   */
  public boolean isAtEnd() {
    return judged;
  }

  /**
   * Returns how much of the body was taken in.
   *
   * @return the number of bytes
   */
  public int bodyLength() {
    return length;
  }

  /**
   * Returns the bytes of the body taken in so far, whatever the verdict.
   *
   * @return a new read-only buffer; not proven genuine
   */
  public ByteBuffer unverifiedBody() {
    return ByteBuffer.wrap(buffer, offset, length).slice().asReadOnlyBuffer();
  }

  /**
   * Ends the verification, once the body is at its end.
   *
   * @return the verdict, the same each time
   */
  public Verdict finish() {
    if (rejected == null && accepted != null) {
      return accepted;
    }
    if (rejected == null && head.contentLength() >= 0 && head.contentLength() != length) {
      reject(RejectionReason.BODY_INCOMPLETE);
    }
    return rejected == null ? judge() : rejected;
  }

  /** Ends the verification of a body that is all there, and is not copied. */
  Verdict conclude(byte[] bytes, int start, int count) {
    if (rejected != null) {
      return rejected;
    }
    buffer = bytes;
    offset = start;
    return append(count) ? finish() : refuse(RejectionReason.BODY_TOO_LARGE);
  }

  /** Authenticity first, then what the body says, then who may do what. */
  private Verdict judge() {
    judged = true;
    MerchantCheck stores = present(merchants);
    CallerCheck others = present(callers);
    RejectionReason fault = signature == null ? null : signature.judge(buffer, offset, length);
    if (fault == null) {
      fault = others.forbidden();
    }
    if (fault != null) {
      return reject(fault);
    }
    BodyFields fields = verifier.places.read(head, buffer, offset, length);
    fault = fields.fault();
    if (fault == null && merchantId == null) {
      merchantId = stores.named(fields.merchant());
      fault = merchantId == null ? RejectionReason.STORE_MISMATCH : null;
    }
    if (fault != null) {
      return reject(fault);
    }
    MerchantId merchant = present(merchantId);
    if (!others.authorises(merchant)
        || (signature != null && !signature.credentials().authorises(merchant))) {
      return reject(RejectionReason.MERCHANT_NOT_AUTHORISED);
    }
    if (!stores.agrees(merchant, fields.merchant())) {
      return reject(RejectionReason.STORE_MISMATCH);
    }
    MerchantProof proof =
        signature == null ? others.proof() : signature.proof(verifier.places.merchant() != null);
    if (!proof.satisfies(verifier.demanded)) {
      return reject(RejectionReason.MERCHANT_PROOF_TOO_WEAK);
    }
    return accept(present(appId), merchant, proof, fields.eventId());
  }

  private Verdict accept(
      AppId app, MerchantId merchant, MerchantProof proof, @Nullable String eventId) {
    Verdict.Accepted verdict =
        new Verdict.Accepted(
            new VerifiedWebhook(
                verifier.operation,
                app,
                merchant,
                proof,
                signature == null ? null : signature.credentials(),
                signature == null ? -1 : signature.matched(),
                eventId,
                address,
                buffer,
                offset,
                length));
    accepted = verdict;
    return verdict;
  }

  /** Returns the secret that made the request's signature, ready for the response. */
  private ResponseKey responseKey() {
    if (accepted == null || signature == null) {
      throw new IllegalStateException("no signature of this request was found right");
    }
    return new ResponseKey(
        present(verifier.signature).scheme(), signature.credentials().secret(signature.matched()));
  }

  private Rejected reject(RejectionReason reason) {
    return reject(reason, null);
  }

  private Rejected reject(RejectionReason reason, @Nullable RuntimeException cause) {
    Rejected refusal = new Rejected(reason, appId, merchantId, address, cause);
    rejected = refusal;
    return refusal;
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("judged before the head was");
    }
    return value;
  }

  /** Returns how far it has come; nothing of the request. */
  @Override
  public String toString() {
    return "Verification[" + (rejected == null ? "open" : rejected) + ", " + length + " bytes]";
  }
}
