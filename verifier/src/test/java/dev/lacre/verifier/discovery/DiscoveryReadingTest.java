package dev.lacre.verifier.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.Participant;
import dev.lacre.verifier.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Documents that are valid: what is read, and what is written of it. */
class DiscoveryReadingTest {

  private static DiscoveryDeclaration declared(String document) {
    DiscoveryReading reading = Documents.read(document);
    assertTrue(reading.isValid(), () -> "" + reading.issues());
    return reading.orElseThrow();
  }

  private static DiscoveryDeclaration again(DiscoveryDeclaration declaration) {
    return DiscoveryDeclaration.read(declaration.toJson()).orElseThrow();
  }

  @Test
  void pagesExample_isValid_withTwoWarnings() {
    DiscoveryReading reading = Documents.read(Documents.PAGE);
    assertTrue(reading.isValid());
    assertEquals(
        List.of(
            "~/messageSigning/mechanism mechanism-not-said",
            "~/messageSigning/operations operations-not-said"),
        Documents.issues(reading.issues()));
  }

  @Test
  void pagesExample_roundTrips() {
    DiscoveryDeclaration page = declared(Documents.PAGE);
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT),
        page.supportedModels());
    assertEquals(
        Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION), page.defaultModel());
    assertEquals(
        List.of(Scope.ORDERS, Scope.MENU, Scope.LOGISTICS, Scope.CRM, Scope.ALL), page.scopes());
    MessageSigning signing = page.messageSigning().orElseThrow();
    assertTrue(signing.supported());
    assertFalse(signing.required());
    assertTrue(page.merchantDiscovery().orElseThrow().supported());
    assertEquals(Map.of(), page.otherFields());
    assertEquals(page, again(page));
    assertEquals(page.hashCode(), again(page).hashCode());
    assertEquals(
        Documents.PAGE.replaceAll("\\s+", ""),
        new String(page.toJson(), UTF_8).replaceAll("\\s+", ""));
  }

  @Test
  void manifest_isReadByItsBlock() {
    String manifest =
        "{\"appId\": \"x\", \"authentication\": " + Documents.PAGE + ", \"capabilities\": {}}";
    assertEquals(declared(Documents.PAGE), declared(manifest));
  }

  @Test
  void draft_becomesThePagesModels_andNothingIsInvented() {
    DiscoveryReading reading = Documents.read(Documents.DRAFT);
    DiscoveryDeclaration draft = reading.orElseThrow();
    assertEquals(
        List.of(
            AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION,
            AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT,
            AuthenticationModel.AUTHORIZATION_CODE),
        draft.supportedModels());
    assertEquals(Optional.empty(), draft.defaultModel());
    assertEquals(List.of(), draft.scopes());
    assertEquals(Optional.empty(), draft.messageSigning());
    assertEquals(Optional.empty(), draft.merchantDiscovery());
    assertEquals(
        List.of(
            "~/defaultModel not-said",
            "~/scopes not-said",
            "~/messageSigning not-said",
            "~/merchantDiscovery not-said"),
        Documents.issues(reading.issues()));
  }

  @Test
  void draft_roundTrips_andIsWrittenInThePagesShape() {
    DiscoveryDeclaration draft = declared(Documents.DRAFT);
    String written = new String(draft.toJson(), UTF_8);
    assertTrue(written.contains("\"supportedModels\" : [ \"client_credentials_application\""));
    assertFalse(written.contains("messageSigning"), written);
    assertEquals(draft, again(draft));
    assertArrayEquals(draft.toJson(), again(draft).toJson());
  }

  @Test
  void draft_theOnlyModelIsTheDefault() {
    String application =
        "{\"supportedGrantTypes\":[\"client_credentials\"],\"clientIdGeneration\":[\"%s\"]}";
    assertEquals(
        Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION),
        declared(application.formatted("by_app")).defaultModel());
    assertEquals(
        Optional.of(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT),
        declared(application.formatted("by_merchant")).defaultModel());
    assertEquals(
        List.of(AuthenticationModel.AUTHORIZATION_CODE),
        declared(
                "{\"supportedGrantTypes\":[\"authorization_code\"],"
                    + "\"clientIdGeneration\":[\"by_app\"]}")
            .supportedModels());
  }

  @Test
  void unknownFields_areKeptOnEveryLevel_withTheirDigitsAndOrder() {
    String text =
        """
        {
          "supportedModels": ["authorization_code"],
          "defaultModel": "authorization_code",
          "scopes": ["od.menu"],
          "messageSigning": {
            "supported": true, "required": true, "mechanism": "HMAC-SHA256",
            "operations": ["orderEvent", {"operation": "x", "path": "/x", "scope": "od.menu",
              "presenter": "sender", "since": 1.10}],
            "keyBits": 1E+2
          },
          "merchantDiscovery": { "supported": false, "page": 12345678901234567890.0010 },
          "tokenUrl": "https://auth.example/\\u00e9\\ud83c\\udf55", "z": {"b": [null, true], "a": -0.0}
        }
        """;
    DiscoveryDeclaration read = declared(text);
    String written = new String(read.toJson(), UTF_8);
    for (String digits : List.of("1.10", "1E+2", "12345678901234567890.0010", "-0.0")) {
      assertTrue(written.contains(digits), () -> digits + " in " + written);
    }
    assertEquals(
        Map.of("tokenUrl", "\"https://auth.example/é🍕\"", "z", "{\"b\":[null,true],\"a\":-0.0}"),
        read.otherFields());
    assertEquals(
        Map.of("page", "12345678901234567890.0010"),
        read.merchantDiscovery().orElseThrow().otherFields());
    MessageSigning signing = read.messageSigning().orElseThrow();
    assertEquals(Optional.of("HMAC-SHA256"), signing.mechanism());
    assertEquals(Map.of("keyBits", "1E+2"), signing.otherFields());
    SignedOperation second = signing.operations().get(1);
    assertEquals(SignedOperation.named("orderEvent"), signing.operations().get(0));
    assertEquals(Optional.of("/x"), second.path());
    assertEquals(Optional.of(Scope.MENU), second.scope());
    assertEquals(Optional.of(Participant.SENDER), second.presenter());
    assertEquals(Map.of("since", "1.10"), second.otherFields());
    assertEquals(read, again(read));
    assertNotEquals(read, declared(text.replace("1.10", "1.1")), "digits are part of a value");
  }

  @Test
  void operationsFieldsOfOthers_areKeptAndNotJudged() {
    String text =
        Documents.PAGE.replace(
            "\"required\": false",
            "\"required\": false, \"mechanism\": \"x\", \"operations\":"
                + " [{\"operation\": \"a\", \"path\": 1, \"scope\": \"own\", \"presenter\": []}]");
    SignedOperation operation = declared(text).messageSigning().orElseThrow().operations().get(0);
    assertEquals(
        Map.of("path", "1", "scope", "\"own\"", "presenter", "[]"), operation.otherFields());
    assertEquals(declared(text), again(declared(text)));
  }
}
