package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacre.signer.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Nothing that the verifier prints or throws holds a secret, a signature or a body. */
class NoSecretShownTest {

  private static final String MARKER = "Zebra-Marker-of-a-secret";
  private static final Secret SECRET = Secret.ofUtf8(MARKER);
  private static final byte[] BODY = Delivery.utf8("{\"body\":\"Giraffe-Marker-of-a-body\"}");

  private static final CredentialDirectory DIRECTORY =
      CredentialDirectory.of(
          List.of(
              Credentials.forApplication(APP, List.of(SECRET), List.of(STORE)),
              Credentials.forMerchant(
                  MERCHANTS_APP, STORE, List.of(Secret.ofUtf8(MARKER + " of a merchant")))));

  private static final WebhookVerifier VERIFIER =
      WebhookVerifier.builder(Delivery.SCHEME, DIRECTORY, WebhookOperation.V1_NEW_EVENT).build();

  private static void assertClean(Object shown, String... forbidden) {
    List<String> all = new ArrayList<>(List.of(forbidden));
    byte[] bytes = MARKER.getBytes(StandardCharsets.US_ASCII);
    all.add(MARKER);
    all.add("Giraffe-Marker");
    all.add(HexFormat.of().formatHex(bytes));
    all.add(Base64.getEncoder().encodeToString(bytes).substring(0, 20));
    String text = textOf(shown).toLowerCase(Locale.ROOT);
    for (String each : all) {
      assertFalse(text.contains(each.toLowerCase(Locale.ROOT)), text);
    }
  }

  private static String textOf(Object shown) {
    if (shown instanceof Throwable thrown) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return trace.toString();
    }
    return shown.toString();
  }

  @Test
  void everyObject_showsNoSecret() {
    assertClean(Credentials.forApplication(APP, List.of(SECRET), List.of(STORE)));
    assertClean(Credentials.forMerchant(APP, STORE, List.of(SECRET)));
    assertEquals(
        "Credentials[" + APP.value() + " store-123, 1 secrets]",
        Credentials.forMerchant(APP, STORE, List.of(SECRET)).toString());
    assertClean(DIRECTORY);
    assertClean(VERIFIER);
    assertClean(DIRECTORY.find(APP, STORE).orElseThrow().secrets());
  }

  @Test
  void everyVerdict_showsNeitherSecretNorSignatureNorBody() {
    Delivery genuine = signed(APP, STORE, SECRET, BODY);
    String signature = genuine.signature();
    assertClean(genuine.build(), signature);
    assertClean(genuine.to(VERIFIER), signature);
    assertClean(genuine.acceptedBy(VERIFIER), signature);

    Verification verification = VERIFIER.begin(genuine.build());
    assertClean(verification, signature);
    verification.update(ByteBuffer.wrap(BODY));
    assertClean(verification, signature);
    assertClean(verification.finish(), signature);

    String forged = "0123456789abcdef".repeat(4);
    Delivery forgery = signed(APP, STORE, SECRET, BODY).header(SIGNATURE, forged);
    Verdict refused = forgery.to(VERIFIER);
    assertClean(refused, signature, forged);
    assertClean(
        assertThrows(WebhookRejectedException.class, refused::orElseThrow), signature, forged);
    assertClean(
        WebhookOperation.V1_NEW_EVENT.refusal(RejectionReason.SIGNATURE_MISMATCH),
        signature,
        forged);
  }

  @Test
  void malformedGenuineBody_showsNothingOfItself() {
    WebhookVerifier verifier =
        WebhookVerifier.builder(Delivery.SCHEME, DIRECTORY, WebhookOperation.V1_NEW_LOGISTIC_EVENT)
            .build();
    Verdict.Rejected refused =
        signed(APP, STORE, SECRET, Delivery.utf8("{\"body\":\"Giraffe-Marker-of-a-body\" oops"))
            .refusedBy(verifier, RejectionReason.BODY_MALFORMED);
    assertClean(refused);
    assertEquals(true, refused.cause().isEmpty());
  }

  @Test
  void everyFaultOfTheCredentials_showsNoSecret() {
    assertClean(
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Credentials.forApplication(
                    APP, java.util.Collections.nCopies(9, SECRET), List.of(STORE))));
    assertClean(
        assertThrows(
            IllegalArgumentException.class,
            () ->
                CredentialDirectory.of(
                    List.of(
                        Credentials.forApplication(APP, List.of(SECRET), List.of(STORE)),
                        Credentials.forMerchant(MERCHANTS_APP, STORE, List.of(SECRET))))));
    assertClean(
        assertThrows(
            IllegalArgumentException.class,
            () ->
                CredentialDirectory.of(
                    List.of(Credentials.forApplication(APP, List.of(SECRET, SECRET), List.of())))));
    assertClean(signed(APP, STORE, SECRET, EVENT).build());
  }
}
