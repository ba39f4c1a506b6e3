package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lacre serve} with {@code "ledger": {}}. */
final class ServeLedgerTest {

  private static final String NEW_EVENT = "/v1/newEvent";
  private static final byte[] OTHER_BYTES =
      "{\"eventId\":\"e1\" }".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private Serving serving;

  @BeforeEach
  void start() throws Exception {
    serving = Serving.start(Fixture.configWithLedger(folder));
  }

  @AfterEach
  void stop() throws Exception {
    assertEquals(Lacre.DONE, serving.stop());
    assertEquals("", serving.err());
  }

  private String post(String target, String merchant, byte[] body) throws IOException {
    return serving.post(target, Fixture.headers("my-app", merchant, body), body);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  private void assertNextAccepted(int status, boolean duplicate) throws Exception {
    assertNextLine("accepted", "null", status, duplicate);
  }

  private void assertNextRejected(String reason, int status) throws Exception {
    assertNextLine("rejected", "\"" + reason + "\"", status, false);
  }

  private void assertNextLine(String verdict, String reason, int status, boolean duplicate)
      throws Exception {
    String line = serving.nextLine();
    String start =
        "{\"verdict\":\"%s\",\"reason\":%s,\"status\":%d,".formatted(verdict, reason, status);
    assertTrue(line.startsWith(start), line);
    assertTrue(line.endsWith(",\"duplicate\":" + duplicate + "}"), line);
  }

  private Run verify(byte[] body) throws IOException {
    Path headers =
        Files.writeString(folder.resolve("headers"), Fixture.headers("my-app", "store-1", body));
    return Run.given()
        .in(body)
        .run(
            "verify",
            "--config=" + folder.resolve("lacre.json"),
            "--headers=" + headers,
            "--route=" + NEW_EVENT,
            "--address=127.0.0.1");
  }

  @Test
  void serve_deliveryThatComesAgain_isAcknowledgedAndToldAsDuplicate() throws Exception {
    assertStatus(204, post(NEW_EVENT, "store-1", Fixture.BODY));
    assertNextAccepted(204, false);

    assertStatus(204, post(NEW_EVENT, "store-1", Fixture.BODY));
    assertEquals(
        "{\"verdict\":\"accepted\",\"reason\":null,\"status\":204,\"appId\":\"my-app\","
            + "\"merchantId\":\"store-1\",\"merchantProof\":\"asserted\","
            + "\"route\":\"/v1/newEvent\",\"address\":\"127.0.0.1\",\"bodyBytes\":16,"
            + "\"bodySha256\":\"e88b9f819e77d99a9d9244df066be599376c003ac0e34b05c5e87e0bfacc3cdc\","
            + "\"duplicate\":true}",
        serving.nextLine());
  }

  @Test
  void serve_configuredSuccess_isRepeatedToo() throws Exception {
    assertStatus(202, post("/accepted", "store-1", Fixture.BODY));
    assertNextAccepted(202, false);
    assertStatus(202, post("/accepted", "store-1", Fixture.BODY));
    assertNextAccepted(202, true);
  }

  @Test
  void serve_sameBytesUnderAnotherMerchant_areRefused() throws Exception {
    post(NEW_EVENT, "store-1", Fixture.BODY);
    assertNextAccepted(204, false);
    assertStatus(403, post(NEW_EVENT, "store-2", Fixture.BODY));
    assertNextRejected("merchant-swapped", 403);
  }

  @Test
  void serve_sameIdWithOtherBytes_isAConflict_andTheFirstStays() throws Exception {
    post(NEW_EVENT, "store-1", Fixture.BODY);
    assertNextAccepted(204, false);
    assertStatus(409, post(NEW_EVENT, "store-1", OTHER_BYTES));
    assertNextRejected("event-id-reused", 409);
    assertStatus(204, post(NEW_EVENT, "store-1", Fixture.BODY));
    assertNextAccepted(204, true);
  }

  @Test
  void serve_sameIdOtherBytesOtherMerchant_isAnotherEvent() throws Exception {
    post(NEW_EVENT, "store-1", Fixture.BODY);
    assertNextAccepted(204, false);
    assertStatus(204, post(NEW_EVENT, "store-2", OTHER_BYTES));
    assertNextAccepted(204, false);
  }

  @Test
  void serve_confirmationCodeThatComesAgain_isAnsweredAnew() throws Exception {
    for (int i = 0; i < 3; i++) {
      String answer = post("/v1/confirmationCode", "store-1", Fixture.BODY);
      assertStatus(200, answer);
      assertEquals(new String(Fixture.BODY, StandardCharsets.US_ASCII), Serving.body(answer));
      assertNextAccepted(200, false);
    }
    // 403 is not declared there.
    assertStatus(401, post("/v1/confirmationCode", "store-2", Fixture.BODY));
    assertNextRejected("merchant-swapped", 401);
  }

  @Test
  void serve_forgeryWithTheId_leavesTheIdFree() throws Exception {
    String headers = Fixture.headers("my-app", "store-1", OTHER_BYTES);
    assertStatus(403, serving.post(NEW_EVENT, headers, Fixture.BODY));
    assertNextRejected("signature-mismatch", 403);
    assertStatus(204, post(NEW_EVENT, "store-1", Fixture.BODY));
    assertNextAccepted(204, false);
  }

  @Test
  void verify_ofADeliveryThatWasServed_remembersNothing() throws Exception {
    post(NEW_EVENT, "store-1", Fixture.BODY);
    String first = serving.nextLine();
    for (int i = 0; i < 2; i++) {
      Run verify = verify(Fixture.BODY);
      assertEquals(first + "\n", verify.out());
      assertEquals(Lacre.DONE, verify.code());
    }
  }

  @Test
  void verify_bodyWhoseEventIdCannotBeRead_isRefusedAsByServe() throws Exception {
    byte[] notJson = "no JSON".getBytes(StandardCharsets.US_ASCII);
    assertStatus(400, post(NEW_EVENT, "store-1", notJson));
    String line = serving.nextLine();
    assertTrue(line.contains("\"reason\":\"body-malformed\""), line);
    Run verify = verify(notJson);
    assertEquals(line + "\n", verify.out());
    assertEquals(Lacre.REFUSED, verify.code());
  }
}
