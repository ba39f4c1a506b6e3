package dev.lacre.cli;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lacre sign}: the headers for the exact bytes of a body. */
@Command(
    name = "sign",
    header = "Signs the exact bytes of a body.",
    description = {
      "",
      "Prints the three headers to send beside it, one line each, fit for curl -H @-. The body is"
          + " read as bytes and never decoded.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lacre sign --app-id my-app --merchant-id store-123 --secret-env LACRE_SECRET event.json \\",
      "    | curl -H @- -H 'Content-Type: application/json' \\",
      "        --data-binary @event.json http://127.0.0.1:8080/v1/newEvent"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class SignCommand implements Callable<Integer> {

  private static final String WHAT = "body";
  private static final int PIECE = 65_536;

  private final Terminal terminal;

  @Mixin private final SenderOptions sender = new SenderOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private SecretSource secret = new SecretSource();

  @Option(names = "--signature-only", description = "print the signature alone, in lower-case hex")
  private boolean signatureOnly;

  @Parameters(
      arity = "0..1",
      paramLabel = "BODY",
      description = "the file to sign; '-', or nothing, is standard input")
  private String body = Inputs.STANDARD_INPUT;

  SignCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppId app = sender.appId();
    MerchantId merchant = sender.merchantId();
    WebhookSigner signer =
        WebhookSigner.of(SignatureScheme.openDelivery(), app, secret.read(terminal));
    print(sign(signer, merchant));
    return Lacre.DONE;
  }

  private SignedHeaders sign(WebhookSigner signer, MerchantId merchant) {
    WebhookSigner.PendingSignature signature = signer.begin(merchant);
    boolean empty = true;
    try (InputStream in = Inputs.open(WHAT, body, terminal)) {
      byte[] piece = new byte[PIECE];
      int count;
      while ((count = in.read(piece)) >= 0) {
        signature.update(piece, 0, count);
        empty &= count == 0;
      }
    } catch (IOException failure) {
      throw Inputs.unreadable(WHAT, body, failure);
    }
    if (empty) {
      terminal.say(
          "warning: the body is empty; its signature is the same for ever, and receivers refuse"
              + " it.");
    }
    return signature.finish();
  }

  private void print(SignedHeaders headers) {
    StringBuilder lines = new StringBuilder();
    if (signatureOnly) {
      lines.append(headers.signature()).append('\n');
    } else {
      for (Map.Entry<String, String> header : headers.entries()) {
        lines.append(header.getKey()).append(": ").append(header.getValue()).append('\n');
      }
    }
    PrintStream out = terminal.out();
    out.writeBytes(lines.toString().getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
