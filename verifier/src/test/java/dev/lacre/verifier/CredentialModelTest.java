package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.OWN_SECRET;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.signed;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose secret may speak for whom: one for each application, or one for each merchant. */
class CredentialModelTest {

  private static final MerchantId STRANGER = MerchantId.of("store-0");

  /** One owner of a secret, and a pair of ids under which it may sign. */
  private record Sender(AppId app, MerchantId merchant, Secret secret) {}

  @Test
  void secretOfOneSenderUnderTheIdsOfAnother_isRefusedForAllPairs() {
    AppId secondApp = AppId.of("second-app");
    List<Sender> senders =
        List.of(
            new Sender(APP, STORE, SECRET),
            new Sender(secondApp, STORE, Secret.ofUtf8("secret of the second application")),
            new Sender(MERCHANTS_APP, OWN_STORE, OWN_SECRET),
            new Sender(MERCHANTS_APP, STORE, Secret.ofUtf8("secret of a neighbour merchant")),
            new Sender(
                AppId.of("third-app"), OWN_STORE, Secret.ofUtf8("secret of a namesake merchant")));
    List<Credentials> all = new ArrayList<>();
    for (Sender sender : senders) {
      all.add(
          sender.app.equals(APP) || sender.app.equals(secondApp)
              ? Credentials.forApplication(
                  sender.app, List.of(sender.secret), List.of(sender.merchant))
              : Credentials.forMerchant(sender.app, sender.merchant, List.of(sender.secret)));
    }
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                Delivery.SCHEME, CredentialDirectory.of(all), WebhookOperation.V1_NEW_EVENT)
            .build();
    for (Sender named : senders) {
      for (Sender signing : senders) {
        Verdict verdict = signed(named.app, named.merchant, signing.secret, EVENT).to(verifier);
        assertEquals(
            named.equals(signing) ? "accepted" : "signature-mismatch",
            outcome(verdict),
            () -> "secret of " + signing + " under the ids of " + named);
      }
    }
  }

  @Test
  void applicationModel_unknownApplication_isAnUnknownSender() {
    Verdict.Rejected rejected =
        genuine().header(APP_ID, "nobody").refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
    assertEquals(AppId.of("nobody"), rejected.claimedAppId().orElseThrow());
    assertEquals(STORE, rejected.claimedMerchantId().orElseThrow());
    assertEquals("203.0.113.7", rejected.address().orElseThrow().toString());
  }

  @Test
  void merchantModel_unknownMerchant_isAnUnknownSender() {
    signed(MERCHANTS_APP, STRANGER, OWN_SECRET, EVENT)
        .refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void merchantModel_merchantOfAnotherApplication_isAnUnknownSender() {
    signed(MERCHANTS_APP, STORE, SECRET, EVENT)
        .refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void applicationModel_unknownMerchantUnderARightSignature_isNotAuthorised() {
    signed(APP, STRANGER, SECRET, EVENT)
        .refusedBy(verifier(), RejectionReason.MERCHANT_NOT_AUTHORISED);
  }

  @Test
  void applicationModel_unknownMerchantUnderAWrongSignature_isASignatureMismatch() {
    signed(APP, STRANGER, OWN_SECRET, EVENT)
        .refusedBy(verifier(), RejectionReason.SIGNATURE_MISMATCH);
  }

  @Test
  void applicationModel_noMerchantsAtAll_refusesEveryMerchant() {
    CredentialDirectory directory =
        CredentialDirectory.of(
            List.of(Credentials.forApplication(APP, List.of(SECRET), List.of())));
    WebhookVerifier verifier =
        WebhookVerifier.builder(Delivery.SCHEME, directory, WebhookOperation.V1_NEW_EVENT).build();
    genuine().refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STORE-123", "store-123/", "store-12", "store-1234"})
  void applicationModel_merchantThatAlmostMatches_isNotAuthorised(String almost) {
    genuine()
        .header(MERCHANT_ID, almost)
        .refusedBy(verifier(), RejectionReason.MERCHANT_NOT_AUTHORISED);
  }

  @Test
  void applicationId_inAnotherCase_isAnUnknownSender() {
    genuine()
        .header(APP_ID, "3F2C0C5E-7D0E-4C55-9F8E-2F9D6F1F7A10")
        .refusedBy(verifier(), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void applicationModel_swappedMerchant_isAcceptedButOnlyAsserted() {
    VerifiedWebhook webhook = genuine().header(MERCHANT_ID, SISTER.value()).acceptedBy(verifier());
    assertEquals(SISTER, webhook.merchantId());
    assertSame(MerchantProof.ASSERTED, webhook.merchantProof());
    assertEquals(APP.value(), webhook.owner());
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGNED_FIELD", "KEY"})
  void applicationModel_swappedMerchantWhereProofIsDemanded_isRefused(MerchantProof demanded) {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_EVENT).merchantProof(demanded).build();
    genuine()
        .header(MERCHANT_ID, SISTER.value())
        .refusedBy(verifier, RejectionReason.MERCHANT_PROOF_TOO_WEAK);
    genuine().refusedBy(verifier, RejectionReason.MERCHANT_PROOF_TOO_WEAK);
  }

  @ParameterizedTest
  @EnumSource
  void merchantModel_whateverProofIsDemanded_isProvenByItsKey(MerchantProof demanded) {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_EVENT).merchantProof(demanded).build();
    VerifiedWebhook webhook =
        signed(MERCHANTS_APP, OWN_STORE, OWN_SECRET, EVENT).acceptedBy(verifier);
    assertSame(MerchantProof.KEY, webhook.merchantProof());
    assertEquals(MERCHANTS_APP.value() + " " + OWN_STORE.value(), webhook.owner());
    assertEquals(MERCHANTS_APP, webhook.appId());
    assertEquals(OWN_STORE, webhook.merchantId());
  }

  @Test
  void credentials_sayWhoseTheyAre_andForWhomTheySpeak() {
    Credentials ofApplication = Credentials.forApplication(APP, List.of(SECRET), List.of(STORE));
    assertEquals(APP, ofApplication.appId());
    assertEquals(APP.value(), ofApplication.owner());
    assertEquals(false, ofApplication.ofOneMerchant());
    assertTrue(ofApplication.authorises(STORE));
    assertEquals(false, ofApplication.authorises(SISTER));

    Credentials ofMerchant = Credentials.forMerchant(APP, STORE, List.of(SECRET));
    assertEquals(APP, ofMerchant.appId());
    assertEquals(APP.value() + " store-123", ofMerchant.owner());
    assertTrue(ofMerchant.ofOneMerchant());
    assertTrue(ofMerchant.authorises(STORE));
    assertEquals(false, ofMerchant.authorises(SISTER));
  }

  @Test
  void credentials_listsChangedAfterwards_stayAsTheyWere() {
    List<Secret> secrets = new ArrayList<>(List.of(SECRET));
    List<MerchantId> merchants = new ArrayList<>(List.of(STORE));
    Credentials credentials = Credentials.forApplication(APP, secrets, merchants);
    secrets.clear();
    merchants.add(SISTER);
    assertEquals(List.of(SECRET), credentials.secrets());
    assertEquals(false, credentials.authorises(SISTER));
    assertThrows(UnsupportedOperationException.class, () -> credentials.secrets().add(OWN_SECRET));
  }
}
