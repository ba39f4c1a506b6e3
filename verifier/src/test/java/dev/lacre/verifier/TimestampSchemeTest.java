package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.OWN_SECRET;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemes that sign the time of signing. */
class TimestampSchemeTest {

  private static final String TIMESTAMP = "Acme-Timestamp";
  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

  private static final SignatureScheme ACME =
      SignatureScheme.named("acme")
          .appIdHeader("Acme-App")
          .merchantIdHeader("Acme-Store")
          .signatureHeader("Acme-Signature")
          .timestamp(TIMESTAMP, Duration.ofMinutes(5))
          .signedContent("{timestamp}.{body}")
          .build();

  private static WebhookVerifier verifierAt(Instant now) {
    return WebhookVerifier.builder(ACME, Delivery.directory(), WebhookOperation.V1_NEW_EVENT)
        .clock(Clock.fixed(now, ZoneOffset.UTC))
        .build();
  }

  private static Delivery signedAt(Instant time, Secret secret) {
    WebhookSigner signer =
        WebhookSigner.of(ACME, APP, secret).withClock(Clock.fixed(time, ZoneOffset.UTC));
    return signed(signer, STORE, EVENT);
  }

  /** A genuine signature over any text in the place of the timestamp. */
  private static Delivery signedWith(String timestamp) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(Delivery.utf8("the secret of the application")));
    byte[] before = Delivery.utf8(timestamp + ".");
    mac.update(before, 0, before.length);
    mac.update(EVENT, 0, EVENT.length);
    byte[] bytes = new byte[32];
    mac.doFinal(bytes, 0);
    return signedAt(NOW, SECRET)
        .header(TIMESTAMP, timestamp)
        .header("Acme-Signature", HexFormat.of().formatHex(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, accepted",
    "1, accepted",
    "-1, accepted",
    "299, accepted",
    "300, accepted",
    "301, timestamp-out-of-tolerance",
    "86400, timestamp-out-of-tolerance",
    "-299, accepted",
    "-300, accepted",
    "-301, timestamp-out-of-tolerance",
    "-86400, timestamp-out-of-tolerance"
  })
  void ageInSeconds_decides(long age, String expected) {
    Verdict verdict = signedAt(NOW.minusSeconds(age), SECRET).to(verifierAt(NOW));
    assertEquals(expected, outcome(verdict));
  }

  @Test
  void aNanosecondBeyondTheTolerance_isTooOld() {
    Delivery delivery = signedAt(NOW, SECRET);
    delivery.acceptedBy(verifierAt(NOW.plusSeconds(300)));
    delivery.refusedBy(
        verifierAt(NOW.plusSeconds(300).plusNanos(1)), RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
    delivery.acceptedBy(verifierAt(NOW.minusSeconds(300)));
    delivery.refusedBy(
        verifierAt(NOW.minusSeconds(300).minusNanos(1)),
        RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
  }

  @Test
  void oldDeliveryUnderANewTimestamp_isASignatureMismatch() {
    signedAt(NOW.minusSeconds(86_400), SECRET)
        .header(TIMESTAMP, Long.toString(NOW.getEpochSecond()))
        .refusedBy(verifierAt(NOW), RejectionReason.SIGNATURE_MISMATCH);
  }

  @Test
  void oldDeliveryUnderAWrongSignature_isASignatureMismatch() {
    signedAt(NOW.minusSeconds(86_400), OWN_SECRET)
        .refusedBy(verifierAt(NOW), RejectionReason.SIGNATURE_MISMATCH);
  }

  @Test
  void timestamp_missingEmptyOrRepeated_isRefusedAsAHeader() {
    String now = Long.toString(NOW.getEpochSecond());
    WebhookVerifier verifier = verifierAt(NOW);
    signedAt(NOW, SECRET).header(TIMESTAMP).refusedBy(verifier, RejectionReason.HEADER_MISSING);
    signedAt(NOW, SECRET)
        .header(TIMESTAMP, " ")
        .refusedBy(verifier, RejectionReason.HEADER_MISSING);
    signedAt(NOW, SECRET)
        .header(TIMESTAMP, now, now)
        .refusedBy(verifier, RejectionReason.HEADER_REPEATED);
    signedAt(NOW, SECRET).header(TIMESTAMP, "\t" + now + " ").acceptedBy(verifier);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1782907200",
        "-1",
        "01782907200",
        "00",
        "1782907200.5",
        "1782907200.",
        "1e9",
        "0x6a45",
        "1 782907200",
        "1782907200000",
        "9999999999999999999999",
        "2026-07-01T12:00:00Z",
        "١٧٨٢٩٠٧٢٠٠",
        "now",
        "é"
      })
  void timestampThatIsNoPlainNumber_isMalformedThoughItIsSigned(String timestamp) {
    signedWith(timestamp).refusedBy(verifierAt(NOW), RejectionReason.HEADER_MALFORMED);
  }

  @Test
  void anyPlainNumberOfUpToTwelveDigits_isReadAsSeconds() {
    assertEquals(1_782_907_200L, NOW.getEpochSecond());
    signedWith("1782907200").acceptedBy(verifierAt(NOW));
    signedWith("0").acceptedBy(verifierAt(Instant.EPOCH));
    signedWith("0").refusedBy(verifierAt(NOW), RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
    signedWith("999999999999")
        .refusedBy(verifierAt(NOW), RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
    signedWith("999999999999").acceptedBy(verifierAt(Instant.ofEpochSecond(999_999_999_999L)));
    signedWith("1782907200")
        .refusedBy(verifierAt(Instant.MAX), RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
    signedWith("1782907200")
        .refusedBy(verifierAt(Instant.MIN), RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
  }

  @Test
  void withoutAClock_theSystemsIsAsked() {
    WebhookVerifier verifier =
        WebhookVerifier.builder(ACME, Delivery.directory(), WebhookOperation.V1_NEW_EVENT).build();
    signed(WebhookSigner.of(ACME, APP, SECRET), STORE, EVENT).acceptedBy(verifier);
    signedAt(Instant.EPOCH, SECRET).refusedBy(verifier, RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE);
  }

  @Test
  void openDelivery_hasNoTimestamp_andNeverAges() {
    WebhookVerifier verifier =
        Delivery.verifier(WebhookOperation.V1_NEW_EVENT)
            .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .build();
    Delivery.genuine().acceptedBy(verifier);
  }
}
