package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.SCHEME;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.flipped;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.signed;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lacre.signer.MacAlgorithm;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** All that is signed is accepted, and nothing else is, whatever it looks like. */
class GenuineOnlyPropertyTest {

  private static final WebhookVerifier VERIFIER = verifier();
  private static final WebhookVerifier STORES =
      verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT)
          .store(StoreRule.builder().header("X-Store").pathSegment(1).build())
          .build();
  private static final byte[] MAC = HexFormat.of().parseHex(genuine().signature());

  private static boolean isBlank(byte[] key) {
    return new String(key, StandardCharsets.ISO_8859_1)
        .chars()
        .allMatch(c -> c == ' ' || (c >= '\t' && c <= '\r'));
  }

  private static WebhookVerifier knowing(SignatureScheme scheme, Secret secret) {
    return WebhookVerifier.builder(
            scheme,
            CredentialDirectory.of(
                List.of(Credentials.forApplication(APP, List.of(secret), List.of(STORE)))),
            WebhookOperation.V1_NEW_EVENT)
        .build();
  }

  private static byte[] bouncyCastleMac(Digest digest, byte[] key, byte[]... parts) {
    HMac mac = new HMac(digest);
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return out;
  }

  @Property(tries = 500)
  void anyBodySignedUnderAnyKey_isAccepted(
      @ForAll @Size(min = 1, max = 200) byte[] key,
      @ForAll @Size(min = 1, max = 3000) byte[] body) {
    if (isBlank(key)) {
      return;
    }
    Secret secret = Secret.ofShortBytesInsecurely(key);
    VerifiedWebhook webhook = signed(APP, STORE, secret, body).acceptedBy(knowing(SCHEME, secret));
    assertArrayEquals(body, webhook.body());
  }

  @Property(tries = 500)
  void whatAnotherImplementationSigned_isAccepted(
      @ForAll @Size(min = 1, max = 200) byte[] key,
      @ForAll @Size(min = 1, max = 3000) byte[] body) {
    if (isBlank(key)) {
      return;
    }
    Delivery delivery =
        genuine(body)
            .header(
                SIGNATURE,
                HexFormat.of().formatHex(bouncyCastleMac(new SHA256Digest(), key, body)));
    delivery.acceptedBy(knowing(SCHEME, Secret.ofShortBytesInsecurely(key)));
  }

  @Property(tries = 100)
  void whatAnotherImplementationSignedWithSha512OverIdsAndBody_isAccepted(
      @ForAll @Size(min = 1, max = 300) byte[] key,
      @ForAll @Size(min = 1, max = 1000) byte[] body) {
    if (isBlank(key)) {
      return;
    }
    SignatureScheme scheme =
        SignatureScheme.named("wide")
            .appIdHeader(Delivery.APP_ID)
            .merchantIdHeader(Delivery.MERCHANT_ID)
            .signatureHeader(SIGNATURE)
            .algorithm(MacAlgorithm.HMAC_SHA512)
            .signedContent("for {merchant-id}/{app-id}\n{body}")
            .build();
    byte[] before = Delivery.utf8("for " + STORE.value() + "/" + APP.value() + "\n");
    byte[] mac = bouncyCastleMac(new SHA512Digest(), key, before, body);
    genuine(body)
        .header(SIGNATURE, HexFormat.of().formatHex(mac))
        .acceptedBy(knowing(scheme, Secret.ofShortBytesInsecurely(key)));
  }

  @Property(tries = 1000)
  void oneFlippedBitOfTheBody_isRefused(
      @ForAll @Size(min = 1, max = 300) byte[] body, @ForAll @IntRange(max = 2399) int position) {
    byte[] other = flipped(body, position % (body.length * 8));
    genuine(body).body(other).refusedBy(VERIFIER, RejectionReason.SIGNATURE_MISMATCH);
  }

  @Property(tries = 500)
  void bodyCutOrPadded_isRefused(
      @ForAll @Size(min = 2, max = 300) byte[] body, @ForAll @IntRange(min = 1, max = 600) int to) {
    if (to != body.length) {
      genuine(body)
          .body(java.util.Arrays.copyOf(body, to))
          .refusedBy(VERIFIER, RejectionReason.SIGNATURE_MISMATCH);
    }
  }

  @Property
  void oneFlippedBitOfTheSignature_isRefused(@ForAll @IntRange(max = 255) int bit) {
    genuine()
        .header(SIGNATURE, HexFormat.of().formatHex(flipped(MAC, bit)))
        .refusedBy(VERIFIER, RejectionReason.SIGNATURE_MISMATCH);
  }

  @Property(tries = 2000)
  void anyOtherCharacterInTheSignature_isRefused(
      @ForAll @IntRange(max = 63) int at, @ForAll("characters") char character) {
    String good = genuine().signature();
    String spoilt = good.substring(0, at) + character + good.substring(at + 1);
    if (!spoilt.equals(good)) {
      assertNotEquals("accepted", outcome(genuine().header(SIGNATURE, spoilt).to(VERIFIER)));
    }
  }

  @Provide
  Arbitrary<Character> characters() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(2, Arbitraries.chars().with("0123456789abcdefABCDEF")),
        net.jqwik.api.Tuple.of(1, Arbitraries.chars().all()));
  }

  @Property(tries = 300)
  void aSignatureUnderAnyOtherKey_isRefused(@ForAll @Size(min = 16, max = 100) byte[] key) {
    byte[] mac = bouncyCastleMac(new SHA256Digest(), key, EVENT);
    genuine()
        .header(SIGNATURE, HexFormat.of().formatHex(mac))
        .refusedBy(VERIFIER, RejectionReason.SIGNATURE_MISMATCH);
  }

  @Property(tries = 2000)
  void anyGarbage_isRefusedAndNeverThrows(
      @ForAll("values") List<String> apps,
      @ForAll("values") List<String> merchants,
      @ForAll("values") List<String> signatures,
      @ForAll("values") List<String> stores,
      @ForAll("paths") String path,
      @ForAll @Size(max = 60) byte[] body,
      @ForAll @StringLength(max = 60) String peer) {
    Delivery garbage =
        genuine(body)
            .header(Delivery.APP_ID, apps.toArray(String[]::new))
            .header(Delivery.MERCHANT_ID, merchants.toArray(String[]::new))
            .header(SIGNATURE, signatures.toArray(String[]::new))
            .header("X-Store", stores.toArray(String[]::new))
            .header("Content-Type", stores.toArray(String[]::new))
            .path(path)
            .peer(peer);
    Verdict verdict = garbage.to(STORES);
    String outcome = outcome(verdict);
    assertNotEquals("accepted", outcome);
    // Without the key, nobody gets any further than the signature.
    assertEquals(
        true,
        outcome.startsWith("header-")
            || outcome.startsWith("signature-")
            || outcome.equals("unknown-sender")
            || outcome.equals("body-empty"),
        outcome);
    assertEquals("Rejected[" + outcome + "]", verdict.toString());
    assertNotEquals("accepted", outcome(STORES.begin(garbage.build()).finish()));
    assertFalse(garbage.build().toString().isEmpty());
  }

  @Property(tries = 1000)
  void anyGenuineGarbage_isJudgedAndNeverThrows(
      @ForAll("bodies") byte[] body,
      @ForAll("values") List<String> mediaTypes,
      @ForAll("values") List<String> stores,
      @ForAll("paths") String path) {
    String outcome =
        outcome(
            genuine(body)
                .header("Content-Type", mediaTypes.toArray(String[]::new))
                .header("X-Store", stores.toArray(String[]::new))
                .path(path)
                .to(STORES));
    assertNotEquals("accepted", outcome);
    assertNotEquals("signature-mismatch", outcome);
  }

  @Provide
  Arbitrary<List<String>> values() {
    Arbitrary<String> value =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(140),
            Arbitraries.strings().ascii().ofMaxLength(140),
            Arbitraries.strings().numeric().withCharRange('a', 'f').ofLength(64),
            Arbitraries.of(
                APP.value(),
                STORE.value(),
                SECRET.toString(),
                "application/json",
                "",
                "=",
                ",",
                "\u0000",
                "null",
                "0".repeat(64)));
    return value.list().ofMaxSize(2);
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        Arbitraries.strings().withChars("/%.;\\?#*2Fce0u\u00E9").ofMaxLength(30),
        Arbitraries.of("", "/", "//", "/%", "/%2", "/stores/%c0%af", "/stores/%ff"));
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMinLength(1).ofMaxLength(60),
            Arbitraries.strings()
                .withChars("{}[]\",:\\u0ntrfe1.-+ \n")
                .ofMinLength(1)
                .ofMaxLength(40),
            Arbitraries.of(
                "{\"merchant\":{\"id\":\"store-456\"}}",
                "[".repeat(5000),
                "{\"a\":".repeat(5000),
                "9".repeat(5000),
                "\"" + "\\".repeat(4999),
                "{\"merchant\":\"\\ud800\"}"))
        .map(text -> text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16BE))
        .flatMap(
            wide ->
                Arbitraries.of(
                    wide,
                    new String(wide, StandardCharsets.UTF_16BE).getBytes(StandardCharsets.UTF_8),
                    new String(wide, StandardCharsets.UTF_16BE)
                        .getBytes(StandardCharsets.ISO_8859_1)));
  }
}
