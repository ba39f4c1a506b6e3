package dev.lacre.verifier.config;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SecretFile;
import dev.lacre.signer.internal.SecretText;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.internal.ConfigAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code credentials}. */
final class CredentialsSection {

  private static final String APPLICATION_MODEL = "client_credentials_application";
  private static final String MERCHANT_MODEL = "client_credentials_merchant";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final Path directory;
  private final Function<String, @Nullable String> environment;
  private final List<ConfigAccess.Sender> senders = new ArrayList<>();

  CredentialsSection(Path directory, Function<String, @Nullable String> environment) {
    this.directory = directory;
    this.environment = environment;
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
    List<Secret> secrets = secrets(list);
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
              List<Secret> secrets = secrets(list);
              senders.add(new ConfigAccess.Sender(app, merchant, secrets, List.of(merchant)));
              all.add(list.checked(() -> Credentials.forMerchant(app, merchant, secrets)));
            });
    return all;
  }

  private List<Secret> secrets(ConfigNode list) {
    return list.list().stream().map(this::secret).toList();
  }

  private Secret secret(ConfigNode node) {
    Map<String, ConfigNode> keys = node.members("env", "file", "insecureLiteral", "insecureShort");
    boolean mayBeShort = keys.containsKey("insecureShort") && keys.get("insecureShort").flag();
    long sources = keys.keySet().stream().filter(key -> !key.equals("insecureShort")).count();
    if (sources != 1) {
      throw node.fault(
          "a secret has "
              + sources
              + " sources here, but needs exactly one of env, file and insecureLiteral.");
    }
    ConfigNode env = keys.get("env");
    if (env != null) {
      return env.checked(() -> secretOf(variable(env.text()), mayBeShort));
    }
    ConfigNode file = keys.get("file");
    if (file != null) {
      return file.checked(() -> ofFile(file.text(), mayBeShort));
    }
    ConfigNode literal = node.required(keys, "insecureLiteral");
    return literal.checked(() -> secretOf(literal.text(), mayBeShort));
  }

  private String variable(String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment variable "
              + shown(name)
              + " is not set; a secret must be there before the service starts.");
    }
    return SecretText.readable(value);
  }

  /** What is not written like a variable's name may be the secret itself, in the wrong place. */
  private static String shown(String name) {
    return VARIABLE.matcher(name).matches()
        ? "'" + name + "'"
        : "named here (not shown, for it is not written like a variable)";
  }

  private Secret ofFile(String name, boolean mayBeShort) {
    try {
      byte[] bytes = SecretFile.read(directory.resolve(name));
      return mayBeShort ? Secret.ofShortBytesInsecurely(bytes) : Secret.ofBytes(bytes);
    } catch (InvalidPathException malformed) {
      throw new IllegalArgumentException(
          "the secret file's name cannot be a file's; name one, relative to the folder of this"
              + " configuration.");
    } catch (IllegalArgumentException fault) {
      throw new IllegalArgumentException(
          "the secret file '" + Printable.of(name) + "': " + fault.getMessage());
    }
  }

  private static Secret secretOf(String text, boolean mayBeShort) {
    return mayBeShort && StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? Secret.ofShortBytesInsecurely(text.getBytes(StandardCharsets.UTF_8))
        : Secret.ofUtf8(text);
  }
}
