package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lacre serve --reload}. */
@Timeout(180)
class ServeReloadTest {

  private static final String JSON =
      """
      { "credentials": [ { "appId": "app", "model": "client_credentials_application",
          "secrets": [ {"file": "app.secret"} ], "merchants": ["store"] } ],
        "routes": { "/v1/newEvent": { "operation": "v1/newEvent" } } }
      """;
  private static final byte[] BODY = "{\"eventId\":\"e\"}".getBytes(StandardCharsets.UTF_8);

  private static String status(Serving serving, String secret) throws Exception {
    StringBuilder headers = new StringBuilder();
    WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), Secret.ofUtf8(secret))
        .sign(MerchantId.of("store"), BODY)
        .forEach((name, value) -> headers.append(name).append(": ").append(value).append('\n'));
    return serving.post("/v1/newEvent", headers.toString(), BODY).substring(9, 12);
  }

  private static void await(Serving serving, String words) throws InterruptedException {
    for (int i = 0; i < 6000 && !serving.err().contains(words); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertTrue(serving.err().contains(words), serving::err);
  }

  /** In one step, for a file that is read before it is whole is a change of its own. */
  private static void replace(Path file, String text) throws IOException {
    Path whole = Files.writeString(file.resolveSibling("whole"), text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void changedSecretFile_isInForce_andABadOneIsNot(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("lacre.json"), JSON);
    Path secret = Files.writeString(folder.resolve("app.secret"), "the-old-secret-of-the-app");
    try (Serving serving = Serving.start(config, "--reload", "PT0.1S")) {
      assertEquals("204", status(serving, "the-old-secret-of-the-app"));
      replace(secret, "short");
      await(serving, "refused, the old one stays");
      assertEquals("204", status(serving, "the-old-secret-of-the-app"));
      replace(secret, "the-new-secret-of-the-app");
      await(serving, "is in force");
      assertEquals("204", status(serving, "the-new-secret-of-the-app"));
      assertEquals("403", status(serving, "the-old-secret-of-the-app"));
      assertEquals(0, serving.stop());
    }
  }

  @Test
  void periodThatIsNone_isAFault(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("lacre.json"), JSON);
    Files.writeString(folder.resolve("app.secret"), "the-old-secret-of-the-app");
    String file = config.toString();
    assertEquals(
        Lacre.USAGE, Run.given().run("serve", "--config", file, "--reload", "often").code());
    assertEquals(
        Lacre.SET_UP, Run.given().run("serve", "--config", file, "--reload", "PT0S").code());
  }
}
