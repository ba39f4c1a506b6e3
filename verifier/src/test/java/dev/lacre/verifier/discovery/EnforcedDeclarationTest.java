package dev.lacre.verifier.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Participant;
import dev.lacre.verifier.Scope;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.LacreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is declared is what is enforced, and no more. */
class EnforcedDeclarationTest {

  private static final String APPLICATION =
      """
      { "appId": "app-of-many", "model": "client_credentials_application",
        "secrets": [ {"insecureLiteral": "the application's own secret"} ],
        "merchants": ["store-1"] }""";

  private static final String MERCHANT =
      """
      { "appId": "app-of-one", "model": "client_credentials_merchant",
        "merchants": { "store-9": {"secrets": [ {"insecureLiteral": "the merchant's own secret"} ]} } }""";

  private static final String KEYS =
      """
      "apiKeys": { "clients": [ { "appId": "app-of-many",
        "keys": [ {"insecureLiteral": "0123456789abcdef"} ], "merchants": ["store-1"] } ] }""";

  private static final String BEARER =
      """
      "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS256",
        "secrets": [ {"insecureLiteral": "a secret of thirty-two bytes or m"} ],
        "scopes": ["od.menu", "own.scope"],
        "clients": [ { "appId": "app-of-many", "merchants": ["store-1"] } ] }""";

  @TempDir private Path folder = Path.of("");

  private LacreConfig config(String top, String routes) throws IOException {
    return LacreConfig.load(
        Files.writeString(
            folder.resolve("lacre.json"), "{" + top + ", \"routes\": {" + routes + "}}"));
  }

  private static String credentials(String... all) {
    return "\"credentials\": [" + String.join(",", all) + "]";
  }

  private static String route(String path, String operation, String more) {
    return "\"" + path + "\": {\"operation\": \"" + operation + "\"" + more + "}";
  }

  @Test
  void signedRoutes_areDeclaredWithModelsScopesAndOperations() throws Exception {
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.of(
            config(
                credentials(MERCHANT, APPLICATION),
                route("/v1/newLogisticEvent", "v1/newLogisticEvent", "")
                    + ","
                    + route("/v1/newEvent", "v1/newEvent", "")));
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT),
        declared.supportedModels());
    assertEquals(
        Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION), declared.defaultModel());
    assertEquals(List.of(Scope.ORDERS, Scope.LOGISTICS), declared.scopes());
    MessageSigning signing = declared.messageSigning().orElseThrow();
    assertTrue(signing.supported());
    assertTrue(signing.required());
    assertEquals(Optional.of("HMAC-SHA256"), signing.mechanism());
    assertFalse(declared.merchantDiscovery().orElseThrow().supported());
    assertEquals(
        List.of("v1/newLogisticEvent", "v1/newEvent"),
        signing.operations().stream().map(SignedOperation::name).toList());
    SignedOperation logistics = signing.operations().get(0);
    assertEquals(Optional.of("/v1/newLogisticEvent"), logistics.path());
    assertEquals(Optional.of(Scope.LOGISTICS), logistics.scope());
    assertEquals(Optional.of(Participant.LOGISTICS_SERVICE), logistics.presenter());
    assertEquals(Map.of("access", "\"protected\""), logistics.otherFields());
  }

  @Test
  void declaration_isValid_withoutAnyIssue_andRoundTrips() throws Exception {
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.of(
            config(credentials(APPLICATION), route("/v2/orderEvent", "v2/orderEvent", "")));
    DiscoveryReading read = DiscoveryDeclaration.read(declared.toJson());
    assertEquals(List.of(), read.issues());
    assertEquals(declared, read.orElseThrow());
  }

  @Test
  void oneModel_isTheDefault() throws Exception {
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.of(config(credentials(MERCHANT), route("/hook", "v2/orderEvent", "")));
    assertEquals(
        List.of(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT), declared.supportedModels());
    assertEquals(
        Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT), declared.defaultModel());
  }

  @Test
  void signing_isRequiredOnlyIfEveryRouteDemandsIt() throws Exception {
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.of(
            config(
                credentials(APPLICATION) + "," + KEYS,
                route(
                        "/v2/orderEvent",
                        "v2/orderEvent",
                        ", \"authenticate\": [\"api-key\", \"signature\"]")
                    + ","
                    + route(
                        "/crm",
                        "v2/customerEvent",
                        ", \"authenticate\": [\"api-key\"], \"store\": {\"header\": \"X-Store\"}")));
    MessageSigning signing = declared.messageSigning().orElseThrow();
    assertTrue(signing.supported());
    assertFalse(signing.required());
    assertEquals(
        List.of("v2/orderEvent"),
        signing.operations().stream().map(SignedOperation::name).toList());
    assertEquals(List.of(Scope.ORDERS), declared.scopes(), "a key carries no scope");
  }

  @Test
  void tokens_addTheScopesThatTheyMustCarry_andNoModel() throws Exception {
    LacreConfig config =
        config(
            credentials(APPLICATION) + "," + BEARER,
            route("/v2/orderEvent", "v2/orderEvent", "")
                + ","
                + route(
                    "/crm",
                    "v2/customerEvent",
                    ", \"authenticate\": [\"bearer\"], \"store\": {\"header\": \"X-Store\"}"));
    DiscoveryDeclaration declared = DiscoveryDeclaration.of(config);
    assertEquals(List.of(Scope.ORDERS, Scope.MENU, Scope.CRM), declared.scopes());
    assertEquals(
        List.of(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION), declared.supportedModels());
  }

  private static List<String> faults(DiscoveryBuilder builder) {
    InvalidDiscoveryException fault = assertThrows(InvalidDiscoveryException.class, builder::build);
    return Documents.issues(fault.issues());
  }

  @Test
  void keysAlone_haveNoModel_whichIsAnErrorUntilOneIsNamed() throws Exception {
    LacreConfig config =
        config(
            KEYS,
            route(
                "/hook",
                "v2/orderEvent",
                ", \"authenticate\": [\"api-key\"], \"store\": {\"header\": \"X-Store\"}"));
    InvalidDiscoveryException fault =
        assertThrows(InvalidDiscoveryException.class, () -> DiscoveryDeclaration.of(config));
    assertEquals(
        List.of("/authentication/supportedModels missing", "/authentication/scopes missing"),
        Documents.issues(fault.issues()));
    assertTrue(("" + fault.getMessage()).contains("no route demands a signature"));
    DiscoveryDeclaration told =
        DiscoveryDeclaration.enforcing(config)
            .model(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION)
            .scope(Scope.ORDERS)
            .build();
    assertEquals(Optional.of(MessageSigning.unsupported()), told.messageSigning());
  }

  @Test
  void orderingChannelAlone_hasNoScope_whichIsAnErrorUntilOneIsNamed() throws Exception {
    LacreConfig config = config(credentials(APPLICATION), route("/hook", "ordering-channel", ""));
    assertEquals(
        List.of("/authentication/scopes missing"), faults(DiscoveryDeclaration.enforcing(config)));
    assertEquals(
        List.of(Scope.ALL),
        DiscoveryDeclaration.enforcing(config).scope(Scope.ALL).build().scopes());
  }

  @Test
  void whatTheFilterCannotKnow_isToldByTheUser() throws Exception {
    LacreConfig config =
        config(credentials(APPLICATION), route("/v2/orderEvent", "v2/orderEvent", ""));
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.enforcing(config)
            .model(AuthenticationModel.AUTHORIZATION_CODE)
            .defaultModel(AuthenticationModel.AUTHORIZATION_CODE)
            .merchantDiscovery(true)
            .build();
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.AUTHORIZATION_CODE),
        declared.supportedModels());
    assertTrue(declared.merchantDiscovery().orElseThrow().supported());
    assertEquals(
        List.of("/authentication/defaultModel default-not-supported"),
        faults(
            DiscoveryDeclaration.enforcing(config)
                .defaultModel(AuthenticationModel.AUTHORIZATION_CODE)));
  }

  @Test
  void whatIsEnforced_cannotBeTakenBack() throws Exception {
    LacreConfig config =
        config(credentials(APPLICATION), route("/v2/orderEvent", "v2/orderEvent", ""));
    DiscoveryBuilder builder = DiscoveryDeclaration.enforcing(config);
    assertThrows(
        IllegalStateException.class, () -> builder.messageSigning(MessageSigning.unsupported()));
  }

  @Test
  void directoryOfOnesOwn_tellsNoModels_soTheyMustBeNamed() throws Exception {
    WebhookVerifier own =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                (app, merchant) -> Optional.empty(),
                WebhookOperation.V2_ORDER_EVENT)
            .build();
    WebhookVerifier known =
        config(credentials(APPLICATION), route("/x", "v2/orderEvent", ""))
            .routes()
            .values()
            .iterator()
            .next()
            .verifier();
    for (Map<String, WebhookVerifier> routes :
        List.of(Map.of("/own", own), Map.of("/own", own, "/known", known))) {
      assertEquals(
          List.of("/authentication/supportedModels missing"),
          faults(DiscoveryDeclaration.enforcing(routes)));
    }
    DiscoveryDeclaration told =
        DiscoveryDeclaration.enforcing(Map.of("/own", own))
            .model(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT)
            .build();
    assertTrue(told.messageSigning().orElseThrow().required());
  }

  @Test
  void mechanism_ofAnotherScheme_namesIt() {
    SignatureScheme acme =
        SignatureScheme.named("acme")
            .signatureHeader("X-Acme-Signature")
            .appIdHeader("X-Acme-App")
            .merchantIdHeader("X-Acme-Store")
            .build();
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                acme, CredentialDirectory.of(List.of()), WebhookOperation.V2_ORDER_EVENT)
            .build();
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.enforcing(Map.of("/x", verifier))
            .model(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION)
            .build();
    assertEquals(
        Optional.of("acme HMAC-SHA256"), declared.messageSigning().orElseThrow().mechanism());
  }

  @Test
  void plainBuilder_needsToBeToldWhetherMessagesAreSigned() {
    assertEquals(
        List.of(
            "/authentication/supportedModels missing",
            "/authentication/scopes missing",
            "/authentication/messageSigning missing"),
        faults(DiscoveryDeclaration.builder()));
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.builder()
            .model(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION)
            .scope(Scope.CRM)
            .messageSigning(
                MessageSigning.supported("HMAC-SHA256", List.of(SignedOperation.named("x"))))
            .build();
    assertEquals(List.of(), DiscoveryDeclaration.read(declared.toJson()).issues());
    assertThrows(
        IllegalArgumentException.class, () -> MessageSigning.required("HMAC-SHA256", List.of()));
    assertThrows(IllegalArgumentException.class, () -> SignedOperation.named(" "));
  }

  @Test
  void declaration_showsNoSecretOrMerchant() throws Exception {
    DiscoveryDeclaration declared =
        DiscoveryDeclaration.of(
            config(
                credentials(APPLICATION, MERCHANT), route("/v2/orderEvent", "v2/orderEvent", "")));
    String text = new String(declared.toJson(), UTF_8) + declared;
    for (String hidden : List.of("secret", "store-", "app-of")) {
      assertFalse(text.contains(hidden), text);
    }
  }
}
