package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that demand an API key or a bearer token: which commands take them, and which say no. */
final class OtherCredentialsTest {

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "my-app", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1"] } ],
        "apiKeys": { "clients": [
          { "appId": "my-app", "keys": [ {"env": "API_KEY"} ], "merchants": ["store-1"] } ] },
        "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS256",
          "secrets": [ {"env": "TOKEN_SECRET"} ],
          "clients": [ { "appId": "my-app", "merchants": ["store-1"] } ] },
        "routes": {
          "/v1/newEvent": { "operation": "v1/newEvent" },
          "/keyed/*": { "operation": "ordering-channel", "store": {"pathSegment": 1},
                        "authenticate": ["api-key"] },
          "/all": { "operation": "ordering-channel",
                    "authenticate": ["signature", "api-key", "bearer"] }
        }
      }
      """;

  @TempDir private Path folder;
  private Path config = Path.of("");

  @BeforeEach
  void write() throws IOException {
    config = Files.writeString(folder.resolve("lacre.json"), CONFIG);
  }

  private static Run.Given given() {
    return Run.given()
        .variable("API_KEY", "key-of-my-app-" + Run.MARKER)
        .variable("TOKEN_SECRET", "a secret of the issuer of tokens " + Run.MARKER);
  }

  private Run verify(String headers) throws IOException {
    Path lines = Files.writeString(folder.resolve("headers.txt"), headers);
    return given()
        .in("{}")
        .run(
            "verify",
            "--config",
            config.toString(),
            "--route",
            "/keyed/store-1",
            "--headers",
            lines.toString());
  }

  @Test
  void verify_judgesARouteThatDemandsAKey() throws Exception {
    Run right = verify("X-API-KEY: key-of-my-app-" + Run.MARKER + "\n");
    assertEquals(Lacre.DONE, right.code(), right.err());
    assertTrue(right.out().contains("\"merchantId\":\"store-1\""), right.out());
    Run wrong = verify("X-API-KEY: another\n");
    assertEquals(Lacre.REFUSED, wrong.code(), wrong.err());
    assertTrue(wrong.out().contains("\"reason\":\"unknown-api-key\",\"status\":401"), wrong.out());
  }

  @Test
  void conformReceiver_skipsWhatItCannotSend_andSaysSo() throws Exception {
    // The whole file is not served: nothing is sent to a route that is skipped.
    Path signed =
        Files.writeString(
            folder.resolve("signed.json"),
            """
            { "credentials": [
                { "appId": "my-app", "model": "client_credentials_application",
                  "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1"] } ],
              "routes": { "/v1/newEvent": { "operation": "v1/newEvent" } } }
            """);
    try (Serving serving = Serving.start(signed)) {
      Run run =
          given()
              .run(
                  "conform",
                  "receiver",
                  serving.address().toString(),
                  "--config",
                  config.toString(),
                  "--run",
                  "sig*");
      assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
      String out = run.out().replaceAll("\\s+", " ");
      assertTrue(
          out.contains("route /keyed/* demands an API key; not supported by this tool"), out);
      assertTrue(
          out.contains(
              "route /all demands an API key and a bearer token; not supported by this tool"),
          out);
      assertTrue(out.contains("@/v1/newEvent"), out);
    }
  }

  @Test
  void conformSender_refusesAFileThatItCannotJudge() {
    Run run =
        given()
            .run(
                "conform",
                "sender",
                "--config",
                config.toString(),
                "--port",
                "0",
                "--expect-deliveries",
                "1");
    run.assertSetUpFault();
    assertTrue(
        run.err().contains("route /keyed/* demands an API key; not supported by this tool"),
        run.err());
  }
}
