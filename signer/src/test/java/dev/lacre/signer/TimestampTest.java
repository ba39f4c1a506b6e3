package dev.lacre.signer;

import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.internal.BouncyHmac;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.LOCALE)
class TimestampTest {

  private static final String KEY = "a key shared with acme";
  private static final MerchantId STORE = MerchantId.of("store");
  private static final SignatureScheme SCHEME =
      SignatureScheme.named("acme")
          .appIdHeader("Acme-App")
          .merchantIdHeader("Acme-Store")
          .signatureHeader("Acme-Signature")
          .timestamp("Acme-Timestamp", Duration.ofMinutes(5))
          .signedContent("{timestamp}.{body}")
          .build();

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:00.999999999Z, 0",
    "2026-03-01T12:00:00Z, 1772366400",
    "2026-03-01T12:00:00.999Z, 1772366400",
    "2038-01-19T03:14:08Z, 2147483648",
    "9999-12-31T23:59:59Z, 253402300799",
  })
  void sign_atAnInstant_writesItsWholeSeconds(String instant, String expected) {
    Clock clock = Clock.fixed(Instant.parse(instant), ZoneId.of("America/Sao_Paulo"));
    assertSignedAt(expected, signer().withClock(clock).sign(STORE, utf8("{}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"th-TH-u-nu-thai", "ar-EG", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr"})
  void sign_underALocaleWithOtherDigits_writesAsciiDigits(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_234_567_890L), ZoneOffset.UTC);
    assertSignedAt("1234567890", signer().withClock(clock).sign(STORE, utf8("{}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr", "az", "lt", "th-TH-u-nu-thai"})
  void build_underALocaleWithOtherLetters_readsHeaderNamesAsEver(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    SignatureScheme scheme =
        SignatureScheme.named("acme")
            .appIdHeader("ACME-ID")
            .merchantIdHeader("acme-merchant-id")
            .signatureHeader("ACME-SIG")
            .signedContent("{app-id}:{body}")
            .build();
    assertTrue(scheme.covers("acme-id"));
    assertTrue(scheme.covers("Acme-Id"));
    String signature =
        WebhookSigner.of(scheme, AppId.of("I"), Secret.ofUtf8(KEY))
            .sign(STORE, utf8("{}"))
            .signature();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8("I:{}"));
    assertEquals(HexFormat.of().formatHex(mac), signature);
  }

  @Test
  void begin_clockThatMovesOn_signsAndSendsTheTimeOfTheBeginning() {
    AtomicInteger second = new AtomicInteger(100);
    InstantSource moving = () -> Instant.ofEpochSecond(second.getAndIncrement());
    WebhookSigner signer = signer().withClock(moving.withZone(ZoneOffset.UTC));
    WebhookSigner.PendingSignature pending = signer.begin(STORE);
    assertSignedAt("101", signer.sign(STORE, utf8("{}")));
    assertSignedAt("100", pending.update(utf8("{}")).finish());
  }

  @Test
  void withClock_anotherClock_leavesTheFirstSignerAsItWas() {
    WebhookSigner first = signer().withClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    WebhookSigner second = first.withClock(Clock.fixed(Instant.ofEpochSecond(5), ZoneOffset.UTC));
    SignedHeaders early = first.sign(STORE, utf8("{}"));
    SignedHeaders late = second.sign(STORE, utf8("{}"));
    assertSignedAt("0", early);
    assertSignedAt("5", late);
    assertNotEquals(early.signature(), late.signature());
  }

  @Test
  void of_noClockGiven_signsTheSystemsTime() {
    long before = Instant.now().getEpochSecond();
    SignedHeaders headers = signer().sign(STORE, utf8("{}"));
    long after = Instant.now().getEpochSecond();
    long signed = Long.parseLong(headers.entries().get(2).getValue());
    assertTrue(before <= signed && signed <= after, () -> before + " " + signed + " " + after);
    assertSignedAt(Long.toString(signed), headers);
  }

  @Test
  void sign_schemeWithoutATimestamp_neverAsksTheClock() {
    InstantSource broken =
        () -> {
          throw new IllegalStateException("no time here");
        };
    Clock clock = broken.withZone(ZoneOffset.UTC);
    WebhookSigner bodyOnly =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), Secret.ofUtf8(KEY))
            .withClock(clock);
    assertEquals(3, bodyOnly.sign(STORE, utf8("{}")).entries().size());
    WebhookSigner timed = signer().withClock(clock);
    assertThrows(IllegalStateException.class, () -> timed.begin(STORE));
  }

  private static WebhookSigner signer() {
    return WebhookSigner.of(SCHEME, AppId.of("app"), Secret.ofUtf8(KEY));
  }

  private static void assertSignedAt(String timestamp, SignedHeaders headers) {
    assertEquals(Map.entry("Acme-Timestamp", timestamp), headers.entries().get(2));
    byte[] mac =
        BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8(timestamp + "."), utf8("{}"));
    assertEquals(HexFormat.of().formatHex(mac), headers.signature());
  }
}
