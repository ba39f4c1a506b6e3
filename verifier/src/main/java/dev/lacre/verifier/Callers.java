package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.util.Collection;

/** What must hold of every client whose credential is configured. */
final class Callers {

  private Callers() {}

  /** Throws {@link IllegalArgumentException} if the client stands twice or may do nothing. */
  static void check(AppId appId, Collection<MerchantId> merchants, Collection<AppId> before) {
    if (before.contains(appId)) {
      throw new IllegalArgumentException(
          "The client '"
              + appId.value()
              + "' stands twice; put all that belongs to it into one entry.");
    }
    if (merchants.isEmpty()) {
      throw new IllegalArgumentException(
          "The client '"
              + appId.value()
              + "' may speak for no merchant, so it could never be accepted; name its merchants.");
    }
  }
}
