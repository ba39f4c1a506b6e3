package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.WebhookSender;
import dev.lacre.servlet.WebhookFilter;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.vectors.Payloads;
import dev.lacre.verifier.WebhookVerifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All published modules resolve on the module path, seen from one that uses them. */
final class ModulesTest {

  @Test
  void publishedModules_areNamedAsDocumented() {
    Map<String, Class<?>> types =
        Map.of(
            "dev.lacre.signer", WebhookSigner.class,
            "dev.lacre.verifier", WebhookVerifier.class,
            "dev.lacre.servlet", WebhookFilter.class,
            "dev.lacre.client", WebhookSender.class,
            "dev.lacre.vectors", Payloads.class,
            "dev.lacre.cli", Lacre.class);

    types.forEach((name, type) -> assertEquals(name, type.getModule().getName()));
  }

  @Test
  void internalPackages_areClosedToStrangers() {
    for (Class<?> type : new Class<?>[] {WebhookSigner.class, WebhookVerifier.class}) {
      Module module = type.getModule();
      String internal = module.getName() + ".internal";
      assertTrue(module.getPackages().contains(internal));
      assertFalse(module.isExported(internal), internal);
    }
  }
}
