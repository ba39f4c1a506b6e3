package dev.lacre.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the module promises to those who require it. */
class ModuleTest {

  @Test
  void module_ofTheSigner_isNamed() {
    assertTrue(WebhookSigner.class.getModule().isNamed());
    assertEquals("dev.lacre.signer", descriptor().name());
    assertFalse(descriptor().isOpen());
    assertFalse(descriptor().isAutomatic());
  }

  @Test
  void exports_toEverybody_areTheOnePublicPackage() {
    assertEquals(
        Set.of("dev.lacre.signer"),
        descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .collect(Collectors.toSet()));
  }

  @Test
  void exports_toTheOtherModulesOfLacre_areTheInternalPackage() {
    for (Exports exports : descriptor().exports()) {
      if (exports.isQualified()) {
        assertEquals("dev.lacre.signer.internal", exports.source());
        assertTrue(
            exports.targets().stream().allMatch(target -> target.startsWith("dev.lacre.")),
            exports::toString);
      }
    }
  }

  @Test
  void requires_atRunTime_isThePlatformsBaseAlone() {
    assertEquals(
        Set.of("java.base"),
        descriptor().requires().stream()
            .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void requires_atCompileTime_addsTheNullAnnotationsOnly() {
    assertEquals(
        Set.of("org.jspecify"),
        descriptor().requires().stream()
            .filter(requires -> requires.modifiers().contains(Requires.Modifier.STATIC))
            .map(Requires::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void services_andOpenPackages_areNone() {
    assertEquals(Set.of(), descriptor().opens());
    assertEquals(Set.of(), descriptor().uses());
    assertEquals(Set.of(), descriptor().provides());
  }

  private static ModuleDescriptor descriptor() {
    ModuleDescriptor descriptor = WebhookSigner.class.getModule().getDescriptor();
    assertNotNull(descriptor);
    return descriptor;
  }
}
