package dev.lacre.verifier.config;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.internal.ConfigAccess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code credentials}. */
final class CredentialsSection {

  private static final String APPLICATION_MODEL = "client_credentials_application";
  private static final String MERCHANT_MODEL = "client_credentials_merchant";

  private final SecretReader reader;
  private final List<ConfigAccess.Sender> senders = new ArrayList<>();

  CredentialsSection(SecretReader reader) {
    this.reader = reader;
  }

  /** Returns whose secrets were read, in the order of the file. */
  List<ConfigAccess.Sender> senders() {
    return List.copyOf(senders);
  }

  CredentialDirectory read(ConfigNode section) {
    List<Credentials> all = new ArrayList<>();
    Set<AppId> apps = new HashSet<>();
    for (ConfigNode entry : section.list()) {
      Map<String, ConfigNode> keys = entry.members("appId", "model", "secrets", "merchants");
      ConfigNode id = entry.required(keys, "appId");
      AppId app = id.checked(() -> AppId.of(id.text()));
      if (!apps.add(app)) {
        throw id.fault(
            "the application id '"
                + app.value()
                + "' stands twice in the file; put all its secrets and merchants into one entry.");
      }
      ConfigNode model = entry.required(keys, "model");
      switch (model.text()) {
        case APPLICATION_MODEL -> all.add(ofApplication(app, entry, keys));
        case MERCHANT_MODEL -> all.addAll(ofMerchants(app, entry, keys));
        default ->
            throw model.fault(
                "the model '"
                    + Printable.of(model.text())
                    + "' is unknown; webhooks are signed with a secret of "
                    + APPLICATION_MODEL
                    + " or "
                    + MERCHANT_MODEL
                    + ".");
      }
    }
    if (all.isEmpty()) {
      throw section.fault("there are no credentials, so nobody could ever be accepted; add some.");
    }
    return section.checked(() -> CredentialDirectory.of(all));
  }

  private Credentials ofApplication(AppId app, ConfigNode entry, Map<String, ConfigNode> keys) {
    ConfigNode listed = entry.required(keys, "merchants");
    Set<MerchantId> merchants = new LinkedHashSet<>();
    for (ConfigNode item : listed.list()) {
      if (!merchants.add(item.checked(() -> MerchantId.of(item.text())))) {
        throw item.fault("the merchant stands twice in this list; keep one of them.");
      }
    }
    ConfigNode list = entry.required(keys, "secrets");
    List<Secret> secrets = reader.secrets(list);
    senders.add(new ConfigAccess.Sender(app, null, secrets, List.copyOf(merchants)));
    return list.checked(() -> Credentials.forApplication(app, secrets, merchants));
  }

  private List<Credentials> ofMerchants(AppId app, ConfigNode entry, Map<String, ConfigNode> keys) {
    if (keys.containsKey("secrets")) {
      throw entry
          .required(keys, "secrets")
          .fault(
              "in the model "
                  + MERCHANT_MODEL
                  + " each merchant has its own secrets; move them into 'merchants'.");
    }
    ConfigNode merchants = entry.required(keys, "merchants");
    List<Credentials> all = new ArrayList<>();
    merchants
        .members()
        .forEach(
            (name, node) -> {
              MerchantId merchant = node.checked(() -> MerchantId.of(name));
              ConfigNode list = node.required(node.members("secrets"), "secrets");
              List<Secret> secrets = reader.secrets(list);
              senders.add(new ConfigAccess.Sender(app, merchant, secrets, List.of(merchant)));
              all.add(list.checked(() -> Credentials.forMerchant(app, merchant, secrets)));
            });
    return all;
  }
}
