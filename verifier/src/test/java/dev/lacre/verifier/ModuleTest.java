package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module shows to whom, on the module path. */
class ModuleTest {

  private static ModuleDescriptor descriptor() {
    Module module = WebhookVerifier.class.getModule();
    assertTrue(module.isNamed(), "the tests must run on the module path");
    return module.getDescriptor();
  }

  @Test
  void module_isNamedAndClosed() {
    assertEquals("dev.lacre.verifier", descriptor().name());
    assertFalse(descriptor().isOpen());
    assertFalse(descriptor().isAutomatic());
    assertEquals(Set.of(), descriptor().opens());
  }

  @Test
  void exports_areThePublicPackages_andTheInternalOneToFriendsOnly() {
    Map<String, Set<String>> exports =
        descriptor().exports().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Exports::source, ModuleDescriptor.Exports::targets));
    assertEquals(
        Map.of(
            "dev.lacre.verifier", Set.of(),
            "dev.lacre.verifier.config", Set.of(),
            "dev.lacre.verifier.discovery", Set.of(),
            "dev.lacre.verifier.ledger", Set.of(),
            "dev.lacre.verifier.internal", Set.of("dev.lacre.servlet", "dev.lacre.cli")),
        exports);
  }

  @Test
  void requires_isTheSignerOneJsonParserAndOneCache() {
    Set<String> required =
        descriptor().requires().stream()
            .filter(
                module -> !module.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(ModuleDescriptor.Requires::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "java.base",
            "dev.lacre.signer",
            "com.fasterxml.jackson.core",
            "com.github.benmanes.caffeine"),
        required);
  }

  @Test
  void signersInternals_areInReachOfThisModule_butNotOfEverybody() {
    Module signer = dev.lacre.signer.WebhookSigner.class.getModule();
    assertEquals("dev.lacre.signer", signer.getName());
    assertTrue(signer.isExported("dev.lacre.signer.internal", WebhookVerifier.class.getModule()));
    assertFalse(signer.isExported("dev.lacre.signer.internal"));
  }
}
