package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SignerAccess;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All credentials in two hash tables, checked as a whole when built. */
final class InMemoryDirectory implements CredentialDirectory {

  private final Map<AppId, Credentials> ofApplications = new HashMap<>();
  private final Map<AppId, Map<MerchantId, Credentials>> ofMerchants = new HashMap<>();
  private final int mostSecrets;

  private InMemoryDirectory(Collection<Credentials> credentials) {
    int most = 1;
    for (Credentials each : credentials) {
      add(each);
      most = Math.max(most, each.secrets().size());
    }
    this.mostSecrets = most;
    checkSecretsDiffer(credentials);
  }

  static CredentialDirectory of(Collection<Credentials> credentials) {
    return new InMemoryDirectory(credentials);
  }

  private void add(Credentials each) {
    AppId app = each.appId();
    MerchantId merchant = each.merchantId();
    boolean repeated;
    if (merchant == null) {
      repeated = ofMerchants.containsKey(app) || ofApplications.put(app, each) != null;
    } else {
      repeated =
          ofApplications.containsKey(app)
              || ofMerchants.computeIfAbsent(app, a -> new HashMap<>()).put(merchant, each) != null;
    }
    if (repeated) {
      throw new IllegalArgumentException(
          "There are two credentials for "
              + each.owner()
              + ", or an application in both models; each application stands once, in one model,"
              + " with all its active secrets.");
    }
  }

  /** Compares by the MACs they make, so that keys that HMAC itself takes as equal are caught. */
  private static void checkSecretsDiffer(Collection<Credentials> credentials) {
    Map<ByteBuffer, String> owners = new HashMap<>();
    for (Credentials each : credentials) {
      for (Secret secret : each.secrets()) {
        String other = owners.put(ByteBuffer.wrap(SignerAccess.fingerprint(secret)), each.owner());
        if (other != null) {
          throw new IllegalArgumentException(
              (other.equals(each.owner())
                      ? "The credentials of " + other + " have the same secret twice"
                      : "One secret belongs to both " + other + " and " + each.owner())
                  + "; a signature made with it could not tell them apart, so each needs its own.");
        }
      }
    }
  }

  @Override
  public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
    Credentials ofApplication = ofApplications.get(appId);
    if (ofApplication != null) {
      return Optional.of(ofApplication);
    }
    return Optional.ofNullable(ofMerchants.getOrDefault(appId, Map.of()).get(merchantId));
  }

  @Override
  public int mostSecrets() {
    return mostSecrets;
  }

  @Override
  public String toString() {
    int pairs = ofMerchants.values().stream().mapToInt(Map::size).sum();
    return "CredentialDirectory["
        + ofApplications.size()
        + " applications, "
        + pairs
        + " single merchants]";
  }
}
