package dev.lacre.cli.conform.receiver;

import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.ConfigAccess;
import java.util.ArrayList;
import java.util.List;

/**
 * A sender who speaks for one merchant, with all that a genuine delivery needs. Immutable by
 * convention; its text shows no secret.
 *
 * @param ofOneMerchant whether the secrets belong to this merchant alone
 * @param secrets its active secrets, as bytes
 * @param merchants all merchants for whom the same secrets speak
 */
public record Speaker(
    String appId,
    String merchant,
    boolean ofOneMerchant,
    List<byte[]> secrets,
    List<String> merchants) {

  /** Returns every pair of sender and merchant that the file allows, in its order. */
  public static List<Speaker> all(ConfigAccess.Setup setup) {
    List<Speaker> all = new ArrayList<>();
    for (ConfigAccess.Sender sender : setup.senders()) {
      List<byte[]> secrets = sender.secrets().stream().map(SignerAccess::insecureBytes).toList();
      List<String> merchants = sender.merchants().stream().map(m -> m.value()).toList();
      for (String merchant : merchants) {
        all.add(
            new Speaker(
                sender.appId().value(), merchant, sender.merchantId() != null, secrets, merchants));
      }
    }
    return List.copyOf(all);
  }

  byte[] secret() {
    return secrets.get(0);
  }

  /** Tells whether both sign with the same secrets. */
  boolean sharesSecretsWith(Speaker other) {
    return appId.equals(other.appId)
        && (!ofOneMerchant && !other.ofOneMerchant || merchant.equals(other.merchant));
  }

  /** Returns the same sender in the name of anybody. */
  Speaker speakingFor(String anybody) {
    return new Speaker(appId, anybody, ofOneMerchant, secrets, merchants);
  }

  /** Returns the same under another secret. */
  public Speaker with(byte[] secret) {
    return new Speaker(appId, merchant, ofOneMerchant, List.of(secret), merchants);
  }

  /** Returns who it is. */
  @Override
  public String toString() {
    return appId + " for " + merchant;
  }
}
