package dev.lacre.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.vectors.Payloads;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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

/**
 * What it costs to read a signed field of the body: the same delivery verified with and without a
 * rule that needs one, beside Jackson's tree, which looks neither for doubled keys nor for what
 * stands behind the document.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class FieldsBenchmark {

  private static final String LARGE = "large";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A payload of the test vectors, or {@code large}: one of 64 KB. */
  @Param({
    "v2-orderEvent-CONFIRMED.json",
    "v1-newEvent-CREATED.json",
    "newLogisticEvent-ARRIVED_AT_CUSTOMER.json",
    LARGE
  })
  public String payload;

  private byte[] body;
  private String pointer;
  private InboundWebhook inbound;
  private WebhookVerifier without;
  private WebhookVerifier with;

  /** Sees that both ways read the same text. */
  @Setup
  public void prepare() throws IOException {
    body = payload.equals(LARGE) ? large() : Payloads.bytes(payload);
    boolean logistic = payload.startsWith("newLogisticEvent");
    pointer = logistic ? "/merchant/id" : "/eventId";
    MerchantId merchant = MerchantId.of(logistic ? jacksonTree() : "store-123");
    Secret secret = Senders.secret(1);
    CredentialDirectory directory =
        CredentialDirectory.of(
            List.of(Credentials.forMerchant(Senders.APP, merchant, List.of(secret))));
    WebhookVerifier.Builder plain = builder(directory);
    without = plain.build();
    with =
        logistic
            ? builder(directory).store(StoreRule.builder().pointer(pointer).build()).build()
            : without.readingEventId();
    InboundWebhook.Builder request = InboundWebhook.builder().path("/v1/newEvent").body(body);
    WebhookSigner.of(SignatureScheme.openDelivery(), Senders.APP, secret)
        .sign(merchant, body)
        .forEach(request::header);
    inbound = request.build();
    check(logistic);
  }

  private static WebhookVerifier.Builder builder(CredentialDirectory directory) {
    return WebhookVerifier.builder(
        SignatureScheme.openDelivery(), directory, WebhookOperation.V1_NEW_EVENT);
  }

  private void check(boolean logistic) throws IOException {
    VerifiedWebhook plain = without.verify(inbound).orElseThrow();
    VerifiedWebhook read = with.verify(inbound).orElseThrow();
    Optional<String> found = logistic ? Optional.of(read.merchantId().value()) : read.eventId();
    if (plain.eventId().isPresent() || !found.equals(Optional.of(jacksonTree()))) {
      throw new IllegalStateException("the field under measurement is read wrongly");
    }
  }

  private static byte[] large() {
    StringBuilder json = new StringBuilder("{\"eventId\":\"evt-large\",\"items\":[");
    for (int i = 0; json.length() < 65_400; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"id\":\"item-")
          .append(i)
          .append("\",\"name\":\"Pão de queijo\",\"quantity\":2,\"price\":12.5}");
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Verifies, and reads no field. */
  @Benchmark
  public Verdict verifyWithout() {
    return without.verify(inbound);
  }

  /** Verifies, and reads the field. */
  @Benchmark
  public Verdict verifyWith() {
    return with.verify(inbound);
  }

  /** Reads the field only, through Jackson's tree. */
  @Benchmark
  public String jacksonTree() throws IOException {
    return MAPPER.readTree(body).at(pointer).textValue();
  }
}
