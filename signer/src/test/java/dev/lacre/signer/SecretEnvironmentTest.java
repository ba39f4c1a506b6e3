package dev.lacre.signer;

import static dev.lacre.signer.EnvironmentProbe.NON_ASCII;
import static dev.lacre.signer.EnvironmentProbe.REFUSED;
import static dev.lacre.signer.EnvironmentProbe.signatureUnder;
import static dev.lacre.signer.Faults.assertShowsNothingOf;
import static dev.lacre.signer.Faults.refused;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SecretEnvironmentTest {

  private static final String MARKER = "Zq7xWv9kPj2Lm4Rt8Ys";
  private static final String SIGNATURE_UNDER_NON_ASCII =
      signatureUnder(Secret.ofBytes(utf8(NON_ASCII)));

  @Test
  void fromEnvironment_variableThatIsNotSet_isRefusedWithItsName() {
    String message = refused(() -> Secret.fromEnvironment("LACRE_NO_SUCH_VARIABLE"));
    assertTrue(
        message.startsWith("The environment variable 'LACRE_NO_SUCH_VARIABLE' is not set"),
        () -> message);
    String escaped = refused(() -> Secret.fromEnvironment("LACRE\nNO\u00E9"));
    assertTrue(escaped.contains("'LACRE\\u000aNO\\u00e9'"), () -> escaped);
  }

  @Test
  void fromEnvironment_anyValue_isTheUntrimmedSecretOrRefusedWithoutIt() throws Exception {
    Map<String, String> environment =
        Map.of(
            "PLAIN",
            MARKER,
            "BLANKS",
            " " + MARKER + " ",
            "NEWLINE",
            MARKER + "\n",
            "SHORT",
            MARKER.substring(0, 15),
            "BLANK",
            " ".repeat(20),
            "EMPTY",
            "");
    List<String> lines =
        probe(
            environment,
            List.of(java()),
            "PLAIN",
            "BLANKS",
            "NEWLINE",
            "SHORT",
            "BLANK",
            "EMPTY",
            "MISSING");
    assertEquals(signatureUnder(Secret.ofUtf8(MARKER)), lines.get(1));
    assertEquals(signatureUnder(Secret.ofUtf8(" " + MARKER + " ")), lines.get(2));
    assertEquals(signatureUnder(Secret.ofUtf8(MARKER + "\n")), lines.get(3));
    assertRefused("In the environment variable 'SHORT': The secret is 15 bytes", lines.get(4));
    assertRefused("In the environment variable 'BLANK': The secret is nothing but", lines.get(5));
    assertRefused("In the environment variable 'EMPTY': The secret is empty", lines.get(6));
    assertRefused("The environment variable 'MISSING' is not set", lines.get(7));
    lines.forEach(line -> assertShowsNothingOf(MARKER, line));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fromEnvironment_valueThatTheLocaleReads_isItsUtf8Form() throws Exception {
    List<String> lines = probeNonAscii("C.UTF-8", java());
    assertEquals(SIGNATURE_UNDER_NON_ASCII, lines.get(0));
    assertEquals(SIGNATURE_UNDER_NON_ASCII, lines.get(1));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fromEnvironment_valueThatTheLocaleCannotRead_isRefusedRatherThanReplaced() throws Exception {
    String line = probeNonAscii("C", java()).get(1);
    assertRefused("In the environment variable 'MARKED': The secret has bytes that the", line);
    assertTrue(line.contains("LC_ALL=C.UTF-8"), () -> line);
    assertShowsNothingOf(NON_ASCII, line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "US-ASCII"})
  @EnabledOnOs(OS.LINUX)
  void ofUtf8_underAnyDefaultCharset_isTheUtf8FormOfTheText(String charset) throws Exception {
    List<String> lines = probeNonAscii("C", java(), "-Dfile.encoding=" + charset);
    assertEquals(SIGNATURE_UNDER_NON_ASCII, lines.get(0));
  }

  private static List<String> probeNonAscii(String locale, String... java)
      throws IOException, InterruptedException {
    StringBuilder octal = new StringBuilder();
    for (byte b : utf8(NON_ASCII)) {
      octal.append(String.format(Locale.ROOT, "\\%03o", b & 0xFF));
    }
    String script = "MARKED=$(printf '" + octal + "'); export MARKED; exec \"$0\" \"$@\"";
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script));
    Collections.addAll(command, java);
    return probe(Map.of("LC_ALL", locale), command, "MARKED");
  }

  private static void assertRefused(String start, String line) {
    assertTrue(line.startsWith(REFUSED + start), () -> line);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> probe(
      Map<String, String> environment, List<String> java, String... variables)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(java);
    String classPath = root(Secret.class) + File.pathSeparator + root(EnvironmentProbe.class);
    Collections.addAll(command, "-cp", classPath, EnvironmentProbe.class.getName());
    Collections.addAll(command, variables);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.contains("JAVA_") || name.contains("JDK_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, process.waitFor(), output);
    assertEquals(variables.length + 1L, output.lines().count(), output);
    return output.lines().toList();
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
