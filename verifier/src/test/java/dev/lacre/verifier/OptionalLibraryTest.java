package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import dev.lacre.signer.Secret;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the library for tokens all works but tokens, and that is said when it is set up. */
class OptionalLibraryTest {

  private static final String KEYS =
      """
      { "apiKeys": { "clients": [ { "appId": "app", "merchants": ["store-1"],
          "keys": [ {"insecureLiteral": "a key of sixteen"} ] } ] },
        "routes": { "/stores/*": { "operation": "ordering-channel",
          "store": {"pathSegment": 1}, "authenticate": ["api-key"] } } }
      """
          .replace("a key of sixteen", "a-key-of-sixteen-bytes");

  private static final String TOKENS =
      """
      { "bearer": { "issuer": "i", "audience": "a", "algorithm": "HS256",
          "secrets": [ {"insecureLiteral": "a secret that is long enough for HS256"} ],
          "clients": [ { "appId": "app", "merchants": ["store-1"] } ] },
        "routes": { "/stores/*": { "operation": "ordering-channel",
          "store": {"pathSegment": 1}, "authenticate": ["bearer"] } } }
      """;

  @TempDir private Path folder;

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** All that the verifier needs, and no more. */
  private static URLClassLoader bare() {
    URL[] urls = {place(WebhookVerifier.class), place(Secret.class), place(JsonFactory.class)};
    // No parent: any other would see the modules of these tests.
    return new URLClassLoader(urls, null);
  }

  private Object load(ClassLoader loader, String json) throws Exception {
    Path file = Files.write(folder.resolve("lacre.json"), json.getBytes(UTF_8));
    Class<?> type = loader.loadClass("dev.lacre.verifier.config.LacreConfig");
    assertNotSame(dev.lacre.verifier.config.LacreConfig.class, type);
    return type.getMethod("load", Path.class).invoke(null, file);
  }

  @Test
  void everythingElse_worksWithoutTheLibrary() throws Exception {
    try (URLClassLoader loader = bare()) {
      assertThrows(
          ClassNotFoundException.class, () -> loader.loadClass("com.nimbusds.jose.JWSObject"));
      Object config = load(loader, KEYS);
      Map<?, ?> routes = (Map<?, ?>) config.getClass().getMethod("routes").invoke(config);
      assertEquals(List.of("/stores/*"), List.copyOf(routes.keySet()));
      assertTrue(config.toString().contains("ApiKeys[X-API-KEY, 1 clients]"), config::toString);
    }
  }

  @Test
  void tokensWithoutTheLibrary_areAFaultWithARemedy() throws Exception {
    try (URLClassLoader loader = bare()) {
      InvocationTargetException thrown =
          assertThrows(InvocationTargetException.class, () -> load(loader, TOKENS));
      Throwable fault = thrown.getTargetException();
      assertEquals("dev.lacre.verifier.config.LacreConfigException", fault.getClass().getName());
      String message = String.valueOf(fault.getMessage());
      assertTrue(message.contains("(/bearer)"), message);
      assertTrue(message.contains("com.nimbusds:nimbus-jose-jwt"), message);
      assertTrue(message.contains("class path"), message);
      assertFalse(message.contains("long enough"), message);
    }
  }
}
