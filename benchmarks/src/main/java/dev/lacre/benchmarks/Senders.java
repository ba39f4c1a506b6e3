package dev.lacre.benchmarks;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Merchants of one application in the merchant model: each signs with a secret of its own. */
final class Senders {

  static final AppId APP = AppId.of("bench-app");

  private Senders() {}

  /** Returns a directory of the first so many merchants. */
  static CredentialDirectory directory(int merchants) {
    List<Credentials> all =
        IntStream.range(0, merchants)
            .mapToObj(i -> Credentials.forMerchant(APP, merchant(i), List.of(secret(i))))
            .toList();
    return CredentialDirectory.of(all);
  }

  static MerchantId merchant(int number) {
    return MerchantId.of("store-" + digits(number));
  }

  static Secret secret(int number) {
    return Secret.ofUtf8(secretText(number));
  }

  static String secretText(int number) {
    return "a-secret-for-benchmarks-of-store-" + digits(number);
  }

  /** Seven digits, so that all have one length. */
  private static String digits(int number) {
    return Integer.toString(10_000_000 + number).substring(1);
  }

  static WebhookSigner signer(int number) {
    return WebhookSigner.of(SignatureScheme.openDelivery(), APP, secret(number));
  }

  /** Returns so many different merchants' numbers, in an order that no prefetcher foresees. */
  static int[] drawn(int count, int merchants) {
    return new Random(4).ints(0, merchants).distinct().limit(count).toArray();
  }
}
