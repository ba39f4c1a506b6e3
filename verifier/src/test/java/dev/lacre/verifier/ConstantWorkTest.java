package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.APP_ID;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.signed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.CountingDigests.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refused signature costs the same MACs over the same bytes, whoever the sender claims to be:
 * counted, since times are too coarse to tell.
 */
@Isolated
class ConstantWorkTest {

  private @Nullable CountingDigests installed;

  @BeforeEach
  void countFromNowOn() {
    installed = CountingDigests.install();
  }

  @AfterEach
  void leaveThePlatformAsItWas() {
    digests().close();
  }

  private CountingDigests digests() {
    return Objects.requireNonNull(installed);
  }

  /** New secrets each time, so that they are keyed by the counted hash. */
  private static List<Secret> secrets(int count, String owner) {
    return IntStream.range(0, count)
        .mapToObj(i -> Secret.ofUtf8("secret " + i + " of the " + owner))
        .toList();
  }

  private static WebhookVerifier verifier(CredentialDirectory directory) {
    return WebhookVerifier.builder(Delivery.SCHEME, directory, WebhookOperation.V1_NEW_EVENT)
        .build();
  }

  private static CredentialDirectory directory(int ofApplication, int ofMerchant) {
    return CredentialDirectory.of(
        List.of(
            Credentials.forApplication(APP, secrets(ofApplication, "application"), List.of(STORE)),
            Credentials.forMerchant(MERCHANTS_APP, OWN_STORE, secrets(ofMerchant, "merchant"))));
  }

  /** Requests that are refused for their signature or their sender, by what is wrong. */
  private static Map<String, Delivery> forgeries(byte[] body) {
    Secret wrong = Secret.ofUtf8("a secret that nobody here has");
    Map<String, Delivery> forgeries = new LinkedHashMap<>();
    forgeries.put("wrong signature", signed(APP, STORE, wrong, body));
    forgeries.put("wrong signature of a merchant", signed(MERCHANTS_APP, OWN_STORE, wrong, body));
    forgeries.put("unknown application", signed(AppId.of("nobody"), STORE, wrong, body));
    forgeries.put("unknown merchant", signed(MERCHANTS_APP, STORE, wrong, body));
    forgeries.put("unauthorised merchant", signed(APP, MerchantId.of("store-0"), wrong, body));
    for (String malformed : new String[] {"x", "0".repeat(63), "F".repeat(64)}) {
      forgeries.put(
          "malformed signature " + malformed.length(),
          signed(APP, STORE, wrong, body).header(SIGNATURE, malformed));
      forgeries.put(
          "malformed signature of nobody " + malformed.length(),
          signed(AppId.of("nobody"), STORE, wrong, body).header(SIGNATURE, malformed));
    }
    return forgeries;
  }

  private void assertCost(int macs, WebhookVerifier verifier) {
    for (byte[] body : new byte[][] {EVENT, new byte[70_000], {1}}) {
      Map<String, Delivery> forgeries = forgeries(body);
      // Once before, since a sender's key is made ready when it is first needed.
      forgeries.values().forEach(delivery -> delivery.to(verifier));
      Work expected = Work.ofMacs(macs, body.length);
      forgeries.forEach(
          (wrong, delivery) -> {
            assertEquals(expected, digests().during(() -> delivery.to(verifier)), wrong);
            assertEquals(expected, digests().during(() -> stream(verifier, delivery)), wrong);
          });
    }
  }

  private static void stream(WebhookVerifier verifier, Delivery delivery) {
    try {
      Verification verification = verifier.begin(delivery.build());
      var stream = new ByteArrayInputStream(delivery.body());
      while (verification.readFrom(stream) >= 0) {
        // goes on
      }
      assertEquals(false, outcome(verification.finish()).equals("accepted"));
    } catch (IOException cannotHappen) {
      throw new UncheckedIOException(cannotHappen);
    }
  }

  @Test
  void oneSecretEach_everyForgeryCostsOneMac() {
    assertCost(1, verifier(directory(1, 1)));
  }

  @Test
  void bodyIsHashedWhileItArrives_soThatNothingShowsInTheTimeAfterItsLastByte() {
    WebhookVerifier verifier = verifier(directory(1, 1));
    Map<String, Delivery> forgeries = forgeries(EVENT);
    forgeries.values().forEach(delivery -> delivery.to(verifier));
    forgeries.forEach(
        (wrong, delivery) -> {
          Verification verification = verifier.begin(delivery.build());
          assertEquals(
              new Work(EVENT.length, 0),
              digests().during(() -> verification.update(ByteBuffer.wrap(EVENT))),
              wrong);
          assertEquals(new Work(32, 2), digests().during(verification::finish), wrong);
        });
  }

  @Test
  void threeSecretsOfOneSender_everyForgeryCostsThreeMacs() {
    assertCost(3, verifier(directory(3, 1)));
    assertCost(3, verifier(directory(1, 3)));
    assertCost(3, verifier(directory(3, 3)));
    assertCost(3, verifier(directory(2, 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8})
  void directoryThatSaysHowManySecretsItHas_isTakenAtItsWord(int most) {
    assertCost(most, verifier(saying(most)));
  }

  @Test
  void directoryThatDoesNotSay_costsTwo() {
    CredentialDirectory inner = directory(1, 2);
    assertCost(2, verifier((app, merchant) -> inner.find(app, merchant)));
  }

  @Test
  void directoryThatSaysTooMany_costsEightAtMost() {
    assertCost(Credentials.MAX_SECRETS, verifier(saying(100)));
  }

  @Test
  void directoryThatSaysTooFew_stillTriesEverySecret() {
    CredentialDirectory inner = directory(3, 1);
    WebhookVerifier verifier = verifier(saying(0, inner));
    Delivery forged = forgeries(EVENT).values().iterator().next();
    forged.to(verifier);
    assertEquals(Work.ofMacs(3, EVENT.length), digests().during(() -> forged.to(verifier)));
  }

  @Test
  void everyActiveSecretIsTried_whicheverMatches() {
    WebhookVerifier verifier = verifier(directory(3, 1));
    for (Secret secret : secrets(3, "application")) {
      Delivery genuine = signed(APP, STORE, secret, EVENT);
      genuine.acceptedBy(verifier);
      assertEquals(Work.ofMacs(3, EVENT.length), digests().during(() -> genuine.to(verifier)));
    }
  }

  @Test
  void emptyBody_costsTheSameWhoeverSendsIt() {
    WebhookVerifier verifier = verifier(directory(3, 1));
    forgeries(new byte[0])
        .forEach(
            (wrong, delivery) -> {
              delivery.to(verifier);
              assertEquals(Work.ofMacs(3, 0), digests().during(() -> delivery.to(verifier)), wrong);
            });
  }

  @Test
  void requestWithoutAShapeOfOne_costsNothing() {
    WebhookVerifier verifier = verifier(directory(1, 1));
    for (Delivery shapeless :
        List.of(
            Delivery.genuine().header(SIGNATURE),
            Delivery.genuine().header(APP_ID, "a b"),
            Delivery.genuine().header(MERCHANT_ID, "a", "b"))) {
      assertEquals(new Work(0, 0), digests().during(() -> shapeless.to(verifier)));
    }
  }

  private static CredentialDirectory saying(int most) {
    return saying(most, directory(1, 1));
  }

  private static CredentialDirectory saying(int most, CredentialDirectory inner) {
    return new CredentialDirectory() {
      @Override
      public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
        return inner.find(appId, merchantId);
      }

      @Override
      public int mostSecrets() {
        return most;
      }
    };
  }
}
