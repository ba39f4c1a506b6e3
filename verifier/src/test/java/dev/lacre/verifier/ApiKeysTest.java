package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.MERCHANTS_APP;
import static dev.lacre.verifier.Delivery.OWN_STORE;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Which keys are taken, from where, and what a configuration of keys may not be. */
class ApiKeysTest {

  private static final String KEY = "key-of-the-application-7f3a";
  private static final String NEXT = "next-key-of-the-application";
  private static final String OWN = "key-of-the-other-client-b2c9";

  private static final ApiKeys KEYS =
      ApiKeys.builder()
          .client(APP, List.of(Secret.ofUtf8(KEY), Secret.ofUtf8(NEXT)), List.of(STORE, SISTER))
          .client(MERCHANTS_APP, List.of(Secret.ofUtf8(OWN)), List.of(OWN_STORE))
          .build();

  private static String outcome(ApiKeys keys, String name, String... lines) {
    InboundWebhook.Builder head = InboundWebhook.builder();
    for (String line : lines) {
      head.header(name, line);
    }
    CallerVerdict verdict = keys.authenticate(head.build());
    return verdict instanceof CallerVerdict.Known known
        ? known.appId().value()
        : ((CallerVerdict.Refused) verdict).reason().code();
  }

  private static String outcome(String... lines) {
    return outcome(KEYS, "X-API-KEY", lines);
  }

  @Test
  void activeKey_isOfItsClient() {
    assertEquals(APP.value(), outcome(KEY));
    assertEquals(APP.value(), outcome(NEXT));
    assertEquals(MERCHANTS_APP.value(), outcome(OWN));
    assertEquals(APP.value(), outcome(KEYS, "x-api-key", " \t" + KEY + " "));
    assertEquals(
        CallerVerdict.known(APP, Set.of(STORE, SISTER)),
        KEYS.authenticate(InboundWebhook.builder().header("X-Api-Key", KEY).build()));
  }

  @Test
  void otherKeys_areRefused_whateverTheirLength() {
    for (String other :
        List.of(
            KEY + "x",
            "x" + KEY,
            KEY.substring(1),
            KEY.substring(0, KEY.length() - 1),
            KEY.toUpperCase(java.util.Locale.ROOT),
            KEY.replace('7', '8'),
            KEY + KEY,
            KEY + "," + NEXT,
            "x",
            "*",
            "null",
            "x".repeat(KEY.length()),
            "x".repeat(1024))) {
      assertEquals("unknown-api-key", outcome(other), other);
    }
    for (String odd :
        List.of(
            KEY + " " + NEXT,
            KEY + "\u00e9",
            KEY + "\0",
            KEY + "\t" + KEY,
            "\u4e2d",
            "x".repeat(1025))) {
      assertEquals("header-malformed", outcome(odd), odd);
    }
  }

  @Test
  void header_mustStandExactlyOnce() {
    assertEquals("header-missing", outcome());
    assertEquals("header-missing", outcome(""));
    assertEquals("header-missing", outcome("  "));
    assertEquals("header-repeated", outcome(KEY, KEY));
    assertEquals("header-repeated", outcome(KEY, "wrong"));
    assertEquals("header-repeated", outcome("wrong", KEY));
  }

  @Test
  void keyAnywhereElse_countsForNothing() {
    InboundWebhook head =
        InboundWebhook.builder()
            .path("/hook?X-API-KEY=" + KEY + "&api_key=" + KEY)
            .header("Authorization", KEY)
            .header("Authorization", "Bearer " + KEY)
            .header("Cookie", "X-API-KEY=" + KEY)
            .header("X-API-KEYS", KEY)
            .header("X_API_KEY", KEY)
            .build();
    assertEquals(CallerVerdict.refused(RejectionReason.HEADER_MISSING), KEYS.authenticate(head));
  }

  @Test
  void header_isTheConfiguredOne() {
    ApiKeys keys =
        ApiKeys.builder()
            .header("Partner-Key")
            .client(APP, List.of(Secret.ofUtf8(KEY)), List.of(STORE))
            .build();
    assertEquals(APP.value(), outcome(keys, "partner-key", KEY));
    assertEquals("header-missing", outcome(keys, "X-API-KEY", KEY));
  }

  @Test
  void retiredKey_isRefused() {
    ApiKeys later =
        ApiKeys.builder().client(APP, List.of(Secret.ofUtf8(NEXT)), List.of(STORE)).build();
    assertEquals("unknown-api-key", outcome(later, "X-API-KEY", KEY));
    assertEquals(APP.value(), outcome(later, "X-API-KEY", NEXT));
  }

  private static void fault(String expected, Executable building) {
    RuntimeException fault = assertThrows(RuntimeException.class, building);
    assertTrue(
        fault instanceof IllegalArgumentException || fault instanceof IllegalStateException,
        fault::toString);
    assertTrue(String.valueOf(fault.getMessage()).contains(expected), fault.getMessage());
    assertFalse(String.valueOf(fault.getMessage()).contains("7f3a"), fault.getMessage());
  }

  @Test
  void faults_areFoundWhenBuilt() {
    Secret key = Secret.ofUtf8(KEY);
    List<Secret> one = List.of(key);
    fault("add a client", () -> ApiKeys.builder().build());
    fault("0 API keys", () -> ApiKeys.builder().client(APP, List.of(), List.of(STORE)));
    fault(
        "9 API keys",
        () -> ApiKeys.builder().client(APP, Collections.nCopies(9, key), List.of(STORE)));
    fault("no merchant", () -> ApiKeys.builder().client(APP, one, List.of()));
    fault(
        "stands twice",
        () -> ApiKeys.builder().client(APP, one, List.of(STORE)).client(APP, one, List.of(STORE)));
    fault(
        "belongs to both",
        () ->
            ApiKeys.builder()
                .client(APP, one, List.of(STORE))
                .client(AppId.of("other"), List.of(Secret.ofUtf8(KEY)), List.of(STORE))
                .build());
    fault(
        "same API key twice",
        () ->
            ApiKeys.builder()
                .client(APP, List.of(key, Secret.ofUtf8(KEY)), List.of(STORE))
                .build());
    for (String odd : List.of(" " + KEY, KEY + "\n", "caf\u00e9-" + KEY, "x".repeat(1025))) {
      fault(
          "no header could carry it",
          () -> ApiKeys.builder().client(APP, List.of(Secret.ofUtf8(odd)), List.of(STORE)).build());
    }
    for (String odd : List.of("", "X API", "X-API-KEY:", "\u00e9")) {
      fault("is no header name", () -> ApiKeys.builder().header(odd));
    }
    fault("another meaning", () -> ApiKeys.builder().header("x-app-merchantid"));
    fault("another meaning", () -> ApiKeys.builder().header("X-App-Id"));
    fault("set already", () -> ApiKeys.builder().header("A").header("B"));
  }

  @Test
  void nothingShown_holdsAKey() {
    assertEquals("ApiKeys[X-API-KEY, 2 clients]", KEYS.toString());
  }
}
