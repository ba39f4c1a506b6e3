package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.AppId;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are never looked up: what a request says is an address as it stands, or none. */
class IpAddressNoLookupTest {

  @Test
  void namesThatTheHostsFileKnows_areNoAddresses(@TempDir Path folder) throws Exception {
    List<String> names = List.of("evil.test", "localhost", "unknown", "a.b", "1.2.3");
    StringBuilder hosts = new StringBuilder();
    names.forEach(name -> hosts.append("203.0.113.7 ").append(name).append('\n'));
    Path file = Files.writeString(folder.resolve("hosts"), hosts);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + file,
                "-cp",
                String.join(
                    File.pathSeparator,
                    root(IpAddress.class).toString(),
                    root(NameProbe.class).toString(),
                    signer().toString()),
                NameProbe.class.getName()));
    command.addAll(names);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertEquals(0, process.waitFor(), output);
    // The JDK does find them, so that a lookup would show; "1.2.3" it takes for a literal.
    assertEquals(
        List.of(
            "203.0.113.7 null null null",
            "203.0.113.7 null null null",
            "203.0.113.7 null null null",
            "203.0.113.7 null null null",
            "1.2.0.3 null null null"),
        output.lines().toList());
  }

  /** Returns where the signer's classes are: a directory, or a jar. */
  private static Path signer() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(AppId.class.getProtectionDomain().getCodeSource())
            .getLocation()
            .toURI());
  }

  /** Returns the directory under which the class lies. */
  private static Path root(Class<?> type) {
    URL url = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
    Path root = Path.of(URI.create(url.toString()));
    for (int i = 0; i < type.getName().split("\\.", -1).length; i++) {
      root = Objects.requireNonNull(root.getParent());
    }
    return root;
  }
}
