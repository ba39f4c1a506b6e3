package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {

  @TempDir Path folder;
  private String config = "";
  private String headers = "";

  @BeforeEach
  void write() throws IOException {
    config = Fixture.config(folder).toString();
    headers = file("headers", Fixture.headers("my-app", "store-1", Fixture.BODY));
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private Run verify(byte[] body, String route, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("verify", "--config", config, "--headers", headers, "--route", route));
    args.addAll(List.of(more));
    return Run.given().in(body).run(args);
  }

  private static void assertRefused(Run run, String reason, int status) {
    assertEquals(Lacre.REFUSED, run.code(), run.err());
    String begin =
        "{\"verdict\":\"rejected\",\"reason\":\"" + reason + "\",\"status\":" + status + ",";
    assertTrue(run.out().startsWith(begin), run.out());
    assertEquals(1, run.out().lines().count());
  }

  private static void assertAccepted(Run run, int status) {
    assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
    String begin = "{\"verdict\":\"accepted\",\"reason\":null,\"status\":" + status + ",";
    assertTrue(run.out().startsWith(begin), run.out());
  }

  @Test
  void verify_genuineDelivery_printsTheWholeLine() {
    Run run = verify(Fixture.BODY, "/v1/newEvent", "--address=192.0.2.1");
    assertEquals(Lacre.DONE, run.code());
    assertEquals(
        "{\"verdict\":\"accepted\",\"reason\":null,\"status\":204,\"appId\":\"my-app\","
            + "\"merchantId\":\"store-1\",\"merchantProof\":\"asserted\","
            + "\"route\":\"/v1/newEvent\",\"address\":\"192.0.2.1\",\"bodyBytes\":16,"
            + "\"bodySha256\":\"e88b9f819e77d99a9d9244df066be599376c003ac0e34b05c5e87e0bfacc3cdc\",\"duplicate\":false}\n",
        run.out());
    assertEquals("", run.err());
  }

  @Test
  void verify_changedBody_printsTheWholeLineAndRefuses() {
    byte[] body = Fixture.BODY.clone();
    body[13] ^= 1;
    Run run = verify(body, "/v1/newEvent");
    assertEquals(Lacre.REFUSED, run.code());
    assertEquals(
        "{\"verdict\":\"rejected\",\"reason\":\"signature-mismatch\",\"status\":403,"
            + "\"appId\":\"my-app\",\"merchantId\":\"store-1\",\"merchantProof\":null,"
            + "\"route\":\"/v1/newEvent\",\"address\":null,\"bodyBytes\":16,"
            + "\"bodySha256\":\"b1b63f911eedb16f77d6a9274c38db7905c16f0057771478794c7cc297c66dd5\",\"duplicate\":false}\n",
        run.out());
  }

  @Test
  void verify_refusedBeforeTheBody_knowsNothingOfIt() throws IOException {
    headers = file("headers", "X-App-Id: my-app\n");
    Run run = verify(Fixture.BODY, "/v1/newEvent");
    assertEquals(
        "{\"verdict\":\"rejected\",\"reason\":\"header-missing\",\"status\":403,"
            + "\"appId\":\"my-app\",\"merchantId\":null,\"merchantProof\":null,"
            + "\"route\":\"/v1/newEvent\",\"address\":null,\"bodyBytes\":null,"
            + "\"bodySha256\":null,\"duplicate\":false}\n",
        run.out());
  }

  @Test
  void verify_eachOperation_hasItsOwnStatus() {
    assertAccepted(verify(Fixture.BODY, "/v1/confirmationCode"), 200);
    assertAccepted(verify(Fixture.BODY, "/old/confirmationCode"), 204);
    assertAccepted(verify(Fixture.BODY, "/accepted"), 202);
    assertRefused(verify(new byte[0], "/v1/confirmationCode"), "body-empty", 401);
    assertRefused(verify(new byte[0], "/v1/newEvent"), "body-empty", 403);
  }

  @Test
  void verify_logisticEvent_isProvenByItsSignedField() throws IOException {
    byte[] body = Payloads.bytes("newLogisticEvent-PENDING.json");
    headers = file("headers", Fixture.headers("my-app", "store-1", body));
    assertRefused(verify(body, "/v1/newLogisticEvent"), "store-mismatch", 403);
  }

  @Test
  void verify_concretePath_isLookedUpLikeTheFilterDoes() throws IOException {
    headers = file("headers", Fixture.headers("channel", "store-9", Fixture.BODY));
    Run run = verify(Fixture.BODY, "/stores/store-9/orders?page=1");
    assertAccepted(run, 200);
    assertTrue(run.out().contains("\"merchantProof\":\"key\",\"route\":\"/stores/*\""), run.out());
    assertRefused(verify(Fixture.BODY, "/stores/store-8/orders"), "store-mismatch", 403);
  }

  @Test
  void verify_patternWhoseStoreIsInThePath_hintsAtThePath() throws IOException {
    headers = file("headers", Fixture.headers("channel", "store-9", Fixture.BODY));
    Run run = verify(Fixture.BODY, "/stores/*");
    assertRefused(run, "store-mismatch", 403);
    assertTrue(run.err().contains("hint: if the store is named in the path"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"//v1/newEvent", "/v1/./newEvent", "/v1/%6eewEvent", "/V1/NEWEVENT/"})
  void verify_pathThatFoldsToARoute_isNotCanonical(String path) {
    Run run = verify(Fixture.BODY, path);
    assertRefused(run, "path-not-canonical", 400);
    assertTrue(run.out().contains("\"route\":\"/v1/newEvent\""), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/", "", "v1/newEventually"})
  void verify_pathThatIsNoRoute_isASetUpFaultThatNamesTheRoutes(String path) {
    Run run = verify(Fixture.BODY, path);
    run.assertSetUpFault();
    assertTrue(run.err().contains("/v1/newEvent, /v1/newLogisticEvent"), run.err());
  }

  @Test
  void verify_bodyTooLarge_isNotRead() throws IOException {
    byte[] body = new byte[65];
    headers = file("headers", Fixture.headers("channel", "store-9", body));
    Run run = verify(body, "/stores/store-9");
    assertRefused(run, "body-too-large", 413);
    assertTrue(run.out().contains("\"bodyBytes\":null,\"bodySha256\":null"), run.out());
  }

  @Test
  void verify_multipart_isRefusedAsTheFilterDoes() throws IOException {
    headers =
        file(
            "headers",
            Fixture.headers("my-app", "store-1", Fixture.BODY)
                + "content-type:  Multipart/form-data; boundary=x\n");
    assertRefused(verify(Fixture.BODY, "/v1/newEvent"), "media-type-unsupported", 415);
  }

  @Test
  void headers_crlfBlankLinesAndOddSpaces_areRead() throws IOException {
    String text =
        "\r\n" + Fixture.headers("my-app", "store-1", Fixture.BODY).replace("\n", " \t\r\n\r\n");
    headers = file("headers", text.replace(": ", ":").replace("X-App-Id", "x-APP-id"));
    assertAccepted(verify(Fixture.BODY, "/v1/newEvent"), 204);
  }

  @Test
  void headers_repeatedLine_staysRepeated() throws IOException {
    String lines = Fixture.headers("my-app", "store-1", Fixture.BODY);
    headers = file("headers", lines + "x-app-signature: " + "0".repeat(64));
    assertRefused(verify(Fixture.BODY, "/v1/newEvent"), "header-repeated", 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST / HTTP/1.1", ": x", "X-A : x", " X-A: x", "POST http://h:80/ HTTP/1.1"})
  void headers_lineThatIsNone_isASetUpFaultThatTellsWhere(String line) throws IOException {
    headers = file("headers", "A: b\n" + line + "\n");
    Run run = verify(Fixture.BODY, "/v1/newEvent");
    run.assertSetUpFault();
    assertTrue(run.err().contains("Line 2 of the headers file"), run.err());
  }

  @Test
  void headers_onStandardInput_comeStraightFromSign() throws IOException {
    Path body = Files.write(folder.resolve("body"), Fixture.BODY);
    Run run =
        Run.given()
            .in(Fixture.headers("my-app", "store-1", Fixture.BODY))
            .run("verify", "--config", config, "--route=/v1/newEvent", "--headers=-", body + "");
    assertAccepted(run, 204);
    headers = "-";
    verify(Fixture.BODY, "/v1/newEvent").assertUsageFault();
    verify(Fixture.BODY, "/v1/newEvent", "-").assertUsageFault();
  }

  @Test
  void address_notGivenButListed_isRefusedWithAHint() throws IOException {
    config = Fixture.configWithAllowlist(folder).toString();
    Run run = verify(Fixture.BODY, "/v1/newEvent");
    assertRefused(run, "address-not-allowed", 403);
    assertTrue(run.err().contains("--address"), run.err());
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, 10.1.2.3", "::ffff:10.1.2.3, 10.1.2.3", "2001:DB8:0:0::7, 2001:db8::7"})
  void address_listed_isAcceptedAndShownInOneForm(String given, String shown) throws IOException {
    config = Fixture.configWithAllowlist(folder).toString();
    Run run = verify(Fixture.BODY, "/v1/newEvent", "--address", given);
    assertAccepted(run, 204);
    assertTrue(run.out().contains("\"address\":\"" + shown + "\""), run.out());
  }

  @Test
  void address_unlisted_isRefusedWithoutAHint() throws IOException {
    config = Fixture.configWithAllowlist(folder).toString();
    Run run = verify(Fixture.BODY, "/v1/newEvent", "--address", "192.0.2.1");
    assertRefused(run, "address-not-allowed", 403);
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "127.1", "2130706433", "[::1]", "1.2.3.4:80", "::g"})
  void address_thatIsNoLiteral_isAUsageFault(String address) {
    verify(Fixture.BODY, "/v1/newEvent", "--address", address).assertUsageFault();
  }

  @Test
  void verify_bodyCutAgainstItsRecordedLength_hints() throws IOException {
    headers =
        file(
            "headers", Fixture.headers("my-app", "store-1", Fixture.BODY) + "Content-Length: 16\n");
    Run run = verify(new byte[] {'{', '}'}, "/v1/newEvent");
    assertRefused(run, "signature-mismatch", 403);
    assertTrue(run.err().contains("hint: the recorded Content-Length is 16"), run.err());
  }

  @Test
  void verify_missingFiles_areSetUpFaults() {
    verify(Fixture.BODY, "/v1/newEvent", folder.resolve("no-body") + "").assertSetUpFault();
    headers = folder.resolve("no-headers").toString();
    verify(Fixture.BODY, "/v1/newEvent").assertSetUpFault();
    config = folder.resolve("no-config").toString();
    verify(Fixture.BODY, "/v1/newEvent").assertSetUpFault();
  }

  @Test
  void verify_missingSecretOfTheConfiguration_isASetUpFaultThatTellsWhere() {
    Run run =
        Run.given()
            .variable("LACRE_SECRET", null)
            .run("verify", "--config", config, "--headers", headers, "--route", "/v1/newEvent");
    run.assertSetUpFault();
    assertTrue(run.err().contains("lacre.json:4:"), run.err());
    assertTrue(run.err().contains("LACRE_SECRET"), run.err());
  }

  @Test
  void verify_brokenConfiguration_showsNothingOfIt() throws IOException {
    config = file("broken.json", "{\"credentials\": [ {\"insecureLiteral\": " + Run.SECRET + "}]}");
    verify(Fixture.BODY, "/v1/newEvent").assertSetUpFault();
    config = file("shared.json", Files.readString(Path.of(Fixture.config(folder) + "")));
    Run shared =
        Run.given()
            .variable("OTHER_SECRET", Run.SECRET)
            .run("verify", "--config", config, "--headers", headers, "--route=/v1/newEvent");
    shared.assertSetUpFault();
  }

  @Test
  void verify_missingFlags_areUsageFaults() {
    Run.given().run("verify").assertUsageFault();
    Run.given().run("verify", "--config", config).assertUsageFault();
    Run.given().run("verify", "--config", config, "--headers", headers).assertUsageFault();
  }

  @Test
  void verify_headersFileOfOtherBytes_isReadByteForByte() throws IOException {
    byte[] lines =
        (Fixture.headers("my-app", "store-1", Fixture.BODY) + "X-Note: caf\u00e9\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    headers = Files.write(folder.resolve("headers"), lines).toString();
    assertAccepted(verify(Fixture.BODY, "/v1/newEvent"), 204);
  }
}
