package dev.lacre.verifier.config;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.ApiKeys;
import dev.lacre.verifier.BearerTokens;
import dev.lacre.verifier.CallerAuthenticator;
import dev.lacre.verifier.internal.ConfigAccess;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code apiKeys} and {@code bearer}, and the {@code authenticate} of routes, which names
 * them.
 */
final class CallersSection {

  static final String SIGNATURE = "signature";
  static final String API_KEY = "api-key";
  static final String BEARER = "bearer";

  private static final String API_KEYS_SECTION = "apiKeys";

  private final SecretReader reader;
  private final ConfigInputs inputs;
  private final Map<String, ConfigNode> sections = new LinkedHashMap<>();
  private final Map<String, CallerAuthenticator> authenticators = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<ConfigAccess.Client> ofKeys = new ArrayList<>();
  private final List<ConfigAccess.Client> ofTokens = new ArrayList<>();
  private String keyHeader = ApiKeys.DEFAULT_HEADER;

  CallersSection(SecretReader reader, ConfigInputs inputs, Map<String, ConfigNode> root) {
    this.reader = reader;
    this.inputs = inputs;
    ConfigNode keys = root.get(API_KEYS_SECTION);
    if (keys != null) {
      sections.put(API_KEY, keys);
      authenticators.put(API_KEY, apiKeys(keys));
    }
    ConfigNode credentials = root.get("credentials");
    if (credentials != null) {
      sections.put(SIGNATURE, credentials);
    }
    ConfigNode bearer = root.get(BEARER);
    if (bearer != null) {
      sections.put(BEARER, bearer);
      authenticators.put(BEARER, bearer(bearer));
    }
  }

  /** Returns who is known otherwise than by a signature. */
  ConfigAccess.Callers clients() {
    return new ConfigAccess.Callers(keyHeader, List.copyOf(ofKeys), List.copyOf(ofTokens));
  }

  /** Tells whether the signature is the only credential that a route can demand. */
  boolean isEmpty() {
    return authenticators.isEmpty();
  }

  /**
   * Returns the credentials that a route demands, in their order: all of them, and one at least.
   */
  Set<String> demanded(@Nullable ConfigNode authenticate) {
    Set<String> words = new LinkedHashSet<>();
    if (authenticate == null) {
      words.add(SIGNATURE);
      used.add(SIGNATURE);
      return words;
    }
    for (ConfigNode item : authenticate.list()) {
      String word = item.text();
      if (!List.of(SIGNATURE, API_KEY, BEARER).contains(word)) {
        throw item.fault(
            "the credential '"
                + Printable.of(word)
                + "' is unknown; a route demands signature, api-key, bearer, or several of them.");
      }
      if (!words.add(word)) {
        throw item.fault("the credential '" + word + "' stands twice in this list; keep one.");
      }
      if (!word.equals(SIGNATURE) && !authenticators.containsKey(word)) {
        throw item.fault(
            "the route demands '"
                + word
                + "', but the file has no '"
                + (word.equals(API_KEY) ? API_KEYS_SECTION : BEARER)
                + "', so nobody could ever be accepted; add it at the top.");
      }
    }
    if (words.isEmpty()) {
      throw authenticate.fault(
          "the route demands no credential, so anybody could be accepted; leave the key out, or"
              + " write [\"signature\"].");
    }
    used.addAll(words);
    return words;
  }

  /** Returns what proves the caller by these words, without the signature, in their order. */
  List<CallerAuthenticator> authenticators(Set<String> words) {
    List<CallerAuthenticator> all = new ArrayList<>();
    for (String word : words) {
      CallerAuthenticator each = authenticators.get(word);
      if (each != null) {
        all.add(each);
      }
    }
    return all;
  }

  /** Finds what is configured and demanded by no route: most likely a forgotten check. */
  void checkUsed() {
    sections.forEach(
        (word, section) -> {
          if (!used.contains(word)) {
            throw section.fault(
                "no route demands '"
                    + word
                    + "', so this protects nothing; name it in the 'authenticate' of a route, or"
                    + " leave it out.");
          }
        });
  }

  private ApiKeys apiKeys(ConfigNode section) {
    Map<String, ConfigNode> keys = section.members("header", "clients");
    ApiKeys.Builder all = ApiKeys.builder();
    ConfigNode header = keys.get("header");
    if (header != null) {
      header.checked(() -> all.header(header.text()));
      keyHeader = header.text();
    }
    for (ConfigNode client : section.required(keys, "clients").list()) {
      Map<String, ConfigNode> members = client.members("appId", "keys", "merchants");
      List<Secret> secrets = reader.secrets(client.required(members, "keys"));
      client(
          client,
          members,
          (app, merchants) -> {
            all.client(app, secrets, merchants);
            ofKeys.add(new ConfigAccess.Client(app, secrets, Set.copyOf(merchants)));
          });
    }
    return section.checked(all::build);
  }

  private BearerTokens bearer(ConfigNode section) {
    Map<String, ConfigNode> keys =
        section.members(
            "issuer",
            "audience",
            "algorithm",
            "jwks",
            "secrets",
            "scopes",
            "clockSkew",
            "appIdClaim",
            "clients");
    BearerTokens.Builder tokens = BearerTokens.builder();
    inputs.keySets().giveTo(tokens);
    ConfigNode issuer = section.required(keys, "issuer");
    issuer.checked(() -> tokens.issuer(issuer.text()));
    ConfigNode audience = section.required(keys, "audience");
    audience.checked(() -> tokens.audience(audience.text()));
    ConfigNode algorithm = section.required(keys, "algorithm");
    algorithm.checked(() -> tokens.algorithm(algorithm.text()));
    keySource(section, keys, tokens);
    ConfigNode scopes = keys.get("scopes");
    if (scopes != null) {
      scopes.checked(() -> tokens.scopes(scopes.texts()));
    }
    ConfigNode skew = keys.get("clockSkew");
    if (skew != null) {
      skew.checked(() -> tokens.clockSkew(duration(skew)));
    }
    ConfigNode claim = keys.get("appIdClaim");
    if (claim != null) {
      claim.checked(() -> tokens.appIdClaim(claim.text()));
    }
    for (ConfigNode client : section.required(keys, "clients").list()) {
      client(
          client,
          client.members("appId", "merchants"),
          (app, merchants) -> {
            tokens.client(app, merchants);
            ofTokens.add(new ConfigAccess.Client(app, List.of(), Set.copyOf(merchants)));
          });
    }
    return section.checked(tokens::build);
  }

  private void keySource(
      ConfigNode section, Map<String, ConfigNode> keys, BearerTokens.Builder tokens) {
    ConfigNode jwks = keys.get("jwks");
    ConfigNode secrets = keys.get("secrets");
    if ((jwks == null) == (secrets == null)) {
      throw section.fault(
          "the keys of bearer tokens come from exactly one of 'jwks' and 'secrets'; name one.");
    }
    if (secrets != null) {
      List<Secret> shared = reader.secrets(secrets);
      secrets.checked(() -> tokens.sharedSecrets(shared));
      return;
    }
    ConfigNode set = section.required(keys, "jwks");
    Map<String, ConfigNode> members = set.members("url", "file", "insecureHttp");
    ConfigNode url = members.get("url");
    ConfigNode file = members.get("file");
    ConfigNode http = members.get("insecureHttp");
    if ((url == null) == (file == null)) {
      throw set.fault("a key set comes from exactly one of 'url' and 'file'; name one.");
    }
    if (file != null) {
      file.checked(() -> tokens.keysFromFile(path(file)));
    } else if (url != null) {
      boolean insecure = http != null && http.flag();
      url.checked(() -> keysFrom(uri(url), insecure, tokens));
    }
    if (http != null && url == null) {
      throw http.fault("a file is not fetched, so 'insecureHttp' says nothing; leave it out.");
    }
  }

  /** The text is not shown: what is no URL may be anything. */
  private static URI uri(ConfigNode url) {
    try {
      return new URI(url.text());
    } catch (URISyntaxException malformed) {
      throw url.fault("this is no URL; give it as https://HOST/PATH.");
    }
  }

  private static BearerTokens.Builder keysFrom(
      URI url, boolean insecure, BearerTokens.Builder tokens) {
    return insecure ? tokens.keysFromInsecureUrl(url) : tokens.keysFromUrl(url);
  }

  private Path path(ConfigNode file) {
    try {
      return inputs.otherFile(file.text());
    } catch (InvalidPathException malformed) {
      throw new IllegalArgumentException(
          "the key set's name cannot be a file's; name one, relative to the folder of this"
              + " configuration.");
    }
  }

  private static Duration duration(ConfigNode node) {
    try {
      return Duration.parse(node.text());
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException(
          "'" + Printable.of(node.text()) + "' is no ISO 8601 duration; write it as PT60S.");
    }
  }

  private static void client(
      ConfigNode entry,
      Map<String, ConfigNode> members,
      BiConsumer<AppId, Set<MerchantId>> consumer) {
    ConfigNode id = entry.required(members, "appId");
    AppId app = id.checked(() -> AppId.of(id.text()));
    Set<MerchantId> merchants = new LinkedHashSet<>();
    for (ConfigNode item : entry.required(members, "merchants").list()) {
      if (!merchants.add(item.checked(() -> MerchantId.of(item.text())))) {
        throw item.fault("the merchant stands twice in this list; keep one of them.");
      }
    }
    entry.checked(
        () -> {
          consumer.accept(app, merchants);
          return app;
        });
  }
}
