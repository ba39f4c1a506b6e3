package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each route demands, and of whom, as a table. */
final class RoutesCommandTest {

  @TempDir private Path folder = Path.of("");

  private static List<String> table(Path config) {
    Run run =
        Run.given()
            .variable("API_KEY", "key-of-my-app-" + Run.MARKER)
            .variable("TOKEN_SECRET", "a secret of the issuer of tokens " + Run.MARKER)
            .run("routes", "--config", config.toString());
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertEquals("", run.err());
    return run.out().lines().toList();
  }

  private static List<String> cells(String line) {
    return List.of(line.split("  +", -1));
  }

  @Test
  void routes_areRowsInTheOrderOfTheFile() throws Exception {
    List<String> table = table(Fixture.config(folder));
    assertEquals(
        List.of(
            List.of(
                "ROUTE", "OPERATION", "ACCESS", "SCOPE", "PRESENTED BY", "CREDENTIALS", "MERCHANT"),
            List.of(
                "/v1/newEvent",
                "v1/newEvent",
                "protected",
                "od.orders",
                "ordering-application",
                "signature",
                "asserted"),
            List.of(
                "/v1/newLogisticEvent",
                "v1/newLogisticEvent",
                "protected",
                "od.logistics",
                "logistics-service",
                "signature",
                "asserted")),
        table.subList(0, 3).stream().map(RoutesCommandTest::cells).toList());
    assertEquals(
        List.of(
            "/stores/*",
            "ordering-channel",
            "protected",
            "-",
            "ordering-channel",
            "signature",
            "asserted"),
        cells(table.get(6)));
    assertEquals(List.of("any other", "-", "public", "-", "-", "-", "-"), cells(table.get(7)));
    assertEquals(8, table.size());
    int column = table.get(0).indexOf("PRESENTED BY");
    for (String line : table) {
      assertTrue(line.charAt(column) != ' ' && line.charAt(column - 1) == ' ', line);
    }
  }

  @Test
  void otherCredentials_areNamed_withTheScopesOfTokens() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("lacre.json"),
            """
            { "credentials": [
                { "appId": "my-app", "model": "client_credentials_application",
                  "secrets": [ {"env": "LACRE_SECRET"} ], "merchants": ["store-1"] } ],
              "apiKeys": { "clients": [
                { "appId": "my-app", "keys": [ {"env": "API_KEY"} ], "merchants": ["store-1"] } ] },
              "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS256",
                "secrets": [ {"env": "TOKEN_SECRET"} ], "scopes": ["od.menu", "od.crm"],
                "clients": [ { "appId": "my-app", "merchants": ["store-1"] } ] },
              "routes": {
                "/keyed": { "operation": "v2/orderEvent", "store": {"header": "X-Store"},
                            "authenticate": ["api-key"], "merchantProof": "key" },
                "/all": { "operation": "v2/customerEvent",
                          "authenticate": ["api-key", "bearer", "signature"] } } }
            """);
    List<String> table = table(config);
    assertEquals(
        List.of(
            "/keyed",
            "v2/orderEvent",
            "protected",
            "od.orders",
            "ordering-application",
            "api-key",
            "key"),
        cells(table.get(1)));
    assertEquals(
        List.of(
            "/all",
            "v2/customerEvent",
            "protected",
            "od.crm od.menu",
            "sender",
            "api-key + bearer + signature",
            "asserted"),
        cells(table.get(2)));
  }

  /** Only the application has their manager, and no secret is needed to tell the routes. */
  @Test
  void managedSecrets_areNotAskedFor() throws Exception {
    String json =
        """
        { "credentials": [
            { "appId": "my-app", "model": "client_credentials_application",
              "secrets": [ {"managed": "one"} ], "merchants": ["store-1"] } ],
          "bearer": { "issuer": "https://auth.example", "audience": "us", "algorithm": "HS512",
            "secrets": [ {"managed": "two"} ],
            "clients": [ { "appId": "my-app", "merchants": ["store-1"] } ] },
          "routes": { "/v2": { "operation": "v2/orderEvent",
            "authenticate": ["bearer", "signature"] } } }
        """;
    Path config = Files.writeString(folder.resolve("lacre.json"), json);
    assertEquals("/v2", cells(table(config).get(1)).get(0));
    Run manifest = Run.given().run("discovery", "print", "--config", config.toString());
    assertEquals(Lacre.DONE, manifest.code(), manifest.err());
    assertTrue(manifest.out().contains("\"path\" : \"/v2\""), manifest.out());
    Run serve = Run.given().run("serve", "--config", config.toString(), "--port", "0");
    serve.assertSetUpFault();
    assertTrue(serve.err().contains("'managed'"), serve.err());
    Files.writeString(
        config,
        json.replace(
            "\"merchants\": [\"store-1\"] } ],\n  \"bearer\"",
            "\"merchants\": [\"store-1\"] },\n"
                + "{ \"appId\": \"another\", \"model\": \"client_credentials_application\","
                + " \"secrets\": [ {\"managed\": \"one\"} ], \"merchants\": [\"store-2\"] } ],\n"
                + "  \"bearer\""));
    Run shared = Run.given().run("routes", "--config", config.toString());
    shared.assertSetUpFault();
    assertTrue(shared.err().contains("another"), shared.err());
  }

  @Test
  void configuration_thatIsMissing_isASetUpFault() {
    Run.given().run("routes", "--config", "none.json").assertSetUpFault();
    Run.given().run("routes").assertUsageFault();
  }
}
