package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.OWN_SECRET;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory of the application's own: it may fail, and it may compare names loosely. */
class CustomDirectoryTest {

  private static WebhookVerifier over(CredentialDirectory directory) {
    return WebhookVerifier.builder(Delivery.SCHEME, directory, WebhookOperation.V1_NEW_EVENT)
        .build();
  }

  /** Answers every question with the same credentials, as a loose collation might. */
  private static WebhookVerifier always(Credentials credentials) {
    return over((app, merchant) -> Optional.of(credentials));
  }

  @Test
  void directoryThatThrows_isUnavailable_andTheFailureIsKeptForTheLog() {
    RuntimeException failure =
        new UncheckedIOException(new java.io.IOException("connection refused"));
    WebhookVerifier verifier =
        over(
            (app, merchant) -> {
              throw failure;
            });
    Verdict.Rejected rejected =
        genuine().refusedBy(verifier, RejectionReason.CREDENTIALS_UNAVAILABLE);
    assertSame(failure, rejected.cause().orElseThrow());
    assertEquals(APP, rejected.claimedAppId().orElseThrow());
    assertEquals(STORE, rejected.claimedMerchantId().orElseThrow());
    assertEquals("203.0.113.7", rejected.address().orElseThrow().toString());
    assertSame(
        RejectionReason.CREDENTIALS_UNAVAILABLE,
        verifier.begin(genuine().build()).refusal().orElseThrow().reason());
    genuine()
        .header(SIGNATURE, "nonsense")
        .refusedBy(verifier, RejectionReason.CREDENTIALS_UNAVAILABLE);
  }

  @Test
  @SuppressWarnings("NullAway") // the very fault of such a directory
  void directoryThatReturnsNull_isUnavailable() {
    genuine().refusedBy(over((app, merchant) -> null), RejectionReason.CREDENTIALS_UNAVAILABLE);
  }

  @Test
  void directoryThatFindsNothing_isAnUnknownSender_withoutACause() {
    Verdict.Rejected rejected =
        genuine()
            .refusedBy(over((app, merchant) -> Optional.empty()), RejectionReason.UNKNOWN_SENDER);
    assertTrue(rejected.cause().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3F2C0C5E-7D0E-4C55-9F8E-2F9D6F1F7A10",
        "3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a1",
        "x"
      })
  void directoryThatLendsTheCredentialsOfAnotherApplication_isAnUnknownSender(String named) {
    Credentials lent = Credentials.forApplication(APP, List.of(SECRET), List.of(STORE));
    genuine().header(APP_ID, named).refusedBy(always(lent), RejectionReason.UNKNOWN_SENDER);
    genuine().acceptedBy(always(lent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"STORE-9", "store-09", "store-9.", "store-123"})
  void directoryThatLendsTheCredentialsOfAnotherMerchant_isAnUnknownSender(String named) {
    Credentials lent = Credentials.forMerchant(MERCHANTS_APP, OWN_STORE, List.of(OWN_SECRET));
    Delivery delivery = signed(MERCHANTS_APP, OWN_STORE, OWN_SECRET, EVENT);
    delivery.acceptedBy(always(lent));
    delivery.header(MERCHANT_ID, named).refusedBy(always(lent), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void directoryThatLendsAnotherApplicationsMerchant_isAnUnknownSender() {
    Credentials lent = Credentials.forMerchant(MERCHANTS_APP, STORE, List.of(SECRET));
    genuine().refusedBy(always(lent), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void applicationCredentialsThatAuthoriseAnotherMerchantOnly_areNotAuthorised() {
    Credentials others = Credentials.forApplication(APP, List.of(SECRET), List.of(SISTER));
    genuine().refusedBy(always(others), RejectionReason.MERCHANT_NOT_AUTHORISED);
  }

  @Test
  void directoryThatCannotCountItsSecrets_isUnavailable() {
    CredentialDirectory failing =
        new CredentialDirectory() {
          @Override
          public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
            return Delivery.directory().find(appId, merchantId);
          }

          @Override
          public int mostSecrets() {
            throw new IllegalStateException("the directory is down");
          }
        };
    genuine().refusedBy(over(failing), RejectionReason.CREDENTIALS_UNAVAILABLE);
    genuine()
        .header(SIGNATURE, "0".repeat(64))
        .refusedBy(over(failing), RejectionReason.CREDENTIALS_UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 100_000})
  void directoryThatMiscountsItsSecrets_stillRefusesSoon(int most) {
    CredentialDirectory miscounting =
        new CredentialDirectory() {
          @Override
          public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
            return Optional.empty();
          }

          @Override
          public int mostSecrets() {
            return most;
          }
        };
    genuine().refusedBy(over(miscounting), RejectionReason.UNKNOWN_SENDER);
  }
}
