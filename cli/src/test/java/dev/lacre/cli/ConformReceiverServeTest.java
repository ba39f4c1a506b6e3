package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.WebhookOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lacre conform receiver} against what {@code lacre serve} runs. */
final class ConformReceiverServeTest {

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "ordering-app", "model": "client_credentials_application",
            "secrets": [ {"env": "LACRE_SECRET"}, {"insecureLiteral": "old-segredo-da-aplicação"} ],
            "merchants": ["store-123", "store-456", "Store-789"] },
          { "appId": "channel-app", "model": "client_credentials_merchant",
            "merchants": { "store-9": { "secrets": [ {"env": "OTHER_SECRET"} ] },
                           "store-10": { "secrets": [ {"insecureLiteral": "secret-of-store-ten"} ] } } }
        ],
        %s %s
        "routes": {
          "/v1/newEvent": { "operation": "v1/newEvent", "maxBodyBytes": 100000 },
          %s
          "/stores/*": { "operation": "ordering-channel", "maxBodyBytes": 262144,
                         "store": {"pathSegment": 1, "header": "X-Store-Id", "pointer": "/store",
                                   "aliases": {"an alias": "store-123"}} }
        }
      }
      """;

  /** The rest of the operations; each takes time even where only others are run. */
  private static final String OTHER_ROUTES =
      """
      "/v1/newLogisticEvent": { "operation": "v1/newLogisticEvent", "maxBodyBytes": 100000,
                                "merchantProof": "signed-field" },
      "/v1/confirmationCode": { "operation": "v1/confirmationCode", "maxBodyBytes": 100000 },
      "/v2/orderEvent": { "operation": "v2/orderEvent", "success": 202 },
      "/v2/accountEvent": { "operation": "v2/accountEvent", "maxBodyBytes": 100000,
                            "merchantProof": "key" },
      "/v2/customerEvent": { "operation": "v2/customerEvent", "maxBodyBytes": 100000,
                             "store": {"header": "X-Store"} },
      "/v2/loyaltyEvent": { "operation": "v2/loyaltyEvent", "maxBodyBytes": 20000,
                            "store": {"pointer": "/data/stores/0/id",
                                      "aliases": {"nine": "store-9", "loja": "store-123"}} },
      "/stores/store-9/x": { "operation": "ordering-channel", "maxBodyBytes": 100000,
                             "store": {"pathSegment": 1} },
      """;

  @TempDir private Path folder;

  @Test
  void everyOperation_passes_wellInTime() throws Exception {
    String all = CONFIG + OTHER_ROUTES;
    for (WebhookOperation operation : WebhookOperation.all()) {
      assertTrue(all.contains("\"operation\": \"" + operation.name() + "\""), operation.name());
    }
    String addresses =
        """
        "addresses": { "allow": ["203.0.113.0/24", "2001:db8::/32"],
          "trustedProxies": ["127.0.0.0/8", "::1"], "forwardedHeader": "X-Forwarded-For" },
        """;
    Run run = passes(config(addresses, ""));

    assertTrue(run.out().contains("merchant/alias@/stores/*"), run.out());
    assertTrue(run.out().contains("address/v6@/v1/newEvent"), run.out());
  }

  @Test
  void everyOperation_withLedger_passes_andLessIsMerelyTolerated() throws Exception {
    String[] some = {"--run", "sig/*", "--run", "header/*", "--run", "replay/*"};
    Run without = passes(config("", ""), some);
    Run with = passes(config("", "\"ledger\": {},"), some);

    assertEquals(
        Set.of("replay/other-merchant", "replay/other-route"), tolerated(without), without.out());
    // What another route got is an event of another operation, also to who remembers.
    Set<String> remembered = tolerated(with);
    // One that comes while the echo is out and not yet noted may be answered 503.
    remembered.remove("replay/same-again");
    assertEquals(Set.of("replay/other-route"), remembered, with.out());
    assertEquals(
        8,
        with.out().lines().filter(line -> line.startsWith("    ~ replay/other-route@")).count(),
        with.out());
    assertTrue(
        with.out().matches("(?s).*[\u2714~] replay/same-again@/v1/confirmationCode:.*"),
        with.out());
    for (String passed :
        List.of(
            "other-merchant@/v1/newEvent",
            "other-merchant@/v1/confirmationCode",
            "same-again@/v1/newEvent",
            "same-again@/stores/*")) {
      assertTrue(with.out().contains("\u2714 replay/" + passed + ":"), with.out());
    }
  }

  private static Set<String> tolerated(Run run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith("    ~ "))
        .map(line -> line.substring(6, line.indexOf('@')))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"addresses\": { \"allow\": [\"127.0.0.1\"] },",
        """
        "addresses": { "allow": ["198.51.100.0/24"], "trustedProxies": ["127.0.0.0/8"],
                       "forwardedHeader": "Forwarded" },
        """,
        """
        "addresses": { "trustedProxies": ["127.0.0.0/8"], "forwardedHeader": "X-Real-IP" },
        """
      })
  void addressVariants_pass(String addresses) throws Exception {
    passes(
        configOfTwoRoutes(addresses),
        "--run",
        "address/*@/v1/newEvent",
        "--run",
        "address/*@/stores/*",
        "--run",
        "header/*@/v1/newEvent");
  }

  @Test
  void bodiesLongerThanTheRouteTakes_areNotSent() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("lacre.json"),
            CONFIG
                .formatted("", "", OTHER_ROUTES)
                .replace("\"success\": 202", "\"maxBodyBytes\": 270"));
    try (Serving serving = Serving.start(config)) {
      Run run = conform(serving, config, "--strict", "--run", "sig*@/v2/orderEvent");

      assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
      assertTrue(run.out().contains("- sig/compact-utf-8@/v2/orderEvent"), run.out());
      assertTrue(run.out().contains("longer than the route takes"), run.out());
    }
  }

  @Test
  void addressThatMayNotSend_isToldAsSetUp() throws Exception {
    Path config = configOfTwoRoutes("\"addresses\": { \"allow\": [\"10.0.0.0/8\"] },");
    try (Serving serving = Serving.start(config)) {
      Run run = conform(serving, config, "--run", "*@/v1/newEvent");

      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains("this machine (127.0.0.1) is neither"), run.out());
    }
  }

  private static Run passes(Path config, String... more) throws Exception {
    try (Serving serving = Serving.start(config)) {
      long start = System.nanoTime();
      Run run = conform(serving, config, more);
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
      assertTrue(run.out().contains(" 0 failed, 0 errors"), run.out());
      assertTrue(took.compareTo(LONGEST) < 0, took.toString());
      return run;
    }
  }

  private Path config(String addresses, String ledger) throws IOException {
    return Files.writeString(
        folder.resolve("lacre.json"), CONFIG.formatted(addresses, ledger, OTHER_ROUTES));
  }

  private Path configOfTwoRoutes(String addresses) throws IOException {
    return Files.writeString(folder.resolve("lacre.json"), CONFIG.formatted(addresses, "", ""));
  }

  private static Run conform(Serving serving, Path config, String... more) {
    List<String> args = new ArrayList<>(List.of("conform", "receiver"));
    args.addAll(
        List.of(serving.address().toString(), "--config", config.toString(), "--timeout", "60"));
    args.addAll(List.of(more));
    return Run.given().run(args);
  }
}
