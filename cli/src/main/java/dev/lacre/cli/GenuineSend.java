package dev.lacre.cli;

import dev.lacre.client.OutboundWebhook;
import dev.lacre.client.SendResult;
import dev.lacre.client.WebhookSender;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.ResponseVerifier;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.OptionalInt;

/** Delivers a webhook as a sender does: signed, with credentials, again and again. */
final class GenuineSend {

  private final SendPlan plan;
  private final SendLine lines;
  private final WebhookSender sender;

  /**
   * A delivery.
   *
   * @param proven whether only a signed answer is an acknowledgement
   */
  GenuineSend(SendPlan plan, RetryOptions retries, boolean proven, Terminal terminal) {
    this.plan = plan;
    this.lines = new SendLine(terminal);
    HttpClient plain =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(retries.timeout())
            .build();
    SignatureScheme scheme = SignatureScheme.openDelivery();
    WebhookSender.Builder builder =
        WebhookSender.builder(
                plan.credentials().presentedBy(plain, plan.address(), plan.appId()),
                WebhookSigner.of(scheme, plan.appId(), plan.secrets().get(0)))
            .retryPolicy(retries.policy())
            .listener((webhook, attempt) -> lines.attempt(attempt));
    if (!plan.address().isTls()) {
      builder.insecurelyAllowPlainHttp();
    }
    if (proven) {
      builder.responses(ResponseVerifier.of(scheme, plan.secrets()));
    }
    this.sender = builder.build();
  }

  /**
   * Makes the delivery.
   *
   * @param times how often, one after the other
   * @param exactly whether the status must be the operation's own
   * @return the exit code
   */
  int deliver(int times, boolean exactly) {
    OutboundWebhook webhook =
        OutboundWebhook.of(plan.address().uri(), plan.operation(), plan.merchantId(), plan.body());
    for (Map.Entry<String, String> header : plan.headers()) {
      webhook = webhook.withHeader(header.getKey(), header.getValue());
    }
    int expected = plan.operation().successStatus();
    boolean good = true;
    for (int i = 0; i < times; i++) {
      SendResult result;
      try {
        result = sender.send(webhook);
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        return Lacre.REFUSED;
      }
      lines.result(result, expected, null, null);
      good &=
          result instanceof SendResult.Acknowledged
              && (!exactly || result.last().status().equals(OptionalInt.of(expected)));
    }
    return good ? Lacre.DONE : Lacre.REFUSED;
  }
}
