package dev.lacre.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Verifying and signing with what people use today, over the same bytes as {@link VerifyBenchmark}
 * and {@link SignBenchmark}. None of them looks up a sender's key or checks an address or a store.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PeersBenchmark {

  /** Standard Webhooks, from text. */
  @Benchmark
  public boolean standardWebhooks(Peers.StandardWebhooks peer) throws Exception {
    return peer.accepts();
  }

  /** Svix, from text. */
  @Benchmark
  public boolean svix(Peers.Svix peer) throws Exception {
    return peer.accepts();
  }

  /** Stripe, from text. */
  @Benchmark
  public boolean stripe(Peers.Stripe peer) throws Exception {
    return peer.accepts();
  }

  /** Slack, from text. */
  @Benchmark
  public boolean slack(Peers.Slack peer) throws Exception {
    return peer.accepts();
  }

  /** Adyen, from text. */
  @Benchmark
  public boolean adyen(Peers.Adyen peer) throws Exception {
    return peer.accepts();
  }

  /** Tink, the bare MAC. */
  @Benchmark
  public boolean tink(Peers.Tink peer) throws Exception {
    return peer.accepts();
  }

  /** Commons Codec and a comparison of hex. */
  @Benchmark
  public boolean commonsCodec(Peers.CommonsCodec peer) throws Exception {
    return peer.accepts();
  }

  /** Bouncy Castle and a comparison of hex. */
  @Benchmark
  public boolean bouncyCastle(Peers.BouncyCastle peer) throws Exception {
    return peer.accepts();
  }

  /** A plain MAC and a comparison of hex. */
  @Benchmark
  public boolean plainMac(Peers.PlainMac peer) throws Exception {
    return peer.accepts();
  }

  /** Signs: Standard Webhooks, from text. */
  @Benchmark
  public String standardWebhooksSign(Peers.StandardWebhooks peer) throws Exception {
    return peer.sign();
  }

  /** Signs: Svix, from text. */
  @Benchmark
  public String svixSign(Peers.Svix peer) throws Exception {
    return peer.sign();
  }

  /** Signs: Stripe, from text. */
  @Benchmark
  public String stripeSign(Peers.Stripe peer) throws Exception {
    return peer.sign();
  }

  /** Signs: Slack, from text. */
  @Benchmark
  public String slackSign(Peers.Slack peer) throws Exception {
    return peer.sign();
  }

  /** Signs: Adyen, from text. */
  @Benchmark
  public String adyenSign(Peers.Adyen peer) throws Exception {
    return peer.sign();
  }

  /** Signs: Tink, the bare MAC. */
  @Benchmark
  public byte[] tinkSign(Peers.Tink peer) throws Exception {
    return peer.signBare();
  }

  /** Signs: Commons Codec, as hex. */
  @Benchmark
  public String commonsCodecSign(Peers.CommonsCodec peer) throws Exception {
    return peer.sign();
  }

  /** Signs: A plain MAC, as hex. */
  @Benchmark
  public String plainMacSign(Peers.PlainMac peer) throws Exception {
    return peer.sign();
  }
}
