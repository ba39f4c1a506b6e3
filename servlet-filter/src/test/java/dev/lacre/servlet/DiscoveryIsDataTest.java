package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing that verifies can be given a discovery document, read or served: no parameter and no
 * field of any class outside the package has a type of it, but for the servlet that serves one.
 */
class DiscoveryIsDataTest {

  private static final String DISCOVERY = DiscoveryDeclaration.class.getPackageName();

  private static List<Class<?>> classesBeside(Class<?> one) throws Exception {
    Path place = place(one);
    if (Files.isDirectory(place)) {
      return classes(place, one);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classes(jar.getPath("/"), one);
    }
  }

  private static Path place(Class<?> one) throws URISyntaxException {
    return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Class<?>> classes(Path root, Class<?> one)
      throws IOException, ClassNotFoundException {
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.').replace(".class", "");
        if (!name.equals("module-info") && !name.contains("Nimbus")) {
          classes.add(Class.forName(name, false, one.getClassLoader()));
        }
      }
    }
    return classes;
  }

  private static boolean isOfDiscovery(Class<?> type) {
    return type.getName().startsWith(DISCOVERY);
  }

  @Test
  void nothingThatVerifies_takesOrKeepsADeclaration() throws Exception {
    List<Class<?>> all = new ArrayList<>(classesBeside(WebhookVerifier.class));
    all.addAll(classesBeside(WebhookFilter.class));
    assertTrue(all.contains(WebhookFilter.Builder.class), "the filter's builder is looked at");
    assertTrue(all.contains(WebhookVerifier.Builder.class), "and the verifier's");
    List<String> takers = new ArrayList<>();
    for (Class<?> type : all) {
      if (isOfDiscovery(type)) {
        continue;
      }
      List<Executable> takes = new ArrayList<>(List.of(type.getDeclaredMethods()));
      takes.addAll(List.of(type.getDeclaredConstructors()));
      for (Executable each : takes) {
        if (Arrays.stream(each.getParameterTypes()).anyMatch(DiscoveryIsDataTest::isOfDiscovery)) {
          takers.add(type.getSimpleName() + "." + each.getName());
        }
      }
      for (Field each : type.getDeclaredFields()) {
        if (isOfDiscovery(each.getType())) {
          takers.add(type.getSimpleName() + "." + each.getName());
        }
      }
    }
    assertEquals(
        List.of("DiscoveryServlet.of", "DiscoveryServlet.of"), takers, "who takes a declaration");
  }
}
