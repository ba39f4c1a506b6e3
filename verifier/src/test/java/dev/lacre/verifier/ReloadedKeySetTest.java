package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.config.ReloadingConfig;
import dev.lacre.verifier.config.RouteConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The issuer's keys across a change of the configuration: not fetched anew without need. */
class ReloadedKeySetTest {

  private final Path file;
  private final KeyServer server;

  ReloadedKeySetTest(@TempDir Path folder) throws IOException {
    this.file = folder.resolve("lacre.json");
    this.server = new KeyServer(Token.keySet());
  }

  @BeforeEach
  void firstFile() throws IOException {
    write("/keys.json", "RS256", "");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String path, String algorithm, String more) throws IOException {
    Files.writeString(
        file,
        """
        { "bearer": { "issuer": "%s", "audience": "%s", "algorithm": "%s",
            "jwks": {"url": "%s", "insecureHttp": true},
            "clients": [ { "appId": "%s", "merchants": ["%s"] } %s ] },
          "routes": { "/hook": { "operation": "ordering-channel",
            "store": {"header": "X-Store"}, "authenticate": ["bearer"] } } }
        """
            .formatted(
                Token.ISSUER,
                Token.AUDIENCE,
                algorithm,
                server.url().resolve(path),
                Token.APP.value(),
                Token.STORE.value(),
                more));
  }

  private static String client(int number) {
    return ", { \"appId\": \"other-" + number + "\", \"merchants\": [\"m\"] }";
  }

  private static String outcome(ReloadingConfig config, Token token) {
    String expiry = Long.toString(Instant.now().getEpochSecond() + 3600);
    RouteConfig route = Objects.requireNonNull(config.get().routes().get("/hook"));
    Verdict verdict =
        route
            .verifier()
            .verify(
                InboundWebhook.builder()
                    .path("/hook")
                    .header("X-Store", Token.STORE.value())
                    .header("Authorization", "Bearer " + token.claim("exp", expiry).signed())
                    .build());
    return verdict instanceof Verdict.Rejected refused ? refused.reason().code() : "accepted";
  }

  @Test
  void keysThatWereFetched_countAfterASwap_whileTheIssuerIsDown() throws IOException {
    ReloadingConfig config = ReloadingConfig.builder(file).build();
    assertEquals("accepted", outcome(config, Token.rs256()));
    server.goDown();
    for (int i = 0; i < 3; i++) {
      write("/keys.json", "RS256", client(i));
      assertTrue(config.reload());
      assertEquals("accepted", outcome(config, Token.rs256()));
    }
    assertEquals(1, server.calls());
  }

  @Test
  void otherUrlOrAlgorithm_isFetchedAnew_andTheOldIsForgotten() throws IOException {
    ReloadingConfig config = ReloadingConfig.builder(file).build();
    assertEquals("accepted", outcome(config, Token.rs256()));
    write("/keys.json", "ES256", "");
    assertTrue(config.reload());
    assertEquals("accepted", outcome(config, Token.es256()));
    assertEquals("token-signature-mismatch", outcome(config, Token.rs256()));
    assertEquals(2, server.calls());
    server.answer(Token.keySet(Map.of("ec-1", Token.EC, "rsa-1", Token.OTHER_RSA)));
    write("/other.json", "RS256", "");
    assertTrue(config.reload());
    assertEquals("token-signature-mismatch", outcome(config, Token.rs256()));
    assertEquals(3, server.calls());
    write("/keys.json", "RS256", "");
    assertTrue(config.reload());
    assertEquals("token-signature-mismatch", outcome(config, Token.rs256()));
    assertEquals(4, server.calls(), "the first key set was kept, though nothing used it");
  }

  @Test
  void refusedChange_leavesTheKeysAsTheyAre() throws IOException {
    ReloadingConfig config = ReloadingConfig.builder(file).build();
    assertEquals("accepted", outcome(config, Token.rs256()));
    Runnable leave =
        config.follow(
            next -> {
              if (!next.equals(config.get())) {
                throw new IllegalArgumentException("not with me");
              }
              return () -> {};
            });
    write("/other.json", "RS256", "");
    assertThrows(IllegalArgumentException.class, config::reload);
    leave.run();
    write("/keys.json", "RS256", client(1));
    assertTrue(config.reload());
    assertEquals("accepted", outcome(config, Token.rs256()));
    assertEquals(1, server.calls());
  }
}
