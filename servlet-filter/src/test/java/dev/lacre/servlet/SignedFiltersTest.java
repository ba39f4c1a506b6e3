package dev.lacre.servlet;

import static dev.lacre.servlet.Signed.assertSigned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.AsyncContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed responses through several filters, with several secrets, and how they are set up. */
@EachContainer
class SignedFiltersTest {

  private static final String HASH = Handler.hash("abc".getBytes(UTF_8));

  private final ContainerKind kind;

  SignedFiltersTest(ContainerKind kind) {
    this.kind = kind;
  }

  private static WebhookFilter filter() {
    return WebhookFilter.builder().route("/hook", Stage.hook()).signResponses("/hook").build();
  }

  private static void assertBothForms(Stage stage) throws Exception {
    assertEquals(
        HASH, assertSigned(stage.exchange(Sender.APPLICATION.post("/hook", "abc"))).text());
    String async =
        stage.handler.deed(
            (request, response) -> {
              AsyncContext context = request.startAsync();
              context.start(
                  () -> {
                    try {
                      Handler.answer(response, "async");
                    } catch (java.io.IOException failure) {
                      throw new IllegalStateException(failure);
                    }
                    context.complete();
                  });
            });
    Call call = Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, async);
    assertEquals("async", assertSigned(stage.exchange(call)).text());
    String forward =
        stage.handler.deed(
            (request, response) ->
                request.getRequestDispatcher("/inner").forward(request, response));
    Call forwarded = Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, forward);
    assertEquals(HASH, assertSigned(stage.exchange(forwarded)).text());
  }

  @Test
  void twoFiltersInOneChain_signOnce() throws Exception {
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.register(context, "one", filter()))
            .after("two", filter())
            .servlet("/inner", new Handler())
            .start()) {
      assertBothForms(stage);
    }
  }

  @Test
  void oneFilterTwiceInTheChain_signsOnce() throws Exception {
    WebhookFilter filter = filter();
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.register(context, "one", filter))
            .after("two", filter)
            .servlet("/inner", new Handler())
            .start()) {
      assertBothForms(stage);
    }
  }

  @Test
  void rotation_signsWithTheSecretThatSignedTheRequest() throws Exception {
    List<String> secrets =
        List.of("the new secret of a rotation, 1", "the old secret of a rotation, 2");
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                CredentialDirectory.of(
                    List.of(
                        Credentials.forApplication(
                            AppId.of("rotating"),
                            secrets.stream().map(Secret::ofUtf8).toList(),
                            List.of(MerchantId.of("store-1"))))),
                WebhookOperation.ORDERING_CHANNEL)
            .build();
    try (Stage stage =
        Stage.on(kind).filter(f -> f.route("/hook", verifier).signResponses("/hook")).start()) {
      for (String secret : secrets) {
        Sender sender = new Sender("rotating", "store-1", secret);
        assertSigned(secret, stage.exchange(sender.post("/hook", "abc")));
      }
    }
  }

  @Test
  void configurationFile_switchesSigningOn(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("lacre.json"),
            """
            {"credentials": [{"appId": "app-of-many", "model": "client_credentials_application",
              "secrets": [{"insecureLiteral": "%s"}], "merchants": ["store-1"]}],
             "routes": {"/hook": {"operation": "ordering-channel", "signResponses": true},
                        "/other": {"operation": "ordering-channel", "signResponses": false}}}
            """
                .formatted(Sender.APPLICATION.secret()));
    WebhookFilter filter =
        WebhookFilter.builder(dev.lacre.verifier.config.LacreConfig.load(file)).build();
    try (Stage stage =
        Stage.on(kind).registration(context -> Stage.register(context, "lacre", filter)).start()) {
      assertSigned(stage.exchange(Sender.APPLICATION.post("/hook", "abc")));
      Signed.assertUnsigned(stage.exchange(Sender.APPLICATION.post("/other", "abc")));
    }
  }

  @Test
  void faultsOfTheSetUp_areToldWhenItIsBuilt() {
    WebhookFilter.Builder unknown =
        WebhookFilter.builder().route("/hook", Stage.hook()).signResponses("/hooks");
    assertTold("'/hooks', which is no route", unknown::build);
    assertTold("must be 1 to 1073741824", () -> WebhookFilter.builder().maxSignedResponseBytes(0));
    SignatureScheme scheme =
        SignatureScheme.named("acme")
            .appIdHeader("A")
            .merchantIdHeader("B")
            .signatureHeader("C")
            .timestamp("D", Duration.ofMinutes(5))
            .signedContent("{timestamp}.{body}")
            .build();
    WebhookVerifier timed =
        WebhookVerifier.builder(scheme, Sender.directory(), WebhookOperation.ORDERING_CHANNEL)
            .build();
    WebhookFilter.Builder covered =
        WebhookFilter.builder().route("/hook", timed).signResponses("/hook");
    assertTold("signs the header 'D' besides the body", covered::build);
  }

  private static void assertTold(String part, org.junit.jupiter.api.function.Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message != null && message.contains(part), message);
  }
}
