package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.ContentTemplate;
import dev.lacre.signer.internal.ContentTemplate.Field;
import dev.lacre.signer.internal.Hmac;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.SignerAccess;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The signature of one request: its headers, the MACs that are fed while the body arrives, and
 * their comparison, which takes as long for an unknown sender as for a known one. Not thread-safe.
 */
final class SignatureCheck {

  private static final int MAX_TIMESTAMP_DIGITS = 12;
  private static final byte[] NO_BYTES = {};
  private static final Hmac[] NO_MACS = {};

  private final SignaturePolicy policy;
  private final @Nullable AppId appId;
  private final @Nullable MerchantId merchantId;
  private final @Nullable String timestamp;
  private final byte @Nullable [] signature;
  private final boolean wellFormed;
  private @Nullable Credentials credentials;
  private Hmac[] macs = NO_MACS;
  private int mostSecrets;
  private int matched = -1;

  /** Reads the headers. */
  SignatureCheck(SignaturePolicy policy, SingleHeaders headers) {
    SignatureScheme scheme = policy.scheme();
    this.policy = policy;
    String app = headers.value(scheme.appIdHeader());
    String merchant = headers.value(scheme.merchantIdHeader());
    String given = headers.value(scheme.signatureHeader());
    String timeHeader = policy.timestampHeader();
    this.timestamp = timeHeader == null ? null : headers.value(timeHeader);
    this.appId = app == null ? null : AppId.parse(app).orElse(null);
    this.merchantId = merchant == null ? null : MerchantId.parse(merchant).orElse(null);
    ContentTemplate content = policy.content();
    this.wellFormed =
        appId != null
            && merchantId != null
            && content.allows(Field.APP_ID, appId.value())
            && content.allows(Field.MERCHANT_ID, merchantId.value())
            && (timestamp == null || isTimestamp(timestamp));
    this.signature = given == null ? null : SignerAccess.decodeSignature(scheme, given);
  }

  private static boolean isTimestamp(String value) {
    if (value.length() > MAX_TIMESTAMP_DIGITS || (value.length() > 1 && value.charAt(0) == '0')) {
      return false;
    }
    return value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns the application that the request names in good form; not proven. */
  @Nullable AppId appId() {
    return appId;
  }

  /** Returns the merchant that the request names in good form; not proven. */
  @Nullable MerchantId merchantId() {
    return merchantId;
  }

  /** Tells whether the identity headers, if they are there, have values that can be ones. */
  boolean isWellFormed() {
    return wellFormed;
  }

  /** Finds the sender's secrets, or takes a decoy; throws what the directory throws. */
  void begin() {
    AppId app = present(appId);
    MerchantId merchant = present(merchantId);
    CredentialDirectory directory = policy.directory();
    Credentials found = directory.find(app, merchant).orElse(null);
    // A directory that compares names loosely must not lend one sender's secrets to another.
    if (found != null
        && found.appId().equals(app)
        && (!found.ofOneMerchant() || found.authorises(merchant))) {
      credentials = found;
    }
    mostSecrets = Math.min(directory.mostSecrets(), Credentials.MAX_SECRETS);
    Credentials known = credentials;
    macs = new Hmac[known == null ? 1 : known.secretCount()];
    for (int i = 0; i < macs.length; i++) {
      HmacKey key =
          known == null
              ? policy.decoy()
              : SignerAccess.key(known.secret(i), policy.scheme().algorithm());
      macs[i] = key.start();
      policy.content().begin(macs[i], app.value(), merchant.value(), timestamp);
    }
  }

  void update(byte[] bytes, int offset, int count) {
    for (Hmac mac : macs) {
      mac.update(bytes, offset, count);
    }
  }

  /** Ends the MACs of a body that is all there; returns why it is not genuine, or null. */
  @Nullable RejectionReason judge(byte[] body, int offset, int length) {
    matched = matchingSecret();
    RejectionReason fault = fault(length);
    if (fault != null) {
      spendAsMuchAsAnySender(body, offset, length);
    }
    return fault;
  }

  /** Compares every candidate, with no early exit. */
  private int matchingSecret() {
    byte[] given = signature == null ? NO_BYTES : signature;
    int match = -1;
    for (int i = macs.length - 1; i >= 0; i--) {
      if (MessageDigest.isEqual(macs[i].finish(), given)) {
        match = i;
      }
    }
    return match;
  }

  private @Nullable RejectionReason fault(int length) {
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
            Instant.ofEpochSecond(Long.parseLong(timestamp)), policy.clock().instant());
    return age.abs().compareTo(policy.scheme().tolerance().orElseThrow()) <= 0;
  }

  /** So that the time of a refusal does not tell how many secrets a sender has, if any. */
  private void spendAsMuchAsAnySender(byte[] body, int offset, int length) {
    for (int i = macs.length; i < mostSecrets; i++) {
      policy.decoy().mac(body, offset, length);
    }
  }

  /** Returns whose signature it is, once it is judged right. */
  Credentials credentials() {
    return present(credentials);
  }

  /** Returns the position of the secret that made the signature, once it is judged right. */
  int matched() {
    return matched;
  }

  /** How well a right signature proves the merchant, whom the body names or does not. */
  MerchantProof proof(boolean bodyNamesMerchant) {
    if (credentials().ofOneMerchant()) {
      return MerchantProof.KEY;
    }
    SignatureScheme scheme = policy.scheme();
    return bodyNamesMerchant || scheme.covers(scheme.merchantIdHeader())
        ? MerchantProof.SIGNED_FIELD
        : MerchantProof.ASSERTED;
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("judged before the headers were read");
    }
    return value;
  }
}
