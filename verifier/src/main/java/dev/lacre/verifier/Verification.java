package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.ContentTemplate;
import dev.lacre.signer.internal.ContentTemplate.Field;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Hmac;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.OpaqueId;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.Verdict.Rejected;
import dev.lacre.verifier.internal.RequestPath;
import dev.lacre.verifier.internal.ResponseKey;
import dev.lacre.verifier.internal.VerifierAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request being verified while its body arrives: one pass, one copy. Made by {@link
 * WebhookVerifier#begin}, which already judged address, headers and declared length.
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
  private static final int MAX_TIMESTAMP_DIGITS = 12;
  private static final byte[] NO_BYTES = {};

  static {
    VerifierAccess.verifications(Verification::responseKey);
  }

  private final WebhookVerifier verifier;
  private final InboundWebhook head;
  private final @Nullable IpAddress address;
  private @Nullable AppId appId;
  private @Nullable MerchantId merchantId;
  private @Nullable String timestamp;
  private @Nullable String storeHeader;
  private byte @Nullable [] signature;
  private @Nullable Credentials credentials;
  private Hmac[] macs = {};
  private int mostSecrets;
  private @Nullable Rejected rejected;
  private Verdict.@Nullable Accepted accepted;
  private byte[] buffer = NO_BYTES;
  private int length;
  private boolean judged;

  /** Runs the steps that need no body. */
  Verification(WebhookVerifier verifier, InboundWebhook head, long declaredLength) {
    this.verifier = verifier;
    this.head = head;
    this.address = verifier.clientAddress(head);
    if (!verifier.allowlist.allows(address)) {
      reject(RejectionReason.ADDRESS_NOT_ALLOWED);
      return;
    }
    readHeaders();
    if (rejected == null && declaredLength > verifier.maxBodyBytes()) {
      reject(RejectionReason.BODY_TOO_LARGE);
    }
    if (rejected == null && appId != null && merchantId != null) {
      findCredentials(appId, merchantId);
    }
  }

  private void readHeaders() {
    var scheme = verifier.scheme;
    String app = single(scheme.appIdHeader());
    String merchant = single(scheme.merchantIdHeader());
    String given = single(scheme.signatureHeader());
    timestamp = scheme.timestampHeader().map(this::single).orElse(null);
    storeHeader = verifier.store.header().map(this::single).orElse(null);
    appId = app != null && OpaqueId.isValid(app) ? new AppId(app) : null;
    merchantId = merchant != null && OpaqueId.isValid(merchant) ? new MerchantId(merchant) : null;
    if (rejected != null) {
      // Built again, now that it is known whom the request names.
      reject(rejected.reason());
      return;
    }
    ContentTemplate content = SignerAccess.content(scheme);
    if (app == null
        || merchant == null
        || given == null
        || appId == null
        || merchantId == null
        || !content.allows(Field.APP_ID, app)
        || !content.allows(Field.MERCHANT_ID, merchant)
        || (timestamp != null && !isTimestamp(timestamp))) {
      reject(RejectionReason.HEADER_MALFORMED);
      return;
    }
    signature = SignerAccess.decodeSignature(scheme, given);
  }

  /** Returns the value of a header that must stand exactly once, or refuses and returns null. */
  private @Nullable String single(String name) {
    List<String> lines = head.headers().of(name);
    String value = lines.size() == 1 ? HeaderSyntax.trimmed(lines.get(0)) : "";
    if (!value.isEmpty()) {
      return value;
    }
    if (rejected == null) {
      reject(lines.size() > 1 ? RejectionReason.HEADER_REPEATED : RejectionReason.HEADER_MISSING);
    }
    return null;
  }

  private static boolean isTimestamp(String value) {
    if (value.length() > MAX_TIMESTAMP_DIGITS || (value.length() > 1 && value.charAt(0) == '0')) {
      return false;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whatever fails here is the receiver's fault, and no verdict about the sender. */
  private void findCredentials(AppId app, MerchantId merchant) {
    try {
      Credentials found = verifier.directory.find(app, merchant).orElse(null);
      // A directory that compares names loosely must not lend one sender's secrets to another.
      if (found != null
          && found.appId().equals(app)
          && (!found.ofOneMerchant() || found.authorises(merchant))) {
        credentials = found;
      }
      mostSecrets = Math.min(verifier.directory.mostSecrets(), Credentials.MAX_SECRETS);
      startMacs(app, merchant);
    } catch (RuntimeException failure) {
      rejected =
          new Rejected(
              RejectionReason.CREDENTIALS_UNAVAILABLE, appId, merchantId, address, failure);
    }
  }

  private void startMacs(AppId app, MerchantId merchant) {
    var scheme = verifier.scheme;
    List<Secret> secrets = credentials == null ? List.of() : credentials.secrets();
    macs = new Hmac[Math.max(1, secrets.size())];
    for (int i = 0; i < macs.length; i++) {
      HmacKey key =
          secrets.isEmpty() ? verifier.decoy : SignerAccess.key(secrets.get(i), scheme.algorithm());
      macs[i] = key.start();
      SignerAccess.content(scheme).begin(macs[i], app.value(), merchant.value(), timestamp);
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
    if (length + count > verifier.maxBodyBytes()) {
      reject(RejectionReason.BODY_TOO_LARGE);
      return false;
    }
    for (Hmac mac : macs) {
      mac.update(buffer, length, count);
    }
    length += count;
    return true;
  }

  /**
   * Grows in steps, so that a declared length alone takes no memory. One byte more shows excess.
   */
  private void ensureRoom(int count) {
    long needed = (long) length + count;
    if (needed <= buffer.length) {
      return;
    }
    long limit = verifier.maxBodyBytes() + 1L;
    long declared = head.contentLength();
    long first =
        declared >= 0 ? Math.min(declared + 1, FIRST_BUFFER) : Math.min(limit, FIRST_BUFFER);
    long size = Math.min(limit, Math.max(Math.max(first, needed), 2L * buffer.length));
    buffer = Arrays.copyOf(buffer, (int) size);
  }

  /**
   * Tells whether the body was taken in to its end.
   *
   * @return true once {@link #finish} judged the signature
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
    return ByteBuffer.wrap(buffer, 0, length).slice().asReadOnlyBuffer();
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

  /** Ends the verification of a body that is all there. */
  Verdict conclude(byte[] body) {
    if (rejected != null) {
      return rejected;
    }
    buffer = body;
    return append(body.length) ? finish() : refuse(RejectionReason.BODY_TOO_LARGE);
  }

  private Verdict judge() {
    judged = true;
    int matched = matchingSecret();
    RejectionReason fault = authenticityFault(matched);
    if (fault != null) {
      spendAsMuchAsAnySender();
      return reject(fault);
    }
    Credentials proven = present(credentials);
    AppId app = present(appId);
    MerchantId merchant = present(merchantId);
    String storeField = null;
    String eventId = null;
    List<JsonPointer> pointers =
        Stream.of(verifier.merchantPointer, verifier.eventIdPointer)
            .filter(Objects::nonNull)
            .toList();
    if (!pointers.isEmpty()) {
      if (!MediaTypes.isJson(head.headers().of("Content-Type"))) {
        return reject(RejectionReason.MEDIA_TYPE_UNSUPPORTED);
      }
      try {
        SignedFields fields = SignedFields.read(buffer, 0, length, pointers);
        storeField = textAt(fields, verifier.merchantPointer);
        eventId = textAt(fields, verifier.eventIdPointer);
      } catch (MalformedBodyException malformed) {
        return reject(RejectionReason.BODY_MALFORMED);
      }
    }
    if (!proven.authorises(merchant)) {
      return reject(RejectionReason.MERCHANT_NOT_AUTHORISED);
    }
    if (!storeAgrees(merchant.value(), storeField)) {
      return reject(RejectionReason.STORE_MISMATCH);
    }
    MerchantProof proof = proof(proven);
    if (!proof.satisfies(verifier.demanded)) {
      return reject(RejectionReason.MERCHANT_PROOF_TOO_WEAK);
    }
    Verdict.Accepted verdict =
        new Verdict.Accepted(
            new VerifiedWebhook(
                verifier.operation,
                app,
                merchant,
                proof,
                proven.owner(),
                matched,
                // Any other text is no id; the exact bytes are remembered then.
                eventId != null && OpaqueId.isValid(eventId) ? eventId : null,
                address,
                buffer,
                length));
    accepted = verdict;
    return verdict;
  }

  private static @Nullable String textAt(SignedFields fields, @Nullable JsonPointer pointer) {
    return pointer == null ? null : fields.text(pointer);
  }

  /** Compares every candidate, with no early exit. */
  private int matchingSecret() {
    byte[] given = signature == null ? NO_BYTES : signature;
    int matched = -1;
    for (int i = macs.length - 1; i >= 0; i--) {
      if (MessageDigest.isEqual(macs[i].finish(), given)) {
        matched = i;
      }
    }
    return matched;
  }

  private @Nullable RejectionReason authenticityFault(int matched) {
    if (signature == null) {
      return RejectionReason.SIGNATURE_MALFORMED;
    }
    if (length == 0) {
      return RejectionReason.BODY_EMPTY;
    }
    if (credentials == null) {
      return RejectionReason.UNKNOWN_SENDER;
    }
    if (matched < 0) {
      return RejectionReason.SIGNATURE_MISMATCH;
    }
    return isFresh() ? null : RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE;
  }

  private boolean isFresh() {
    if (timestamp == null) {
      return true;
    }
    Duration age =
        Duration.between(
            Instant.ofEpochSecond(Long.parseLong(timestamp)), verifier.clock.instant());
    return age.abs().compareTo(verifier.scheme.tolerance().orElseThrow()) <= 0;
  }

  /** So that the time of a refusal does not tell how many secrets a sender has, if any. */
  private void spendAsMuchAsAnySender() {
    for (int i = macs.length; i < mostSecrets; i++) {
      verifier.decoy.mac(buffer, 0, length);
    }
  }

  private boolean storeAgrees(String merchant, @Nullable String storeField) {
    StoreRule rule = verifier.store;
    if (verifier.merchantPointer != null && !rule.names(storeField, merchant)) {
      return false;
    }
    if (rule.header().isPresent() && !rule.names(storeHeader, merchant)) {
      return false;
    }
    return rule.pathSegment().isEmpty()
        || rule.names(RequestPath.segment(head.path(), rule.pathSegment().getAsInt()), merchant);
  }

  private MerchantProof proof(Credentials proven) {
    if (proven.ofOneMerchant()) {
      return MerchantProof.KEY;
    }
    boolean signed =
        verifier.merchantPointer != null
            || verifier.scheme.covers(verifier.scheme.merchantIdHeader());
    return signed ? MerchantProof.SIGNED_FIELD : MerchantProof.ASSERTED;
  }

  /** Returns the secret that made the request's signature, ready for the response. */
  private ResponseKey responseKey() {
    int position = present(accepted).webhook().secretPosition();
    return new ResponseKey(verifier.scheme, present(credentials).secrets().get(position));
  }

  private Rejected reject(RejectionReason reason) {
    Rejected refusal = new Rejected(reason, appId, merchantId, address, null);
    rejected = refusal;
    return refusal;
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("judged before the headers were read");
    }
    return value;
  }

  /** Returns how far it has come; nothing of the request. */
  @Override
  public String toString() {
    return "Verification[" + (rejected == null ? "open" : rejected) + ", " + length + " bytes]";
  }
}
