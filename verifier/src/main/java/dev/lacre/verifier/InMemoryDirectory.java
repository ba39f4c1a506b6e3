package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.VerifierAccess;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All credentials in hash tables, checked as a whole when built. */
final class InMemoryDirectory implements CredentialDirectory {

  private static final IdTable<Credentials> NO_MERCHANTS = new IdTable<>(Map.of());

  private final IdTable<Application> applications;
  private final int inApplicationModel;
  private final int pairs;
  private final int mostSecrets;

  /** One application in either model: its own credentials, or those of its merchants. */
  private record Application(@Nullable Credentials shared, IdTable<Credentials> ofMerchants) {}

  private InMemoryDirectory(Collection<Credentials> credentials) {
    Map<String, Credentials> applications = new HashMap<>();
    Map<String, Map<String, Credentials>> merchants = new HashMap<>();
    int most = 1;
    for (Credentials each : credentials) {
      add(each, applications, merchants);
      most = Math.max(most, each.secretCount());
    }
    Map<String, Application> entries = new HashMap<>();
    applications.forEach((app, shared) -> entries.put(app, new Application(shared, NO_MERCHANTS)));
    merchants.forEach((app, each) -> entries.put(app, new Application(null, new IdTable<>(each))));
    this.applications = new IdTable<>(entries);
    this.inApplicationModel = applications.size();
    this.pairs = merchants.values().stream().mapToInt(Map::size).sum();
    this.mostSecrets = most;
    checkSecretsDiffer(credentials);
  }

  static CredentialDirectory of(Collection<Credentials> credentials) {
    return new InMemoryDirectory(credentials);
  }

  private static void add(
      Credentials each,
      Map<String, Credentials> applications,
      Map<String, Map<String, Credentials>> merchants) {
    String app = each.appId().value();
    MerchantId merchant = each.merchantId();
    boolean repeated;
    if (merchant == null) {
      repeated = merchants.containsKey(app) || applications.put(app, each) != null;
    } else {
      repeated =
          applications.containsKey(app)
              || merchants.computeIfAbsent(app, a -> new HashMap<>()).put(merchant.value(), each)
                  != null;
    }
    if (repeated) {
      throw new IllegalArgumentException(
          "There are two credentials for "
              + each.owner()
              + ", or an application in both models; each application stands once, in one model,"
              + " with all its active secrets.");
    }
  }

  /** Compares what HMAC makes of them, so that keys that it takes as equal are caught. */
  private static void checkSecretsDiffer(Collection<Credentials> credentials) {
    Map<ByteBuffer, Credentials> owners = new HashMap<>(2 * credentials.size());
    for (Credentials each : credentials) {
      for (int i = 0; i < each.secretCount(); i++) {
        byte[] fingerprint = SignerAccess.fingerprint(each.secret(i));
        Credentials other = owners.put(ByteBuffer.wrap(fingerprint), each);
        if (other != null) {
          throw new IllegalArgumentException(
              (other.owner().equals(each.owner())
                      ? "The credentials of " + other.owner() + " have the same secret twice"
                      : "One secret belongs to both " + other.owner() + " and " + each.owner())
                  + "; a signature made with it could not tell them apart, so each needs its own.");
        }
      }
    }
  }

  @Override
  public Optional<Credentials> find(AppId appId, MerchantId merchantId) {
    Application application = applications.get(appId.value());
    if (application == null) {
      return Optional.empty();
    }
    Credentials shared = application.shared;
    return shared != null
        ? Optional.of(shared)
        : Optional.ofNullable(application.ofMerchants.get(merchantId.value()));
  }

  VerifierAccess.Models models() {
    return new VerifierAccess.Models(inApplicationModel > 0, pairs > 0);
  }

  @Override
  public int mostSecrets() {
    return mostSecrets;
  }

  @Override
  public String toString() {
    return "CredentialDirectory["
        + inApplicationModel
        + " applications, "
        + pairs
        + " single merchants]";
  }
}
