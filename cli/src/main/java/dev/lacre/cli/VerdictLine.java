package dev.lacre.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.internal.Sha256;
import dev.lacre.verifier.IpAddress;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.VerifiedWebhook;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What became of one delivery, as one line of JSON: the same keys in the same order, always. */
final class VerdictLine {

  private static final JsonFactory JSON = new JsonFactory();

  private VerdictLine() {}

  /**
   * Returns the line, without a newline.
   *
   * @param route the route as it is configured
   * @param status what the sender gets
   * @param body the body, or null if it was not read to its end
   * @param duplicate whether the ledger knew the delivery as done
   */
  static String of(
      String route, Verdict verdict, int status, @Nullable ByteBuffer body, boolean duplicate) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      if (verdict instanceof Verdict.Accepted accepted) {
        accepted(json, accepted.webhook(), status, route);
      } else if (verdict instanceof Verdict.Rejected rejected) {
        rejected(json, rejected, status, route);
      }
      if (body == null) {
        json.writeNullField("bodyBytes");
      } else {
        json.writeNumberField("bodyBytes", body.remaining());
      }
      json.writeStringField("bodySha256", body == null ? null : Sha256.hex(body));
      json.writeBooleanField("duplicate", duplicate);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.toString();
  }

  private static void accepted(
      JsonGenerator json, VerifiedWebhook webhook, int status, String route) throws IOException {
    json.writeStringField("verdict", "accepted");
    json.writeNullField("reason");
    json.writeNumberField("status", status);
    json.writeStringField("appId", webhook.appId().value());
    json.writeStringField("merchantId", webhook.merchantId().value());
    json.writeStringField("merchantProof", webhook.merchantProof().code());
    json.writeStringField("route", route);
    json.writeStringField("address", webhook.address().map(IpAddress::toString).orElse(null));
  }

  /** The ids are what the request claims: that is how a receiver finds who has a wrong secret. */
  private static void rejected(
      JsonGenerator json, Verdict.Rejected rejected, int status, String route) throws IOException {
    json.writeStringField("verdict", "rejected");
    json.writeStringField("reason", rejected.reason().code());
    json.writeNumberField("status", status);
    json.writeStringField("appId", rejected.claimedAppId().map(AppId::value).orElse(null));
    json.writeStringField(
        "merchantId", rejected.claimedMerchantId().map(MerchantId::value).orElse(null));
    json.writeNullField("merchantProof");
    json.writeStringField("route", route);
    json.writeStringField("address", rejected.address().map(IpAddress::toString).orElse(null));
  }
}
