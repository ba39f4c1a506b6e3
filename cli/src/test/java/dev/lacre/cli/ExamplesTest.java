package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example in the documentation and in Javadoc compiles against the modules as they are. */
final class ExamplesTest {

  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("signer", "verifier", "servlet-filter", "http-client", "test-vectors");

  private static final Pattern IN_MARKDOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\n\\s*\\* }</pre>", Pattern.DOTALL);

  private static final String IMPORTS =
      """
      import dev.lacre.client.*;
      import dev.lacre.servlet.*;
      import dev.lacre.signer.*;
      import dev.lacre.vectors.*;
      import dev.lacre.verifier.*;
      import dev.lacre.verifier.config.LacreConfig;
      import dev.lacre.verifier.config.ReloadingConfig;
      import dev.lacre.verifier.discovery.*;
      import dev.lacre.verifier.ledger.*;
      import jakarta.servlet.DispatcherType;
      import java.net.URI;
      import java.net.http.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.atomic.AtomicReference;
      import java.util.stream.Stream;
      import org.junit.jupiter.api.DynamicNode;
      import org.junit.jupiter.api.TestFactory;
      """;

  /** What examples take for given, unless they declare it. */
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry("secret", "Secret"),
          Map.entry("key", "Secret"),
          Map.entry("secrets", "List<Secret>"),
          Map.entry("body", "byte[]"),
          Map.entry("bytes", "byte[]"),
          Map.entry("stream", "java.io.InputStream"),
          Map.entry("address", "URI"),
          Map.entry("merchantId", "MerchantId"),
          Map.entry("signer", "WebhookSigner"),
          Map.entry("verifier", "WebhookVerifier"),
          Map.entry("builder", "WebhookVerifier.Builder"),
          Map.entry("inbound", "InboundWebhook"),
          Map.entry("head", "InboundWebhook"),
          Map.entry("directory", "CredentialDirectory"),
          Map.entry("database", "CredentialDirectory"),
          Map.entry("rules", "List<String>"),
          Map.entry("newRules", "List<String>"),
          Map.entry("token", "String"),
          Map.entry("partner", "AppId"),
          Map.entry("stores", "Set<MerchantId>"),
          Map.entry("request", "HttpRequest.Builder"),
          Map.entry("response", "HttpResponse<byte[]>"),
          Map.entry("http", "HttpClient"),
          Map.entry("client", "HttpClient"),
          Map.entry("config", "LacreConfig"),
          Map.entry("reloadingConfig", "ReloadingConfig"),
          Map.entry("myManifest", "byte[]"),
          Map.entry("servletContext", "jakarta.servlet.ServletContext"),
          Map.entry("httpRequest", "jakarta.servlet.http.HttpServletRequest"),
          Map.entry("log", "org.slf4j.Logger"),
          Map.entry("vault", "Vault"));

  /** What is something else in one place: the example's first words, the name, its type. */
  private static final Map<String, Map<String, String>> ELSEWHERE =
      Map.of(
          "TokenCache tokens = TokenCache.builder(\"my-pos/2.1\").build();\nCallCredential",
          Map.of("client", "OAuthClient"),
          "DiscoveryServlet.following(\n    config,",
          Map.of("config", "ReloadingConfig"),
          "ResponseVerifier responses = ResponseVerifier.of(SignatureScheme.openDelivery(),"
              + " secrets);\nHttpResponse",
          Map.of("request", "HttpRequest"));

  @TempDir private Path folder;

  private record Example(String place, String code) {}

  private static List<Example> examples() throws IOException {
    List<Example> all = new ArrayList<>();
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      for (Path file :
          Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted()).toList()) {
        // The Spring examples are the code that the filter's own tests run.
        if (file.toString().endsWith(".md") && !file.endsWith("spring.md")) {
          all.addAll(examples(file, IN_MARKDOWN));
        }
      }
    }
    for (String module : MODULES) {
      try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
          // Micrometer is not here; the filter's own tests have that example.
          if (Files.readString(file).contains("\npublic ")
              && !file.endsWith("WebhookMeters.java")) {
            all.addAll(examples(file, IN_JAVADOC));
          }
        }
      }
    }
    return all;
  }

  private static List<Example> examples(Path file, Pattern pattern) throws IOException {
    List<Example> found = new ArrayList<>();
    for (Matcher match = pattern.matcher(Files.readString(file)); match.find(); ) {
      String code = match.group(1).replaceAll("(?m)^\\s*\\* ?", "");
      found.add(new Example(file.getFileName() + "#" + found.size(), code));
    }
    return found;
  }

  private static String source(String name, Example example) {
    String code = example.code();
    String within =
        code.startsWith("@")
            ? code
            : "void example(" + parameters(code) + ") throws Exception {\n" + code + "\n}\n";
    return IMPORTS
        + "abstract class "
        + name
        + " {\n"
        + "interface Vault { String read(String name); }\n"
        + "abstract Answer verify(TestVector test);\n"
        + "abstract Answer answer(TestVector test);\n"
        + within
        + "}\n";
  }

  private static String parameters(String code) {
    Map<String, String> types = new LinkedHashMap<>(GIVEN);
    ELSEWHERE.forEach(
        (begin, other) -> {
          if (code.startsWith(begin)) {
            types.putAll(other);
          }
        });
    return types.entrySet().stream()
        .filter(given -> uses(code, given.getKey()))
        .map(given -> given.getValue() + " " + given.getKey())
        .collect(Collectors.joining(", "));
  }

  private static boolean uses(String code, String name) {
    boolean declared =
        Pattern.compile("[\\w>\\]] " + name + " =|\\b" + name + " ->").matcher(code).find();
    return !declared && Pattern.compile("(?<![\\w.\"])" + name + "\\b").matcher(code).find();
  }

  @Test
  void everyExample_compiles() throws Exception {
    List<Example> examples = examples();
    assertTrue(examples.size() >= 30, "only " + examples.size());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                Stream.of("jdk.module.path", "java.class.path")
                    .map(name -> System.getProperty(name, ""))
                    .collect(Collectors.joining(File.pathSeparator))));
    List<String> places = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Path file = folder.resolve("Example" + i + ".java");
      Files.writeString(file, source("Example" + i, examples.get(i)));
      command.add(file.toString());
      places.add("Example" + i + " is " + examples.get(i).place());
    }
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, javac.waitFor(), () -> said + String.join("\n", places));
  }
}
