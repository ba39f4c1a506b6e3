package dev.lacre.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the tests of one group share: the rule they rest on, and how the receiver is set up. */
public final class VectorGroup {

  /**
   * A wire format.
   *
   * @param name its name
   * @param appIdHeader the header that names the application
   * @param merchantIdHeader the header that names the merchant
   * @param signatureHeader the header with the signature
   * @param algorithm the MAC
   * @param encoding how the MAC is written
   * @param signedContent what is signed
   */
  public record Scheme(
      String name,
      String appIdHeader,
      String merchantIdHeader,
      String signatureHeader,
      String algorithm,
      String encoding,
      String signedContent) {}

  /**
   * A secret; the key is the UTF-8 form of its text.
   *
   * @param text the secret as it was issued
   * @param hex the key's bytes
   */
  public record KeyMaterial(String text, String hex) {}

  /**
   * Who may sign with which secrets, and for whom.
   *
   * @param appId the application
   * @param model {@code client_credentials_application}, or {@code client_credentials_merchant},
   *     where there is exactly one merchant, whose own the secrets are
   * @param secrets the active secrets
   * @param merchants the merchants that the secrets may speak for
   */
  public record Credential(
      String appId, String model, List<KeyMaterial> secrets, List<String> merchants) {

    /**
     * Tells whether the secrets are one merchant's own.
     *
     * @return true in the merchant model
     */
    public boolean ofOneMerchant() {
      return model.equals("client_credentials_merchant");
    }
  }

  /**
   * From where deliveries may come.
   *
   * @param allow addresses and ranges, or null if any will do
   * @param trustedProxies whose forwarding header is believed
   * @param forwardedHeader the one header that they write, or null
   */
  public record Addresses(
      @Nullable List<String> allow,
      List<String> trustedProxies,
      @Nullable String forwardedHeader) {}

  private final String id;
  private final String file;
  private final String fileTitle;
  private final Rule rule;
  private final String operation;
  private final Scheme scheme;
  private final List<Credential> credentials;
  private final JsonNode store;
  private final String merchantProof;
  private final Addresses addresses;
  private final JsonNode setup;
  private List<TestVector> tests = List.of();

  VectorGroup(
      String file,
      String fileTitle,
      JsonNode json,
      Rule rule,
      Scheme scheme,
      List<Credential> credentials,
      Addresses addresses,
      JsonNode setup) {
    this.id = json.path("id").textValue();
    this.file = file;
    this.fileTitle = fileTitle;
    this.rule = rule;
    this.operation = json.path("operation").textValue();
    this.scheme = scheme;
    this.credentials = List.copyOf(credentials);
    this.store = json.path("store");
    this.merchantProof = json.path("merchantProof").textValue();
    this.addresses = addresses;
    this.setup = setup;
  }

  void tests(List<TestVector> read) {
    tests = List.copyOf(read);
  }

  /**
   * Returns the group's id.
   *
   * @return a stable word
   */
  public String id() {
    return id;
  }

  /**
   * Returns the name of the file that the group stands in.
   *
   * @return such as {@code sig-shape}
   */
  public String file() {
    return file;
  }

  /**
   * Returns what the file is about.
   *
   * @return a few words
   */
  public String fileTitle() {
    return fileTitle;
  }

  /**
   * Returns the rule that the tests rest on.
   *
   * @return the rule
   */
  public Rule rule() {
    return rule;
  }

  /**
   * Returns the operation that the receiver serves.
   *
   * @return such as {@code v1/newEvent}
   */
  public String operation() {
    return operation;
  }

  /**
   * Returns the wire format.
   *
   * @return the scheme
   */
  public Scheme scheme() {
    return scheme;
  }

  /**
   * Returns whom the receiver knows.
   *
   * @return an immutable list
   */
  public List<Credential> credentials() {
    return credentials;
  }

  /**
   * Returns the header that must name the store besides the scheme's own.
   *
   * @return a header's name, or nothing
   */
  public Optional<String> storeHeader() {
    return Optional.ofNullable(store.path("header").textValue());
  }

  /**
   * Returns the field of the body that must name the store.
   *
   * @return a JSON Pointer (RFC 6901), or nothing
   */
  public Optional<String> storePointer() {
    return Optional.ofNullable(store.path("pointer").textValue());
  }

  /**
   * Returns the segment of the path that must name the store, counted from 0.
   *
   * @return the index, or nothing
   */
  public OptionalInt storePathSegment() {
    return store.has("pathSegment")
        ? OptionalInt.of(store.path("pathSegment").intValue())
        : OptionalInt.empty();
  }

  /**
   * Returns the other names of stores, with the merchant that each stands for.
   *
   * @return an immutable map
   */
  public Map<String, String> storeAliases() {
    Map<String, String> aliases = new HashMap<>();
    store
        .path("aliases")
        .properties()
        .forEach(alias -> aliases.put(alias.getKey(), alias.getValue().textValue()));
    return Map.copyOf(aliases);
  }

  /**
   * Returns how well the merchant must be proven: {@code asserted} by the unsigned header alone,
   * named by a {@code signed-field}, or by a {@code key} that is the merchant's own.
   *
   * @return the weakest proof that will do
   */
  public String merchantProof() {
    return merchantProof;
  }

  /**
   * Returns from where deliveries may come.
   *
   * @return the rules
   */
  public Addresses addresses() {
    return addresses;
  }

  /**
   * Returns the tests.
   *
   * @return an immutable list
   */
  public List<TestVector> tests() {
    return tests;
  }

  /** Returns the set-up as it stands in the file. */
  JsonNode setup() {
    return setup;
  }

  /** Returns the id. */
  @Override
  public String toString() {
    return id;
  }
}
