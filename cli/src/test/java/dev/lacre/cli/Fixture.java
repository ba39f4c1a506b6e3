package dev.lacre.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration on disk, and deliveries for it. */
final class Fixture {

  static final byte[] BODY = "{\"eventId\":\"e1\"}".getBytes(StandardCharsets.US_ASCII);

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "my-app", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1", "store-2"] },
          { "appId": "channel", "model": "client_credentials_merchant",
            "merchants": { "store-9": { "secrets": [ {"env": "OTHER_SECRET"} ] } } }
        ],%s
        "routes": {
          "/v1/newEvent":         { "operation": "v1/newEvent" },
          "/v1/newLogisticEvent": { "operation": "v1/newLogisticEvent" },
          "/v1/confirmationCode": { "operation": "v1/confirmationCode" },
          "/old/confirmationCode": { "operation": "v1/confirmationCode", "success": 204 },
          "/accepted":            { "operation": "v2/orderEvent", "success": 202 },
          "/stores/*":            { "operation": "ordering-channel", "store": {"pathSegment": 1},
                                    "maxBodyBytes": 64 }
        }
      }
      """;

  private Fixture() {}

  static Path config(Path folder) throws IOException {
    return Files.writeString(folder.resolve("lacre.json"), CONFIG.formatted(""));
  }

  static Path configWithAllowlist(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("lacre.json"),
        CONFIG.formatted("\n  \"addresses\": {\"allow\": [\"10.0.0.0/8\", \"2001:db8::/32\"]},"));
  }

  static Path configWithLedger(Path folder) throws IOException {
    return Files.writeString(folder.resolve("lacre.json"), CONFIG.formatted("\n  \"ledger\": {},"));
  }

  /** Every route answers signed. */
  static Path configWithSignedResponses(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("lacre.json"),
        CONFIG
            .formatted("")
            .replace("{ \"operation\"", "{ \"signResponses\": true, \"operation\""));
  }

  /** Returns the three header lines for a body. */
  static String headers(String app, String merchant, byte[] body) {
    String variable = app.equals("my-app") ? "LACRE_SECRET" : "OTHER_SECRET";
    return Run.given()
        .in(body)
        .run("sign", "--app-id", app, "--merchant-id", merchant, "--secret-env", variable)
        .out();
  }
}
