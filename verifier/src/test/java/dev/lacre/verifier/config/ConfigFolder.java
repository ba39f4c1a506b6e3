package dev.lacre.verifier.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder with a {@code lacre.json}, secret files and an environment of its own. */
final class ConfigFolder {

  /** Begins every secret that the tests configure, and must never be shown. */
  static final String MARKER = "Zebra-Marker";

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  ConfigFolder(Path folder) {
    this.folder = folder;
  }

  /** The key that a test signs with, of any length. */
  static Secret secret(String text) {
    return Secret.ofShortBytesInsecurely(text.getBytes(UTF_8));
  }

  ConfigFolder variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ConfigFolder file(String name, String content) {
    return file(name, content.getBytes(UTF_8));
  }

  ConfigFolder file(String name, byte[] content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  LacreConfig load(String json) {
    return load(json.getBytes(UTF_8));
  }

  LacreConfig load(byte[] json) {
    file("lacre.json", json);
    return LacreConfig.load(folder.resolve("lacre.json"), environment::get);
  }

  LacreConfigException fault(String json) {
    return fault(json.getBytes(UTF_8));
  }

  /** Loads what is faulty, and checks what holds for every fault. */
  LacreConfigException fault(byte[] json) {
    LacreConfigException fault = assertThrows(LacreConfigException.class, () -> load(json));
    String message = String.valueOf(fault.getMessage());
    assertEquals(fault.place() + ": ", message.substring(0, fault.place().length() + 2));
    assertNull(fault.getCause());
    assertEquals(0, fault.getSuppressed().length);
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    assertFalse(trace.toString().contains("Zebra"), trace::toString);
    assertFalse(message.endsWith(": null"), message);
    return fault;
  }

  /** Signs a body and sends it to a route, and tells how that ends. */
  static String outcome(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.reason().code() : "accepted";
  }

  static Verdict send(
      RouteConfig route, String app, String merchant, String secret, String body, String... more) {
    byte[] bytes = body.getBytes(UTF_8);
    InboundWebhook.Builder request =
        InboundWebhook.builder().body(bytes).peerAddress("203.0.113.7").path("/v1/newEvent");
    WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of(app), secret(secret))
        .sign(MerchantId.of(merchant), bytes)
        .forEach(request::header);
    for (int i = 0; i < more.length; i += 2) {
      switch (more[i]) {
        case "path" -> request.path(more[i + 1]);
        case "peer" -> request.peerAddress(more[i + 1]);
        default -> request.header(more[i], more[i + 1]);
      }
    }
    return route.verifier().verify(request.build());
  }
}
