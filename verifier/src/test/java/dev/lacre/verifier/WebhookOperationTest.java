package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.RejectionReason.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts of the webhook operations, row by row. */
class WebhookOperationTest {

  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json";

  private static WebhookOperation named(String name) {
    return WebhookOperation.named(name).orElseThrow();
  }

  static List<WebhookOperation> operations() {
    return WebhookOperation.all();
  }

  @ParameterizedTest
  @CsvSource({
    "v1/newEvent,         od.orders,    ordering-application",
    "v1/newLogisticEvent, od.logistics, logistics-service",
    "v1/confirmationCode, od.logistics, logistics-service",
    "v2/orderEvent,       od.orders,    ordering-application",
    "v2/accountEvent,     od.orders,    software-service",
    "v2/customerEvent,    od.crm,       sender",
    "v2/loyaltyEvent,     od.crm,       software-service",
    "ordering-channel,    ,             ordering-channel"
  })
  void everyOperation_saysItsScopeAndWhoPresentsTheCredential(
      String name, @Nullable String scope, String presenter) {
    for (WebhookOperation operation : List.of(named(name), named(name).withSuccessStatus(201))) {
      assertEquals(Optional.ofNullable(scope), operation.scope().map(Scope::code));
      assertEquals(presenter, operation.presenter().code());
      assertEquals(Optional.of(operation.presenter()), Participant.ofCode(presenter));
      assertEquals(operation.scope(), Optional.ofNullable(scope).flatMap(Scope::ofCode));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v1/newEvent,           ,             /eventId, 204, 403, 403",
    "v1/newLogisticEvent,   /merchant/id, ,         204, 403, 403",
    "v1/confirmationCode,   ,             ,         200, 401, 401",
    "v2/orderEvent,         ,             /eventId, 204, 401, 403",
    "v2/accountEvent,       ,             /eventId, 204, 401, 403",
    "v2/customerEvent,      ,             /id,      204, 401, 403",
    "v2/loyaltyEvent,       ,             /id,      204, 401, 403",
    "ordering-channel,      ,             ,         200, 401, 403"
  })
  void everyOperation_keepsItsRow(
      String name,
      @Nullable String merchant,
      @Nullable String eventId,
      int success,
      int badSignature,
      int badMerchant) {
    WebhookOperation operation = named(name);
    assertEquals(name, operation.name());
    assertEquals(name, operation.toString());
    assertEquals(Optional.ofNullable(merchant), operation.merchantPointer());
    assertEquals(Optional.ofNullable(eventId), operation.eventIdPointer());
    assertEquals(success, operation.successStatus());
    assertEquals(badSignature, operation.refusal(RejectionReason.SIGNATURE_MISMATCH).status());
    assertEquals(badMerchant, operation.refusal(RejectionReason.STORE_MISMATCH).status());
    assertEquals(name.equals("v1/confirmationCode"), operation.echoesBody());
  }

  @Test
  void all_isTheseInTheOrderOfTheSpecification() {
    assertEquals(
        List.of(
            WebhookOperation.V1_NEW_EVENT,
            WebhookOperation.V1_NEW_LOGISTIC_EVENT,
            WebhookOperation.V1_CONFIRMATION_CODE,
            WebhookOperation.V2_ORDER_EVENT,
            WebhookOperation.V2_ACCOUNT_EVENT,
            WebhookOperation.V2_CUSTOMER_EVENT,
            WebhookOperation.V2_LOYALTY_EVENT,
            WebhookOperation.ORDERING_CHANNEL),
        WebhookOperation.all());
    for (WebhookOperation operation : WebhookOperation.all()) {
      assertSame(operation, named(operation.name()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "newEvent", "V1/newEvent", "v1/newevent", "/v1/newEvent", "v1/x"})
  void named_anythingElse_isNothing(String name) {
    assertTrue(WebhookOperation.named(name).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ordering-channel|SIGNATURE_MISMATCH|401|application/json"
            + "|{\"error\":\"Unauthorized\",\"message\":\"Invalid or missing authentication\"}",
        "ordering-channel|STORE_MISMATCH|403|application/json"
            + "|{\"error\":\"Forbidden\",\"message\":\"Access denied to this resource\"}",
        "ordering-channel|BODY_MALFORMED|400|application/json"
            + "|{\"error\":\"Bad Request\",\"message\":\"The request is not well formed\"}",
        "ordering-channel|METHOD_NOT_ALLOWED|405|application/json"
            + "|{\"error\":\"Method Not Allowed\",\"message\":\"Only POST is allowed\"}",
        "ordering-channel|BODY_TIMEOUT|408|application/json"
            + "|{\"error\":\"Request Timeout\",\"message\":\"The request took too long to arrive\"}",
        "ordering-channel|BODY_TOO_LARGE|413|application/json"
            + "|{\"error\":\"Content Too Large\",\"message\":\"The request is too large\"}",
        "ordering-channel|MEDIA_TYPE_UNSUPPORTED|415|application/json"
            + "|{\"error\":\"Unsupported Media Type\","
            + "\"message\":\"The media type is not supported\"}",
        "ordering-channel|INTERNAL_ERROR|500|application/json"
            + "|{\"error\":\"Internal Server Error\",\"message\":\"Something went wrong\"}",
        "ordering-channel|CREDENTIALS_UNAVAILABLE|503|application/json"
            + "|{\"error\":\"Service Unavailable\",\"message\":\"Try again later\"}",
        "v1/newEvent|SIGNATURE_MISMATCH|403|application/problem+json"
            + "|{\"title\":\"Forbidden\",\"status\":403}",
        "v1/newLogisticEvent|STORE_MISMATCH|403|application/problem+json"
            + "|{\"title\":\"Forbidden\",\"status\":403}",
        "v1/newLogisticEvent|BODY_MALFORMED|400|application/problem+json"
            + "|{\"title\":\"Bad Request\",\"status\":400}",
        "v1/confirmationCode|SIGNATURE_MISMATCH|401|application/problem+json"
            + "|{\"title\":\"Unauthorized\",\"status\":401}",
        "v1/confirmationCode|MERCHANT_NOT_AUTHORISED|401|application/problem+json"
            + "|{\"title\":\"Unauthorized\",\"status\":401}",
        "v2/orderEvent|SIGNATURE_MISMATCH|401|application/json"
            + "|{\"code\":\"UNAUTHORIZED\",\"message\":\"Invalid or missing authentication\"}",
        "v2/orderEvent|STORE_MISMATCH|403|application/json"
            + "|{\"code\":\"FORBIDDEN\",\"message\":\"Access denied to this resource\"}",
        "v2/accountEvent|BODY_TOO_LARGE|413|application/json"
            + "|{\"code\":\"CONTENT_TOO_LARGE\",\"message\":\"The request is too large\"}",
        "v2/customerEvent|BODY_INCOMPLETE|400|application/json"
            + "|{\"code\":\"BAD_REQUEST\",\"message\":\"The request is not well formed\"}",
        "v2/loyaltyEvent|OVERLOADED|503|application/json"
            + "|{\"code\":\"SERVICE_UNAVAILABLE\",\"message\":\"Try again later\"}"
      })
  void refusal_hasTheseExactBytes(
      String name, RejectionReason reason, int status, String contentType, String body) {
    Refusal refusal = named(name).refusal(reason);
    assertEquals(status, refusal.status());
    assertEquals(contentType, header(refusal, "Content-Type"));
    assertArrayEquals(Delivery.utf8(body), refusal.body());
    assertEquals("Refusal[" + status + " " + body + "]", refusal.toString());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void bodyShapes_areThoseOfTheOperationsSpecification(WebhookOperation operation) {
    String name = operation.name();
    boolean problem = name.startsWith("v1/");
    for (RejectionReason reason : RejectionReason.values()) {
      Refusal refusal = operation.refusal(reason);
      String body = new String(refusal.body(), StandardCharsets.UTF_8);
      assertEquals(problem ? PROBLEM : JSON, header(refusal, "Content-Type"));
      assertTrue(
          body.startsWith(
              problem ? "{\"title\":" : name.startsWith("v2/") ? "{\"code\":" : "{\"error\":"),
          body);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusalHeaders_areExactlyThoseOfTheStatus(WebhookOperation operation) {
    for (RejectionReason reason : RejectionReason.values()) {
      Refusal refusal = operation.refusal(reason);
      List<String> names =
          new ArrayList<>(refusal.headers().stream().map(Map.Entry::getKey).toList());
      List<String> expected = new ArrayList<>(List.of("Content-Type", "Cache-Control"));
      assertEquals("no-store", header(refusal, "Cache-Control"));
      switch (refusal.status()) {
        case 401 -> {
          expected.add("WWW-Authenticate");
          assertEquals("Signature realm=\"webhooks\"", header(refusal, "WWW-Authenticate"));
        }
        case 405 -> {
          expected.add("Allow");
          assertEquals("POST", header(refusal, "Allow"));
        }
        case 503 -> {
          expected.add("Retry-After");
          assertEquals("5", header(refusal, "Retry-After"));
        }
        default -> {}
      }
      assertEquals(expected, names, () -> operation + " " + reason);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void allReasonsOfOneKind_areAnsweredAlike(WebhookOperation operation) {
    Map<Kind, Refusal> seen = new EnumMap<>(Kind.class);
    for (RejectionReason reason : RejectionReason.values()) {
      Refusal refusal = operation.refusal(reason);
      Refusal first = seen.putIfAbsent(reason.kind(), refusal);
      if (first != null) {
        assertSame(first, refusal, reason.code());
      }
      String body = new String(refusal.body(), StandardCharsets.UTF_8);
      assertFalse(body.contains(reason.code()), body);
    }
    assertEquals(Set.of(Kind.values()), new HashSet<>(seen.keySet()));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void signatureAndMerchantRefusals_areNeverABusinessAnswer(WebhookOperation operation) {
    for (RejectionReason reason : RejectionReason.values()) {
      int status = operation.refusal(reason).status();
      assertTrue(status >= 400, reason.code());
      if (reason.kind() == Kind.UNAUTHENTICATED || reason.kind() == Kind.FORBIDDEN) {
        assertTrue(status == 401 || status == 403, () -> operation + " " + reason);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PATH_NOT_CANONICAL, path-not-canonical, BAD_REQUEST",
    "METHOD_NOT_ALLOWED, method-not-allowed, METHOD_NOT_ALLOWED",
    "ADDRESS_NOT_ALLOWED, address-not-allowed, FORBIDDEN",
    "HEADER_MISSING, header-missing, UNAUTHENTICATED",
    "HEADER_REPEATED, header-repeated, UNAUTHENTICATED",
    "HEADER_MALFORMED, header-malformed, UNAUTHENTICATED",
    "SIGNATURE_MALFORMED, signature-malformed, UNAUTHENTICATED",
    "UNKNOWN_SENDER, unknown-sender, UNAUTHENTICATED",
    "SIGNATURE_MISMATCH, signature-mismatch, UNAUTHENTICATED",
    "TIMESTAMP_OUT_OF_TOLERANCE, timestamp-out-of-tolerance, UNAUTHENTICATED",
    "BODY_EMPTY, body-empty, UNAUTHENTICATED",
    "BODY_TOO_LARGE, body-too-large, PAYLOAD_TOO_LARGE",
    "BODY_INCOMPLETE, body-incomplete, BAD_REQUEST",
    "BODY_TIMEOUT, body-timeout, REQUEST_TIMEOUT",
    "BODY_MALFORMED, body-malformed, BAD_REQUEST",
    "MEDIA_TYPE_UNSUPPORTED, media-type-unsupported, UNSUPPORTED_MEDIA_TYPE",
    "MERCHANT_NOT_AUTHORISED, merchant-not-authorised, FORBIDDEN",
    "STORE_MISMATCH, store-mismatch, FORBIDDEN",
    "MERCHANT_PROOF_TOO_WEAK, merchant-proof-too-weak, FORBIDDEN",
    "CREDENTIALS_UNAVAILABLE, credentials-unavailable, UNAVAILABLE",
    "OVERLOADED, overloaded, UNAVAILABLE",
    "INTERNAL_ERROR, internal-error, INTERNAL_ERROR"
  })
  void everyReason_keepsItsCodeAndKind(RejectionReason reason, String code, Kind kind) {
    assertEquals(code, reason.code());
    assertEquals(kind, reason.kind());
  }

  @ParameterizedTest
  @EnumSource
  void merchantProof_satisfiesItselfAndWhatIsWeaker(MerchantProof proof) {
    List<MerchantProof> weakestFirst =
        List.of(MerchantProof.ASSERTED, MerchantProof.SIGNED_FIELD, MerchantProof.KEY);
    for (MerchantProof demanded : weakestFirst) {
      assertEquals(
          weakestFirst.indexOf(proof) >= weakestFirst.indexOf(demanded),
          proof.satisfies(demanded),
          () -> proof + " where " + demanded + " is demanded");
    }
    assertEquals(Optional.of(proof), MerchantProof.ofCode(proof.code()));
  }

  @Test
  void merchantProof_hasTheseCodesAndNoOthers() {
    assertEquals(
        List.of("asserted", "signed-field", "key"),
        Arrays.stream(MerchantProof.values()).map(MerchantProof::code).toList());
    for (String other : new String[] {"", "KEY", "SIGNED_FIELD", "signed_field", "none"}) {
      assertTrue(MerchantProof.ofCode(other).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withSuccessStatus_changesNothingElse(WebhookOperation operation) {
    WebhookOperation changed = operation.withSuccessStatus(202);
    assertEquals(202, changed.successStatus());
    assertEquals(operation.name(), changed.name());
    assertEquals(operation.merchantPointer(), changed.merchantPointer());
    assertEquals(operation.eventIdPointer(), changed.eventIdPointer());
    assertEquals(operation.echoesBody(), changed.echoesBody());
    for (RejectionReason reason : RejectionReason.values()) {
      assertEquals(operation.refusal(reason).toString(), changed.refusal(reason).toString());
      assertEquals(operation.refusal(reason).headers(), changed.refusal(reason).headers());
    }
    assertEquals(200, operation.withSuccessStatus(200).successStatus());
    assertEquals(299, operation.withSuccessStatus(299).successStatus());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -200, 0, 100, 199, 300, 404, 500})
  void withSuccessStatus_thatIsNoSuccess_isRefused(int status) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> WebhookOperation.V1_NEW_EVENT.withSuccessStatus(status))
                .getMessage());
    assertTrue(message.contains(status + " is not 200 to 299"), message);
  }

  @Test
  void refusal_cannotBeChangedByItsUsers() {
    Refusal refusal = WebhookOperation.V1_NEW_EVENT.refusal(RejectionReason.HEADER_MISSING);
    byte[] body = refusal.body();
    body[0] = 'X';
    assertNotSame(refusal.body(), refusal.body());
    assertEquals('{', refusal.body()[0]);
    assertThrows(UnsupportedOperationException.class, () -> refusal.headers().clear());
    assertThrows(UnsupportedOperationException.class, () -> WebhookOperation.all().clear());
  }

  private static String header(Refusal refusal, String name) {
    List<String> values =
        refusal.headers().stream()
            .filter(header -> header.getKey().equals(name))
            .map(Map.Entry::getValue)
            .toList();
    assertEquals(1, values.size(), name);
    return values.get(0);
  }
}
