package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** {@code lacre send} to routes that demand an API key or a token, and to a ledger. */
final class SendCredentialsTest {

  private static final String KEY = "key-of-my-app-" + Run.MARKER;
  private static final String ISSUER_SECRET = "a secret of the issuer of tokens " + Run.MARKER;

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "my-app", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1", "store-2", "store-3"] } ],
        "apiKeys": { "header": "X-Partner-Key", "clients": [
          { "appId": "another", "keys": [ {"env": "OTHER_KEY"} ], "merchants": ["store-1"] },
          { "appId": "my-app", "keys": [ {"env": "API_KEY"} ], "merchants": ["store-1", "store-2"] } ] },
        "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS256",
          "secrets": [ {"env": "ISSUER_SECRET"} ],
          "clients": [ { "appId": "my-app", "merchants": ["store-1", "store-2"] } ] },
        "ledger": {},
        "routes": {
          "/signed": { "operation": "v1/newEvent" },
          "/keyed": { "operation": "v1/newEvent", "store": {"header": "X-App-MerchantId"},
                      "authenticate": ["api-key"] },
          "/key": { "operation": "v1/newEvent", "authenticate": ["api-key", "signature"] },
          "/token": { "operation": "v1/newEvent", "authenticate": ["signature", "bearer"] },
          "/all": { "operation": "v1/newEvent",
                    "authenticate": ["signature", "api-key", "bearer"] }
        }
      }
      """;

  @TempDir private Path folder;
  private Path config = Path.of("");
  private String token = "";

  @BeforeEach
  void write() throws Exception {
    config = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    token = token(ISSUER_SECRET);
  }

  /** Returns a token that is made without Lacre. */
  private static String token(String secret) throws Exception {
    String signed =
        base64("{\"alg\":\"HS256\"}")
            + "."
            + base64(
                "{\"iss\":\"https://auth.example\",\"aud\":\"us\",\"client_id\":\"my-app\","
                    + "\"exp\":4102444800}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return signed
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private Run.Given given() {
    return Run.given()
        .variable("API_KEY", KEY)
        .variable("OTHER_KEY", "key-of-another-" + Run.MARKER)
        .variable("ISSUER_SECRET", ISSUER_SECRET)
        .variable("TOKEN", token);
  }

  private Run send(String url, String merchant, String... more) {
    Run run = given().in(Fixture.BODY).send(url, config, "my-app", merchant, more);
    for (String secret : List.of(KEY, ISSUER_SECRET, token.substring(token.lastIndexOf('.') - 5))) {
      assertFalse((run.out() + run.err()).contains(secret), "a credential is shown");
    }
    return run;
  }

  private Serving serving() throws InterruptedException {
    return Serving.start(config, given().environment());
  }

  @Test
  void send_whatTheRouteDemands_isPresented() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), token + "\n");
    try (Serving serving = serving()) {
      String url = serving.address().toString();
      for (Run run :
          List.of(
              send(url + "/signed", "store-1"),
              send(url + "/key", "store-1"),
              send(url + "/token", "store-1", "--token-env", "TOKEN"),
              send(url + "/all", "store-1", "--token-file", file.toString()))) {
        assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
        assertEquals("accepted", serving.nextVerdict().path("verdict").textValue());
      }
    }
  }

  @Test
  void send_eachFault_isRefusedForItsOwnReason_whateverTheRouteDemands() throws Exception {
    try (Serving serving = serving()) {
      String url = serving.address() + "/all";
      List<Executable> checks = new ArrayList<>();
      for (SendFault fault : SendFault.values()) {
        Run run =
            send(url, "store-1", "--token-env", "TOKEN", "--break", fault.code(), "--check-status");
        if (run.code() == Lacre.SET_UP) {
          checks.add(
              () ->
                  assertTrue(
                      List.of(SendFault.OTHER_MERCHANT, SendFault.WRONG_ADDRESS).contains(fault),
                      fault + run.err()));
          continue;
        }
        boolean two = run.out().lines().count() == 3;
        JsonNode before = two ? serving.nextVerdict() : null;
        JsonNode verdict = serving.nextVerdict();
        checks.add(
            () -> {
              assertEquals(Lacre.DONE, run.code(), fault + run.out() + run.err() + verdict);
              assertEquals(
                  run.lastJson().path("expectedReason"), verdict.path("reason"), fault.name());
              assertEquals(run.lastJson().path("status"), verdict.path("status"), fault.name());
              if (before != null) {
                assertEquals("accepted", before.path("verdict").textValue(), fault.name());
                assertEquals(2, run.lastJson().path("attempts").intValue());
              }
            });
      }
      assertAll(checks);
    }
  }

  @Test
  void send_firstOfTwoDeliveriesRefused_isAFailure() throws Exception {
    try (Serving serving = serving()) {
      // To the ledger this is the other merchant's, so the genuine one is the swapped one.
      assertEquals(Lacre.DONE, send(serving.address() + "/signed", "store-2").code());
      for (SendFault fault : List.of(SendFault.SWAPPED_MERCHANT, SendFault.REUSED_EVENT_ID)) {
        Run run = send(serving.address() + "/signed", "store-1", "--break", fault.code());
        assertEquals(Lacre.REFUSED, run.code(), fault + run.out());
        assertEquals(1, run.lastJson().path("attempts").intValue(), fault.name());
        assertEquals(403, run.lastJson().path("status").intValue(), fault.name());
        assertTrue(run.err().contains("the fault was not sent"), run.err());
      }
    }
  }

  @Test
  void send_receiverThatForgets_isFoundOut() throws Exception {
    Path forgetful =
        Files.writeString(folder.resolve("forgetful.json"), CONFIG.replace("\"ledger\": {},", ""));
    try (Serving serving = Serving.start(forgetful, given().environment())) {
      for (String fault : List.of("swapped-merchant", "reused-event-id")) {
        Run run = send(serving.address() + "/signed", "store-1", "--break", fault);
        assertEquals(Lacre.REFUSED, run.code(), run.out());
        assertEquals("acknowledged", run.lastJson().path("result").textValue());
      }
    }
  }

  @Test
  void send_offline_showsThatTheyArePresented_andNotWhatTheyAre() {
    Run run = send("https://receiver.example/all", "store-1", "--token-env", "TOKEN", "--offline");
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertTrue(run.out().contains("\r\nX-Partner-Key: [redacted]\r\n"), run.out());
    assertTrue(run.out().contains("\r\nAuthorization: [redacted]\r\n"), run.out());
    assertTrue(run.err().contains("not shown"), run.err());
    for (String fault : List.of("wrong-api-key", "malformed-token", "changed-token")) {
      Run broken =
          send(
              "https://receiver.example/all",
              "store-1",
              "--token-env",
              "TOKEN",
              "--offline",
              "--break",
              fault);
      assertEquals(run.out(), broken.out(), fault);
    }
  }

  @Test
  void send_credentialThatIsNotThere_isASetUpFault_andNothingIsSent() {
    String host = "https://receiver.invalid";
    assertSetUpFault("--token-env", send(host + "/token", "store-1"));
    assertSetUpFault(
        "'NOWHERE' is not set", send(host + "/token", "store-1", "--token-env", "NOWHERE"));
    assertSetUpFault("\"apiKeys\"", send(host + "/key", "store-3"));
    assertSetUpFault("no signature", send(host + "/keyed", "store-1"));
    token = "two words.";
    assertSetUpFault(
        "cannot be presented", send(host + "/token", "store-1", "--token-env", "TOKEN"));
  }

  private static void assertSetUpFault(String words, Run run) {
    run.assertSetUpFault();
    assertTrue(run.err().contains(words), run.err());
  }

  @Test
  void send_tokenThatNobodyAsksFor_isAUsageFault() {
    send("https://receiver.invalid/signed", "store-1", "--token-env", "TOKEN").assertUsageFault();
    Run run = send("https://receiver.invalid/token", "store-1", "--token=" + KEY);
    run.assertUsageFault();
    assertTrue(run.err().contains("use --token-env or --token-file"), run.err());
  }

  /** A key that speaks for one merchant gives another away before any ledger is asked. */
  @Test
  void send_otherMerchantWhomTheKeyDoesNotCover_isForbidden_andNoSwap() throws Exception {
    Files.writeString(
        config,
        CONFIG.replace(
            "\"keys\": [ {\"env\": \"API_KEY\"} ], \"merchants\": [\"store-1\", \"store-2\"]",
            "\"keys\": [ {\"env\": \"API_KEY\"} ], \"merchants\": [\"store-1\"]"));
    try (Serving serving = serving()) {
      String url = serving.address() + "/key";
      assertSetUpFault(
          "same secret, API key and token", send(url, "store-1", "--break", "swapped-merchant"));
      Run other = send(url, "store-1", "--break", "other-merchant", "--check-status");
      assertEquals(Lacre.DONE, other.code(), other.out() + other.err());
      JsonNode verdict = serving.nextVerdict();
      assertEquals("merchant-not-authorised", verdict.path("reason").textValue());
      assertEquals(other.lastJson().path("expectedReason"), verdict.path("reason"));
    }
  }

  @Test
  void send_eventIdThatIsNone_cannotBeReused() throws Exception {
    Path odd = Files.writeString(folder.resolve("odd.json"), "{\"eventId\":\"two words\"}");
    assertSetUpFault(
        "no event id",
        send(
            "https://receiver.invalid/signed",
            "store-1",
            odd.toString(),
            "--offline",
            "--break",
            "reused-event-id"));
  }

  @Test
  void send_toAPathThatIsNoRoute_hasTheFaultsOfTheConfiguration() {
    for (String fault : List.of("reused-event-id", "malformed-body")) {
      Run run =
          send(
              "https://receiver.invalid/app/v1/newEvent",
              "store-1",
              "--operation",
              "v1/newEvent",
              "--offline",
              "--break",
              fault);
      assertEquals(Lacre.DONE, run.code(), run.err());
      assertEquals(fault.equals("reused-event-id"), run.err().contains("is not shown"), run.err());
    }
  }

  @Test
  void send_tokenWhereItsFilesNameBelongs_isNotShown() {
    String url = "https://receiver.invalid/token";
    assertSetUpFault("it is not shown", send(url, "store-1", "--token-file", token));
  }

  @Test
  void otherCommands_areNotToldOfTheOption() {
    Run run = Run.given().run("sign", "--app-id", "a", "--merchant-id", "m", "--token-env", "X");
    run.assertUsageFault();
    assertFalse(run.err().contains("use --token-env"), run.err());
  }
}
