package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.servlet.VerifiedWebhooks;
import dev.lacre.servlet.WebhookFilter;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.config.LacreConfig;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README shows only code that this class compiles, and a configuration that loads. */
final class ReadmeTest {

  private static final Path ROOT = Path.of("..");
  private static final Path THIS =
      Path.of("src", "test", "java", "dev", "lacre", "cli", "ReadmeTest.java");

  private static HttpRequest.Builder sender(
      Secret secret, byte[] body, HttpRequest.Builder request) {
    WebhookSigner signer =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("my-app"), secret);
    SignedHeaders signed = signer.sign(MerchantId.of("store-123"), body);
    signed.forEach(request::header);
    return request;
  }

  static VerifiedWebhook receiver(ServletContext servletContext, HttpServletRequest httpRequest) {
    WebhookFilter filter = WebhookFilter.builder(LacreConfig.load(Path.of("lacre.json"))).build();
    servletContext
        .addFilter("lacre", filter)
        .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    VerifiedWebhook webhook = VerifiedWebhooks.from(httpRequest); // in your servlet
    return webhook;
  }

  @Test
  void javaBlocks_ofTheReadme_areCompiledHere() throws IOException {
    String compiled = withoutSpace(Files.readString(THIS));

    List<String> blocks = blocks("README.md", "java");

    assertEquals(2, blocks.size(), "the README shows a sender and a receiver");
    for (String block : blocks) {
      assertTrue(compiled.contains(withoutSpace(block)), "not compiled by this test:\n" + block);
    }
  }

  @Test
  void sendersBlock_setsTheThreeHeaders() {
    HttpRequest request =
        sender(
                Secret.ofUtf8("a secret of the test"),
                "{}".getBytes(StandardCharsets.UTF_8),
                HttpRequest.newBuilder(URI.create("http://localhost/v1/newEvent")))
            .build();

    assertEquals("my-app", request.headers().firstValue("X-App-Id").orElse(""));
    assertEquals("store-123", request.headers().firstValue("X-App-MerchantId").orElse(""));
    assertEquals(64, request.headers().firstValue("X-App-Signature").orElse("").length());
  }

  @Test
  void configurations_ofTheReadmeAndTheDocuments_load(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("old.secret"), "the secret until yesterday\n");
    List<String> configurations =
        List.of(blocks("README.md", "json").get(0), blocks("docs/configuration.md", "json").get(0));
    for (String configuration : configurations) {
      Path file = Files.writeString(folder.resolve("lacre.json"), configuration);

      LacreConfig config = LacreConfig.load(file, variable -> "a secret for " + variable);

      assertTrue(config.routes().containsKey("/v1/newEvent"));
    }
  }

  private static List<String> blocks(String document, String language) throws IOException {
    Matcher matcher =
        Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve(document)));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }
}
