package dev.lacre.cli.conform.sender;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.ConfigAccess.Sender;
import java.util.List;
import java.util.function.Predicate;

/** Who may send what, as a configuration says. Immutable and thread-safe; shows no secret. */
final class Senders {

  private final List<Sender> senders;

  Senders(List<Sender> senders) {
    this.senders = List.copyOf(senders);
  }

  boolean knows(String appId) {
    return senders.stream().anyMatch(sender -> sender.appId().value().equals(appId));
  }

  boolean authorises(String appId, String merchantId) {
    return senders.stream()
        .filter(sender -> sender.appId().value().equals(appId))
        .anyMatch(sender -> names(sender, merchantId));
  }

  /** Tells whether any application has this merchant. */
  boolean hasMerchant(String merchantId) {
    return senders.stream().anyMatch(sender -> names(sender, merchantId));
  }

  private static boolean names(Sender sender, String merchantId) {
    return sender.merchants().stream().anyMatch(each -> each.value().equals(merchantId));
  }

  /** Returns the key material of the secrets with which this sender may sign. */
  List<byte[]> keys(String appId, String merchantId) {
    return keys(sender -> speaks(sender, appId, merchantId));
  }

  /** Returns the key material of all other secrets. */
  List<byte[]> otherKeys(String appId, String merchantId) {
    return keys(sender -> !speaks(sender, appId, merchantId));
  }

  private static boolean speaks(Sender sender, String appId, String merchantId) {
    return sender.appId().value().equals(appId)
        && (sender.merchantId() == null || sender.merchantId().value().equals(merchantId));
  }

  private List<byte[]> keys(Predicate<Sender> which) {
    return senders.stream()
        .filter(which)
        .flatMap(sender -> sender.secrets().stream())
        .map(Senders::key)
        .toList();
  }

  private static byte[] key(Secret secret) {
    return SignerAccess.insecureBytes(secret);
  }
}
