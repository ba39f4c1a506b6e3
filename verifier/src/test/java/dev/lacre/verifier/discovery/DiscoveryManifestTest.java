package dev.lacre.verifier.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.Scope;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A manifest of one's own, completed by what is enforced, or refused where it says otherwise. */
class DiscoveryManifestTest {

  private static DiscoveryBuilder enforced() {
    CredentialDirectory directory =
        CredentialDirectory.of(
            List.of(
                Credentials.forApplication(
                    AppId.of("app"),
                    List.of(Secret.ofUtf8("a secret of the test")),
                    List.of(MerchantId.of("store-1")))));
    return DiscoveryDeclaration.enforcing(
        Map.of(
            "/v2/orderEvent",
            WebhookVerifier.builder(
                    SignatureScheme.openDelivery(), directory, WebhookOperation.V2_ORDER_EVENT)
                .build()));
  }

  private static DiscoveryManifest manifest(String text) {
    return DiscoveryManifest.of(enforced(), Documents.bytes(text));
  }

  private static List<String> faults(String text) {
    InvalidDiscoveryException fault =
        assertThrows(InvalidDiscoveryException.class, () -> manifest(text));
    return Documents.issues(fault.issues());
  }

  @Test
  void manifestWithoutABlock_getsOne_andKeepsTheRest() {
    DiscoveryManifest manifest =
        manifest("{\"appId\": \"x\", \"limits\": {\"rps\": 10.50}, \"capabilities\": {}}");
    String text = new String(manifest.toJson(), UTF_8);
    assertTrue(text.contains("\"rps\" : 10.50"), text);
    assertTrue(text.indexOf("appId") < text.indexOf("limits"), "the order stays");
    DiscoveryReading read = DiscoveryDeclaration.read(manifest.toJson());
    assertEquals(List.of(), read.issues());
    assertEquals(enforced().build(), read.orElseThrow());
    assertEquals(enforced().build(), manifest.declaration());
  }

  @Test
  void manifestOfTheBlockAlone_isAManifest() {
    DiscoveryManifest manifest = DiscoveryManifest.of(enforced().build());
    assertEquals(enforced().build(), DiscoveryDeclaration.read(manifest.toJson()).orElseThrow());
    assertArrayEquals(manifest.toJson(), manifest("{}").toJson());
    assertEquals(manifest, manifest("{}"));
  }

  @Test
  void ownBlock_addsWhatTheFilterCannotKnow() {
    DiscoveryDeclaration declared =
        manifest(
                """
                { "authentication": {
                    "supportedModels": ["authorization_code", "client_credentials_application"],
                    "defaultModel": "authorization_code",
                    "scopes": ["od.orders", "od.all"],
                    "messageSigning": { "supported": true, "required": true,
                      "mechanism": "HMAC-SHA256", "operations": ["v2/orderEvent"], "docs": 1 },
                    "merchantDiscovery": { "supported": true, "path": "/merchants" },
                    "tokenUrl": "https://auth.example/token" } }
                """)
            .declaration();
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.AUTHORIZATION_CODE),
        declared.supportedModels());
    assertEquals(AuthenticationModel.AUTHORIZATION_CODE, declared.defaultModel().orElseThrow());
    assertEquals(List.of(Scope.ORDERS, Scope.ALL), declared.scopes());
    assertTrue(declared.merchantDiscovery().orElseThrow().supported());
    assertEquals(
        Map.of("path", "\"/merchants\""), declared.merchantDiscovery().orElseThrow().otherFields());
    assertEquals(Map.of("docs", "1"), declared.messageSigning().orElseThrow().otherFields());
    assertEquals(Map.of("tokenUrl", "\"https://auth.example/token\""), declared.otherFields());
    assertEquals(
        "/v2/orderEvent",
        declared.messageSigning().orElseThrow().operations().get(0).path().orElseThrow());
  }

  @Test
  void ownDraftBlock_isKeptBesideThePages() {
    DiscoveryManifest manifest =
        manifest(
            "{\"authentication\": {\"supportedGrantTypes\": [\"client_credentials\"],"
                + " \"clientIdGeneration\": [\"by_app\", \"by_merchant\"]}}");
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT),
        manifest.declaration().supportedModels());
    assertEquals(List.of(), DiscoveryDeclaration.read(manifest.toJson()).issues());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messageSigning\": {\"supported\": false}} | /messageSigning/supported not-enforced",
        "{\"messageSigning\": {\"required\": false}} | /messageSigning/required not-enforced",
        "{\"messageSigning\": {\"mechanism\": \"none\"}} | /messageSigning/mechanism not-enforced",
        "{\"messageSigning\": {\"operations\": [\"x\"]}} | /messageSigning/operations not-enforced",
        "{\"supportedModels\": [\"authorization_code\"]} | /supportedModels not-enforced",
        "{\"supportedGrantTypes\": [\"client_credentials\"],"
            + " \"clientIdGeneration\": [\"by_merchant\"]} | /clientIdGeneration not-enforced",
        "{\"scopes\": [\"od.all\"]} | /scopes not-enforced",
        "{\"scopes\": [\"od.order\", \"od.orders\"]} | /scopes/0 unknown-scope",
        "{\"merchantDiscovery\": {\"supported\": 1}} | /merchantDiscovery/supported wrong-type",
        "{\"defaultModel\": \"authorization_code\"} | /defaultModel default-not-supported"
      })
  void ownBlock_thatSaysOtherwise_isRefusedAtItsPlace(String block, String fault) {
    assertEquals(List.of("/authentication" + fault), faults("{\"authentication\": " + block + "}"));
  }

  @Test
  void severalContradictions_areToldAtOnce() {
    assertEquals(
        List.of(
            "/authentication/messageSigning/required required-not-supported",
            "/authentication/scopes not-enforced",
            "/authentication/messageSigning/supported not-enforced"),
        faults(
            "{\"authentication\": {\"scopes\": [\"od.menu\"],"
                + " \"messageSigning\": {\"supported\": false, \"required\": true}}}"));
  }

  @Test
  void brokenManifest_isRefused() {
    assertEquals(List.of(" malformed-json"), faults("{"));
    assertEquals(List.of(" wrong-type"), faults("[]"));
    assertEquals(List.of("/authentication wrong-type"), faults("{\"authentication\": 1}"));
    assertEquals(List.of("/a duplicate-key"), faults("{\"a\": 1, \"a\": 1}"));
  }

  @Test
  void whatWasSaidInCode_isNotOverruled() {
    DiscoveryBuilder said = enforced().merchantDiscovery(false);
    byte[] manifest =
        Documents.bytes("{\"authentication\": {\"merchantDiscovery\": {\"supported\": true}}}");
    InvalidDiscoveryException fault =
        assertThrows(InvalidDiscoveryException.class, () -> DiscoveryManifest.of(said, manifest));
    assertEquals(
        List.of("/authentication/merchantDiscovery/supported not-enforced"),
        Documents.issues(fault.issues()));
    assertFalse(("" + fault.getMessage()).isEmpty());
  }
}
