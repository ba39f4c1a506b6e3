package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MacAlgorithm;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureEncoding;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** What a caller takes for a signed response, and what not. */
class ResponseVerifierTest {

  private static final String HEADER = "X-App-Signature";
  private static final String NEW = "the new secret of a rotation, 1";
  private static final String OLD = "the old secret of a rotation, 2";
  private static final byte[] BODY = "{\"reason\":\"ok\"}".getBytes(UTF_8);
  private static final ResponseVerifier VERIFIER = verifier(NEW, OLD);

  private static ResponseVerifier verifier(String... secrets) {
    return ResponseVerifier.of(
        SignatureScheme.openDelivery(), Arrays.stream(secrets).map(Secret::ofUtf8).toList());
  }

  private static String bouncyCastle(String secret, byte[]... parts) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(secret.getBytes(UTF_8)));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return HexFormat.of().formatHex(out);
  }

  private static HeaderValues headers(String... values) {
    return name -> name.equals(HEADER) ? List.of(values) : List.of();
  }

  private static String reason(ResponseVerdict verdict) {
    return verdict instanceof ResponseVerdict.Rejected rejected
        ? rejected.reason().code()
        : "accepted";
  }

  @Test
  void signature_isProvenByAnyActiveSecret_whichIsTold() {
    for (int i = 0; i < 2; i++) {
      String signature = bouncyCastle(List.of(NEW, OLD).get(i), BODY);
      VerifiedResponse response = VERIFIER.verify(headers(signature), BODY).orElseThrow();
      assertEquals(i, response.secretPosition());
      assertArrayEquals(BODY, response.body());
      assertFalse(response.isEmpty());
    }
  }

  @Test
  void signatureOfARetiredSecret_isAMismatch() {
    assertEquals(
        "signature-mismatch", reason(verifier(NEW).verify(headers(bouncyCastle(OLD, BODY)), BODY)));
  }

  @Test
  void header_mustStandOnceInGoodForm() {
    String right = bouncyCastle(NEW, BODY);
    assertEquals("header-missing", reason(VERIFIER.verify(headers(), BODY)));
    assertEquals("header-missing", reason(VERIFIER.verify(headers(" "), BODY)));
    assertEquals("header-repeated", reason(VERIFIER.verify(headers(right, right), BODY)));
    for (String malformed :
        List.of(
            right.substring(1),
            right + "0",
            right.toUpperCase(java.util.Locale.ROOT),
            "sha256=" + right,
            right + ", " + right,
            "\u00e9".repeat(64))) {
      assertEquals(
          "signature-malformed", reason(VERIFIER.verify(headers(malformed), BODY)), malformed);
    }
    assertEquals("accepted", reason(VERIFIER.verify(headers("\t" + right + " "), BODY)));
  }

  @Test
  void emptyBody_isProven_andSaysThatItIsEmpty() {
    VerifiedResponse response =
        VERIFIER.verify(headers(bouncyCastle(NEW)), new byte[0]).orElseThrow();
    assertTrue(response.isEmpty());
  }

  @Test
  void signatureOfARequest_isOneOfAResponseToo() {
    // Not a wish, but what the protocol gives: the Javadoc warns of it.
    String ofRequest =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), Secret.ofUtf8(NEW))
            .sign(MerchantId.of("store-1"), BODY)
            .signature();
    assertEquals("accepted", reason(VERIFIER.verify(headers(ofRequest), BODY)));
  }

  @Test
  void bodyChangedAfterwards_changesNothing() {
    byte[] given = BODY.clone();
    VerifiedResponse response =
        VERIFIER.verify(headers(bouncyCastle(NEW, BODY)), given).orElseThrow();
    given[0] = 'x';
    response.body()[0] = 'x';
    assertArrayEquals(BODY, response.body());
    assertEquals('{', response.bodyBuffer().get());
    assertTrue(response.bodyBuffer().isReadOnly());
  }

  @Test
  void orElseThrow_tellsTheReasonAndNothingElse() {
    ResponseRejectedException refused =
        assertThrows(
            ResponseRejectedException.class,
            () -> VERIFIER.verify(headers("0".repeat(64)), BODY).orElseThrow());
    assertEquals(RejectionReason.SIGNATURE_MISMATCH, refused.reason());
    assertEquals("The response is not proven genuine: signature-mismatch", refused.getMessage());
  }

  @Test
  void textForms_showNoSecretAndNoBody() {
    ResponseVerdict accepted = VERIFIER.verify(headers(bouncyCastle(NEW, BODY)), BODY);
    assertEquals("ResponseVerifier[open-delivery, 2 secrets]", VERIFIER.toString());
    assertEquals("Accepted[response=VerifiedResponse[15 bytes]]", accepted.toString());
    assertEquals("Rejected[header-missing]", VERIFIER.verify(headers(), BODY).toString());
  }

  @Test
  void otherScheme_writesAndSignsAsItSays() {
    SignatureScheme acme =
        SignatureScheme.named("acme")
            .appIdHeader("Acme-App")
            .merchantIdHeader("Acme-Store")
            .signatureHeader(HEADER)
            .algorithm(MacAlgorithm.HMAC_SHA256)
            .encoding(SignatureEncoding.HEX_UPPER)
            .prefix("v0=")
            .signedContent("v0:{body}")
            .build();
    ResponseVerifier verifier = ResponseVerifier.of(acme, List.of(Secret.ofUtf8(NEW)));
    String signature =
        "v0=" + bouncyCastle(NEW, "v0:".getBytes(UTF_8), BODY).toUpperCase(java.util.Locale.ROOT);
    assertEquals("accepted", reason(verifier.verify(headers(signature), BODY)));
  }

  @Test
  void faultsOfTheSetUp_areToldWhenItIsBuilt() {
    SignatureScheme scheme = SignatureScheme.openDelivery();
    assertThrows(IllegalArgumentException.class, () -> ResponseVerifier.of(scheme, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> ResponseVerifier.of(scheme, Collections.nCopies(9, Secret.ofUtf8(NEW))));
    for (String content :
        List.of("{timestamp}.{body}", "{app-id}.{body}", "{merchant-id}.{body}")) {
      SignatureScheme.Builder covering =
          SignatureScheme.named("covering")
              .appIdHeader("A")
              .merchantIdHeader("B")
              .signatureHeader("C")
              .signedContent(content);
      if (content.contains("timestamp")) {
        covering.timestamp("D", Duration.ofMinutes(5));
      }
      SignatureScheme built = covering.build();
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ResponseVerifier.of(built, List.of(Secret.ofUtf8(NEW))))
              .getMessage();
      assertTrue(message != null && message.contains("besides the body"), message);
    }
  }

  @Property(tries = 300)
  void responseSignedByAnotherImplementation_isAccepted(@ForAll @Size(max = 500) byte[] body) {
    assertArrayEquals(
        body, VERIFIER.verify(headers(bouncyCastle(OLD, body)), body).orElseThrow().body());
  }

  @Property(tries = 300)
  void responseWithAFlippedBit_isRefused(
      @ForAll @Size(min = 1, max = 500) byte[] body, @ForAll @IntRange(max = 4_000) int bit) {
    String signature = bouncyCastle(NEW, body);
    byte[] changed = body.clone();
    changed[bit / 8 % body.length] ^= (byte) (1 << bit % 8);
    assertEquals("signature-mismatch", reason(VERIFIER.verify(headers(signature), changed)));
    byte[] mac = HexFormat.of().parseHex(signature);
    mac[bit / 8 % mac.length] ^= (byte) (1 << bit % 8);
    String other = HexFormat.of().formatHex(mac);
    assertEquals("signature-mismatch", reason(VERIFIER.verify(headers(other), body)));
  }
}
