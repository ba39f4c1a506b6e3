package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The directory in memory, checked as a whole when it is built. */
class CredentialDirectoryTest {

  private static final String MARKER = "Zebra-Marker-of-a-secret";
  private static final AppId OTHER_APP = AppId.of("another-app");

  private static Secret secret(String text) {
    return Secret.ofUtf8(MARKER + text);
  }

  private static Credentials application(AppId app, Secret... secrets) {
    return Credentials.forApplication(app, List.of(secrets), List.of(STORE));
  }

  private static void assertRefused(List<Credentials> credentials, String... named) {
    List<Credentials> reversed = new ArrayList<>(credentials);
    Collections.reverse(reversed);
    for (List<Credentials> order : List.of(credentials, reversed)) {
      String message =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> CredentialDirectory.of(order))
                  .getMessage());
      for (String owner : named) {
        assertTrue(message.contains(owner), message);
      }
      assertFalse(message.contains("Marker"), message);
    }
  }

  @Test
  void find_applicationModel_givesTheApplicationsForAnyMerchant() {
    Credentials credentials = application(APP, secret("1"));
    CredentialDirectory directory = CredentialDirectory.of(List.of(credentials));
    assertSame(credentials, directory.find(APP, STORE).orElseThrow());
    assertSame(credentials, directory.find(APP, SISTER).orElseThrow());
    assertEquals(Optional.empty(), directory.find(OTHER_APP, STORE));
  }

  @Test
  void find_merchantModel_givesThatMerchantsOnly() {
    Credentials one = Credentials.forMerchant(APP, STORE, List.of(secret("1")));
    Credentials two = Credentials.forMerchant(APP, SISTER, List.of(secret("2")));
    CredentialDirectory directory = CredentialDirectory.of(List.of(one, two));
    assertSame(one, directory.find(APP, STORE).orElseThrow());
    assertSame(two, directory.find(APP, SISTER).orElseThrow());
    assertEquals(Optional.empty(), directory.find(APP, OWN_STORE));
    assertEquals(Optional.empty(), directory.find(OTHER_APP, STORE));
  }

  @Test
  void of_nobody_knowsNobody() {
    CredentialDirectory directory = CredentialDirectory.of(List.of());
    assertEquals(Optional.empty(), directory.find(APP, STORE));
    assertEquals(1, directory.mostSecrets());
  }

  @Test
  void mostSecrets_isThatOfTheSenderWithTheMost() {
    assertEquals(
        3,
        CredentialDirectory.of(
                List.of(
                    application(APP, secret("1")),
                    Credentials.forMerchant(
                        MERCHANTS_APP, STORE, List.of(secret("2"), secret("3"), secret("4"))),
                    application(OTHER_APP, secret("5"), secret("6"))))
            .mostSecrets());
    CredentialDirectory custom = (app, merchant) -> Optional.empty();
    assertEquals(2, custom.mostSecrets());
  }

  @Test
  void of_theSameApplicationTwice_isRefused() {
    assertRefused(
        List.of(application(APP, secret("1")), application(APP, secret("2"))), APP.value());
  }

  @Test
  void of_theSameMerchantOfAnApplicationTwice_isRefused() {
    assertRefused(
        List.of(
            Credentials.forMerchant(APP, STORE, List.of(secret("1"))),
            Credentials.forMerchant(APP, STORE, List.of(secret("2")))),
        APP.value(),
        STORE.value());
  }

  @Test
  void of_oneApplicationInBothModels_isRefused() {
    assertRefused(
        List.of(
            application(APP, secret("1")),
            Credentials.forMerchant(APP, SISTER, List.of(secret("2")))),
        APP.value(),
        "both models");
  }

  @Test
  void of_oneSecretOfTwoApplications_isRefused() {
    assertRefused(
        List.of(
            application(APP, secret("1"), secret("2")),
            application(OTHER_APP, secret("3"), secret("2"))),
        APP.value(),
        OTHER_APP.value(),
        "both");
  }

  @Test
  void of_oneSecretOfTwoMerchants_isRefused() {
    assertRefused(
        List.of(
            Credentials.forMerchant(APP, STORE, List.of(secret("1"))),
            Credentials.forMerchant(APP, SISTER, List.of(secret("1")))),
        APP.value() + " " + STORE.value(),
        APP.value() + " " + SISTER.value());
  }

  @Test
  void of_oneSecretOfAnApplicationAndOfAMerchant_isRefused() {
    assertRefused(
        List.of(
            application(APP, secret("1")),
            Credentials.forMerchant(MERCHANTS_APP, OWN_STORE, List.of(secret("1")))),
        APP.value(),
        MERCHANTS_APP.value() + " " + OWN_STORE.value());
  }

  @Test
  void of_oneSecretTwiceInOneList_isRefused() {
    assertRefused(
        List.of(application(APP, secret("1"), secret("2"), secret("1"))),
        APP.value(),
        "the same secret twice");
  }

  @Test
  void of_keysThatDifferInZeroBytesBehind_isRefused() {
    byte[] key = (MARKER + "1").getBytes(StandardCharsets.US_ASCII);
    assertRefused(
        List.of(
            application(APP, Secret.ofBytes(key)),
            application(OTHER_APP, Secret.ofBytes(Arrays.copyOf(key, 64)))),
        APP.value(),
        OTHER_APP.value());
  }

  @Test
  void of_aKeyLongerThanABlockAndItsHash_isRefused() throws NoSuchAlgorithmException {
    byte[] key = MARKER.repeat(3).getBytes(StandardCharsets.US_ASCII);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
    assertRefused(
        List.of(
            application(APP, Secret.ofBytes(key)), application(OTHER_APP, Secret.ofBytes(hash))),
        APP.value(),
        OTHER_APP.value());
  }

  @Test
  void of_secretsThatAreEachOthersBeginning_isFine() {
    CredentialDirectory directory =
        CredentialDirectory.of(
            List.of(application(APP, secret("")), application(OTHER_APP, secret(" "))));
    assertTrue(directory.find(OTHER_APP, STORE).isPresent());
  }

  @Test
  void of_listChangedAfterwards_staysAsItWas() {
    List<Credentials> list = new ArrayList<>(List.of(application(APP, secret("1"))));
    CredentialDirectory directory = CredentialDirectory.of(list);
    list.clear();
    assertTrue(directory.find(APP, STORE).isPresent());
  }

  @Test
  void toString_countsBothModels() {
    assertEquals(
        "CredentialDirectory[1 applications, 2 single merchants]",
        CredentialDirectory.of(
                List.of(
                    application(APP, secret("1")),
                    Credentials.forMerchant(MERCHANTS_APP, STORE, List.of(secret("2"))),
                    Credentials.forMerchant(MERCHANTS_APP, SISTER, List.of(secret("3")))))
            .toString());
  }
}
