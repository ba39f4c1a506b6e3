package dev.lacre.benchmarks;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to sign a delivery, and to verify a genuine one with everything included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifyBenchmark {

  private static final MerchantId MERCHANT = MerchantId.of("store-123");

  /** The length of the body, in bytes. */
  @Param({"256", "1024", "65536"})
  public int bodyLength;

  private byte[] body = {};
  private WebhookSigner signer = signer(Secret.ofUtf8("replaced before any run"));
  private WebhookVerifier verifier = verifier(Secret.ofUtf8("replaced before any run"));
  private InboundWebhook inbound = InboundWebhook.builder().build();

  /** Signs the delivery that is verified. */
  @Setup
  public void sign() {
    Secret secret = Secret.ofUtf8("a-secret-for-benchmarks-only");
    body = new byte[bodyLength];
    new Random(bodyLength).nextBytes(body);
    signer = signer(secret);
    verifier = verifier(secret);
    SignedHeaders headers = signer.sign(MERCHANT, body);
    InboundWebhook.Builder builder = InboundWebhook.builder().path("/v1/newEvent").body(body);
    headers.forEach(builder::header);
    inbound = builder.build();
    if (!(verifier.verify(inbound) instanceof Verdict.Accepted)) {
      throw new IllegalStateException("the delivery under measurement is not accepted");
    }
  }

  private static WebhookSigner signer(Secret secret) {
    return WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("bench-app"), secret);
  }

  private static WebhookVerifier verifier(Secret secret) {
    return WebhookVerifier.builder(
            SignatureScheme.openDelivery(),
            CredentialDirectory.of(
                List.of(
                    Credentials.forApplication(
                        AppId.of("bench-app"), List.of(secret), List.of(MERCHANT)))),
            WebhookOperation.V1_NEW_EVENT)
        .build();
  }

  /** Verifies a genuine delivery. */
  @Benchmark
  public Verdict verify() {
    return verifier.verify(inbound);
  }

  /** Signs a body. */
  @Benchmark
  public SignedHeaders signBody() {
    return signer.sign(MERCHANT, body);
  }
}
