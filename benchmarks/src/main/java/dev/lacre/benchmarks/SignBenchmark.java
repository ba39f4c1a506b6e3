package dev.lacre.benchmarks;

import dev.lacre.signer.MerchantId;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
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

/** What it costs to sign a body: from the bytes to the headers that are sent beside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SignBenchmark {

  /** The length of the body, in bytes. */
  @Param({"256", "1024", "65536"})
  public int bodyLength;

  private final MerchantId merchant = Senders.merchant(1);
  private byte[] body;
  private WebhookSigner signer;

  /** Sees that the signature is the one that a plain MAC gives. */
  @Setup
  public void prepare() throws Exception {
    body = Bodies.ascii(bodyLength);
    signer = Senders.signer(1);
    String plain = Plain.hex(Plain.mac(Plain.keyOfSender(1), body));
    if (!signer.sign(merchant, body).signature().equals(plain)) {
      throw new IllegalStateException("the signature under measurement is wrong");
    }
  }

  /** Signs. */
  @Benchmark
  public SignedHeaders sign() {
    return signer.sign(merchant, body);
  }
}
