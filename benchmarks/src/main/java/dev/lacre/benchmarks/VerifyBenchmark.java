package dev.lacre.benchmarks;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
 * What it costs to verify a genuine Open Delivery delivery with everything included: address,
 * headers, the sender's key among all merchants', MAC, comparison, store and verdict.
 *
 * <p>Every sender has a secret of its own; the body's bytes are the same for all, as they are for
 * the peers and for {@code openssl speed}, so that no caches are measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class VerifyBenchmark {

  private static final String PEER = "203.0.113.7";

  /** The length of the body, in bytes. */
  @Param({"256", "1024", "65536"})
  public int bodyLength;

  /** How many merchants the directory has. */
  @Param("100000")
  public int merchants;

  /** How many of them send, in turn. */
  @Param("64")
  public int senders;

  /** Where the store is named besides the merchant header: {@code none} or {@code header}. */
  @Param("none")
  public String storeRule;

  /** How many rules the allowlist has. */
  @Param("1000")
  public int addressRules;

  private byte[] body;
  private List<List<String[]>> headers;
  private InboundWebhook[] whole;
  private InboundWebhook[] heads;
  private WebhookVerifier verifier;

  /** A body that can be read again and again, one for each thread. */
  @State(Scope.Thread)
  public static class Stream {
    private ByteArrayInputStream bytes;

    /** Takes the body that is verified. */
    @Setup
    public void over(VerifyBenchmark benchmark) {
      bytes = new ByteArrayInputStream(benchmark.body);
    }
  }

  /** Signs the deliveries and sees that the verifier tells genuine from forged. */
  @Setup
  public void prepare() throws IOException {
    body = Bodies.ascii(bodyLength);
    verifier = verifier();
    int[] numbers = Senders.drawn(senders, merchants);
    headers = new ArrayList<>();
    whole = new InboundWebhook[senders];
    heads = new InboundWebhook[senders];
    for (int i = 0; i < senders; i++) {
      MerchantId merchant = Senders.merchant(numbers[i]);
      List<String[]> lines = lines(merchant, Senders.signer(numbers[i]).sign(merchant, body));
      headers.add(lines);
      whole[i] = request(lines).body(body).build();
      heads[i] = request(lines).contentLength(body.length).build();
    }
    check();
  }

  private WebhookVerifier verifier() {
    List<String> rules = new ArrayList<>(AddressRules.mixed(addressRules - 1));
    rules.add(PEER);
    WebhookVerifier.Builder builder =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                Senders.directory(merchants),
                WebhookOperation.V1_NEW_EVENT)
            .allowlist(AddressAllowlist.of(rules));
    if (storeRule.equals("header")) {
      builder.store(StoreRule.builder().header("X-Store-Id").build());
    } else if (!storeRule.equals("none")) {
      throw new IllegalArgumentException("storeRule is none or header, not " + storeRule);
    }
    return builder.build();
  }

  /** The header lines of a request, as an ordinary HTTP client sends them. */
  private List<String[]> lines(MerchantId merchant, SignedHeaders signed) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"Host", "store.example.com"});
    lines.add(new String[] {"User-Agent", "orders/1.0"});
    lines.add(new String[] {"Accept", "*/*"});
    lines.add(new String[] {"Content-Type", "application/json"});
    lines.add(new String[] {"Content-Length", Integer.toString(body.length)});
    signed.forEach((name, value) -> lines.add(new String[] {name, value}));
    if (storeRule.equals("header")) {
      lines.add(new String[] {"X-Store-Id", merchant.value()});
    }
    return lines;
  }

  private static InboundWebhook.Builder request(List<String[]> lines) {
    InboundWebhook.Builder request =
        InboundWebhook.builder().path("/v1/newEvent").peerAddress(PEER);
    for (String[] line : lines) {
      request.header(line[0], line[1]);
    }
    return request;
  }

  private void check() throws IOException {
    Ring ring = new Ring();
    Stream stream = new Stream();
    stream.over(this);
    for (int i = 0; i < senders; i++) {
      accepted(prebuilt(ring));
      accepted(fromHeaders(new Ring()));
      accepted(stream(ring, stream));
      accepted(buffer(ring));
    }
    byte[] forged = body.clone();
    forged[forged.length / 2] ^= 1;
    if (verifier.verify(request(headers.get(0)).body(forged).build()) instanceof Verdict.Accepted
        || verifier.verify(request(headers.get(0)).body(body).peerAddress("198.51.100.1").build())
            instanceof Verdict.Accepted) {
      throw new IllegalStateException("a forged delivery is accepted");
    }
  }

  private static void accepted(Verdict verdict) {
    if (!(verdict instanceof Verdict.Accepted)) {
      throw new IllegalStateException("the delivery under measurement is not accepted: " + verdict);
    }
  }

  /** Verifies a request that is there already, as a value. */
  @Benchmark
  public Verdict prebuilt(Ring ring) {
    return verifier.verify(whole[ring.next(senders)]);
  }

  /** Makes the value from a request's header lines and address, and verifies it. */
  @Benchmark
  public Verdict fromHeaders(Ring ring) {
    return verifier.verify(request(headers.get(ring.next(senders))).body(body).build());
  }

  /** Verifies while the body is read from a stream: one pass, one copy. */
  @Benchmark
  public Verdict stream(Ring ring, Stream stream) throws IOException {
    stream.bytes.reset();
    return verifier.verify(heads[ring.next(senders)], stream.bytes);
  }

  /** Verifies a body that comes in one buffer. */
  @Benchmark
  public Verdict buffer(Ring ring) {
    return verifier.verify(heads[ring.next(senders)], ByteBuffer.wrap(body));
  }
}
