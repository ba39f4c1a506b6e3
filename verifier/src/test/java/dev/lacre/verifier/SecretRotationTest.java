package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several secrets are active while one replaces another. */
class SecretRotationTest {

  private static List<Secret> secrets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Secret.ofUtf8("rotating secret number " + i))
        .toList();
  }

  private static WebhookVerifier verifier(Credentials credentials) {
    return WebhookVerifier.builder(
            Delivery.SCHEME,
            CredentialDirectory.of(List.of(credentials)),
            WebhookOperation.V1_NEW_EVENT)
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachActiveSecret_isAcceptedAndReportedByItsPosition(int count) throws IOException {
    List<Secret> active = secrets(count);
    for (Credentials credentials :
        List.of(
            Credentials.forApplication(APP, active, List.of(STORE)),
            Credentials.forMerchant(APP, STORE, active))) {
      WebhookVerifier verifier = verifier(credentials);
      for (int i = 0; i < count; i++) {
        Delivery delivery = signed(APP, STORE, active.get(i), EVENT);
        assertEquals(i, delivery.acceptedBy(verifier).secretPosition());

        Verification streamed = verifier.begin(delivery.build());
        var stream = new ByteArrayInputStream(EVENT);
        while (streamed.readFrom(stream) >= 0) {
          // goes on
        }
        assertEquals(i, streamed.finish().orElseThrow().secretPosition());
      }
      signed(APP, STORE, Secret.ofUtf8("a retired secret, long gone"), EVENT)
          .refusedBy(verifier, RejectionReason.SIGNATURE_MISMATCH);
    }
  }

  @Test
  void aSecretThatStandsTwice_isReportedByItsFirstPosition() {
    List<Secret> twice = List.of(Delivery.OWN_SECRET, Delivery.SECRET, Delivery.SECRET);
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                Delivery.SCHEME,
                (app, merchant) ->
                    java.util.Optional.of(Credentials.forMerchant(APP, STORE, twice)),
                WebhookOperation.V1_NEW_EVENT)
            .build();
    assertEquals(1, Delivery.genuine().acceptedBy(verifier).secretPosition());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 20})
  void noSecretOrMoreThanEight_isRefusedWhenBuilt(int count) {
    List<Secret> wrong = secrets(count);
    for (var fault :
        List.of(
            assertThrows(
                IllegalArgumentException.class,
                () -> Credentials.forApplication(APP, wrong, List.of(STORE))),
            assertThrows(
                IllegalArgumentException.class,
                () -> Credentials.forMerchant(APP, STORE, wrong)))) {
      String message = String.valueOf(fault.getMessage());
      assertTrue(message.contains(APP.value()), message);
      assertTrue(message.contains(count + " secrets"), message);
      assertTrue(message.contains("1 to 8"), message);
      assertTrue(!message.contains("rotating"), message);
    }
  }
}
