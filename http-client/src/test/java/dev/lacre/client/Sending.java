package dev.lacre.client;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.WebhookOperation;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the tests of the sender have in common. */
final class Sending {

  static final String KEY = "the-secret-of-these-tests-MARKER";
  static final Secret SECRET = Secret.ofUtf8(KEY);
  static final MerchantId MERCHANT = MerchantId.of("store-123");

  /** With what text would not survive: CRLF, no valid UTF-8, and white space at the end. */
  static final byte[] BODY =
      "{\"eventId\":\"e1\",\r\n \"x\":\"\u00E9\"} \n".getBytes(StandardCharsets.ISO_8859_1);

  private Sending() {}

  static WebhookSigner signer() {
    return WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("my-app"), SECRET);
  }

  static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** As many attempts, with hardly any delay between them. */
  static RetryPolicy quick(int attempts) {
    return RetryPolicy.builder()
        .maxAttempts(attempts)
        .initialDelay(Duration.ofMillis(1))
        .maxDelay(Duration.ofMillis(2))
        .build();
  }

  static WebhookSender.Builder sender(RetryPolicy policy) {
    return WebhookSender.builder(client(), signer()).insecurelyAllowPlainHttp().retryPolicy(policy);
  }

  static OutboundWebhook event(Receiver receiver) {
    return OutboundWebhook.of(
        receiver.url("/v1/newEvent?a=b"), WebhookOperation.V1_NEW_EVENT, MERCHANT, BODY);
  }

  /** The signature by the platform, without Lacre. */
  static String hmac(byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(message));
  }

  /** Keeps every attempt. */
  static final class Attempts implements SendListener {

    final List<SendAttempt> all = new CopyOnWriteArrayList<>();

    @Override
    public void onAttempt(OutboundWebhook webhook, SendAttempt attempt) {
      all.add(attempt);
    }

    List<SendAttempt.Outcome> outcomes() {
      return all.stream().map(SendAttempt::outcome).toList();
    }
  }
}
