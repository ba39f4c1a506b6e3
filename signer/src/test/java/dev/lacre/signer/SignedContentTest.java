package dev.lacre.signer;

import static dev.lacre.signer.Faults.refused;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.internal.BouncyHmac;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed in schemes other than Open Delivery's, against signatures computed by hand. */
class SignedContentTest {

  private static final String KEY = "a key shared with acme";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.999Z");
  private static final byte[] BODY = {'{', '"', (byte) 0xC3, (byte) 0xA9, '"', '}', 0, (byte) 0xFF};

  @Test
  void sign_timestampBeforeBodyInBase64_isTheMacOfBoth() {
    SignatureScheme scheme =
        acme()
            .encoding(SignatureEncoding.BASE64)
            .prefix("v1=")
            .timestamp("Acme-Timestamp", Duration.ofMinutes(5))
            .signedContent("{timestamp}.{body}")
            .build();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8("1772366400."), BODY);
    assertEquals(
        List.of(
            Map.entry("Acme-App", "app"),
            Map.entry("Acme-Store", "store"),
            Map.entry("Acme-Timestamp", "1772366400"),
            Map.entry("Acme-Signature", "v1=" + Base64.getEncoder().encodeToString(mac))),
        signer(scheme, "app").sign(MerchantId.of("store"), BODY).entries());
  }

  @Test
  void sign_withTheLastVisibleCharacterAsLiteral_isTheMacOfBoth() {
    SignatureScheme scheme = acme().signedContent("~{body}").build();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8("~"), BODY);
    assertEquals(
        HexFormat.of().formatHex(mac),
        signer(scheme, "app").sign(MerchantId.of("store"), BODY).signature());
  }

  @Test
  void sign_everythingBeforeBodyInUpperHexOfSha512_isTheMacOfAll() {
    SignatureScheme scheme =
        acme()
            .algorithm(MacAlgorithm.HMAC_SHA512)
            .encoding(SignatureEncoding.HEX_UPPER)
            .timestamp("Acme-Timestamp", Duration.ofMinutes(5))
            .signedContent("{app-id}:{merchant-id}:{timestamp}:{body}")
            .build();
    byte[] mac =
        BouncyHmac.mac(MacAlgorithm.HMAC_SHA512, utf8(KEY), utf8("app:store:1772366400:"), BODY);
    assertEquals(
        HexFormat.of().withUpperCase().formatHex(mac),
        signer(scheme, "app").sign(MerchantId.of("store"), BODY).signature());
  }

  @ParameterizedTest
  @CsvSource({
    "{body}, ''",
    "v0:{body}, v0:",
    "{merchant-id}/{app-id} {body}, 'store/app '",
    "{app-id}--{body}, app--",
    "a.b{merchant-id}.{body}, a.bstore.",
  })
  void sign_anyTemplate_isTheMacOfItsTextAndTheBody(String template, String before) {
    SignatureScheme scheme = acme().signedContent(template).build();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8(before), BODY);
    assertEquals(
        HexFormat.of().formatHex(mac),
        signer(scheme, "app").sign(MerchantId.of("store"), BODY).signature());
  }

  @Property(tries = 300)
  void sign_anyIdsAndTime_isTheMacOfAll(
      @ForAll("ids") String app,
      @ForAll("ids") String store,
      @ForAll @LongRange(min = 0, max = 99_999_999_999L) long second,
      @ForAll byte[] body) {
    SignatureScheme scheme =
        acme()
            .timestamp("Acme-Timestamp", Duration.ofMinutes(5))
            .signedContent("{app-id}:{merchant-id}:{timestamp}:{body}")
            .build();
    WebhookSigner signer =
        signer(scheme, app)
            .withClock(Clock.fixed(Instant.ofEpochSecond(second, 999), ZoneOffset.UTC));
    byte[] mac =
        BouncyHmac.mac(
            MacAlgorithm.HMAC_SHA256,
            utf8(KEY),
            utf8(app + ":" + store + ":" + second + ":"),
            body);
    assertEquals(
        HexFormat.of().formatHex(mac), signer.sign(MerchantId.of(store), body).signature());
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .excludeChars(':')
        .ofMinLength(1)
        .ofMaxLength(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "a:b", ":a", "a:", "::"})
  void sign_idThatHoldsTheSeparatorBehindIt_isRefusedOnBothSides(String id) {
    SignatureScheme scheme = acme().signedContent("{app-id}:{merchant-id}:{body}").build();
    String app = refused(() -> signer(scheme, id));
    assertTrue(app.contains("'" + id + "' for {app-id}"), () -> app);
    assertTrue(app.contains("{app-id}:{merchant-id}:{body}"), () -> app);
    WebhookSigner signer = signer(scheme, "app");
    String whole = refused(() -> signer.sign(MerchantId.of(id), BODY));
    String begun = refused(() -> signer.begin(MerchantId.of(id)));
    assertTrue(whole.contains("'" + id + "' for {merchant-id}"), () -> whole);
    assertEquals(whole, begun);
  }

  @Test
  void sign_idThatHoldsTheSeparatorOfAnotherPart_isSigned() {
    SignatureScheme scheme = acme().signedContent("v1:{app-id}.{merchant-id}/{body}").build();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8("v1:a:/.s:./"), BODY);
    assertEquals(
        HexFormat.of().formatHex(mac),
        signer(scheme, "a:/").sign(MerchantId.of("s:."), BODY).signature());
  }

  @Test
  void sign_idThatHoldsTheSeparatorInASchemeThatDoesNotSignIt_isSigned() {
    SignatureScheme scheme = acme().signedContent("{merchant-id}:{body}").build();
    byte[] mac = BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), utf8("store:"), BODY);
    assertEquals(
        HexFormat.of().formatHex(mac),
        signer(scheme, "a:b").sign(MerchantId.of("store"), BODY).signature());
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no {body}",
    "v1, has no {body}",
    "{app-id}:, has no {body}",
    "{app-id}:{merchant-id}:, has no {body}",
    "{app-id}{body}, has nothing between {app-id} and what follows",
    "{timestamp}{body}, has nothing between {timestamp} and what follows",
    "{merchant-id}{app-id}:{body}, has nothing between {merchant-id} and what follows",
    "{app-id}:{merchant-id}, has nothing between {merchant-id} and what follows",
    "{body}., goes on behind {body}",
    "{body}{app-id}, goes on behind {body}",
    "{body}{body}, goes on behind {body}",
    "{app-id}:{app-id}:{body}, names {app-id} twice",
    "{timestamp}.{app-id}.{timestamp}.{body}, names {timestamp} twice",
    "{id}:{body}, has a brace that begins no known placeholder",
    "{App-Id}:{body}, has a brace that begins no known placeholder",
    "{BODY}, has a brace that begins no known placeholder",
    "{ body }, has a brace that begins no known placeholder",
    "{{body}}, has a brace that begins no known placeholder",
    "{, has a brace that begins no known placeholder",
    "{body, has a brace that begins no known placeholder",
    "}{body}, stray brace",
    "a}b{body}, stray brace",
    "{app-id}}:{body}, stray brace",
    "{app-id}:}{body}, stray brace",
    "é{body}, not ASCII",
    "{app-id}é{body}, not ASCII",
    "\u007F{body}, not ASCII",
    "\uFF1A{body}, not ASCII",
  })
  void build_templateWithAFault_isRefusedWithIt(String template, String fault) {
    SignatureScheme.Builder builder = acme().signedContent(template);
    String message = refused(builder::build);
    assertTrue(message.contains(fault), () -> message);
    assertTrue(message.contains("such as '{timestamp}.{body}'"), () -> message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), () -> message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{timestamp}0{body}", "{timestamp}1.{body}", "v1{timestamp}9{body}"})
  void build_digitBehindTheTimestamp_isRefusedForItReadsAsPartOfIt(String template) {
    SignatureScheme.Builder builder =
        acme().timestamp("Acme-Timestamp", Duration.ofMinutes(5)).signedContent(template);
    String message = refused(builder::build);
    assertTrue(message.contains("has a digit behind {timestamp}"), () -> message);
  }

  private static SignatureScheme.Builder acme() {
    return SignatureScheme.named("acme")
        .appIdHeader("Acme-App")
        .merchantIdHeader("Acme-Store")
        .signatureHeader("Acme-Signature");
  }

  private static WebhookSigner signer(SignatureScheme scheme, String app) {
    return WebhookSigner.of(scheme, AppId.of(app), Secret.ofUtf8(KEY))
        .withClock(Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
