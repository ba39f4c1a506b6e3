package dev.lacre.benchmarks;

import dev.lacre.signer.MacAlgorithm;
import dev.lacre.signer.internal.HmacKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
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

/** HMAC-SHA256 alone: bytes in, 32 bytes out, in the ways that Java offers and in ours. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class MacBenchmark {

  /** The length of the body, in bytes. */
  @Param({"256", "1024", "65536"})
  public int bodyLength;

  private final byte[] key = Plain.keyOfSender(1);
  private byte[] body;
  private HmacKey hmacKey;
  private Mac initialised;
  private MessageDigest innerPad;
  private MessageDigest outerPad;

  /** Makes the keys ready and sees that all ways give one MAC. */
  @Setup
  public void prepare() throws Exception {
    body = Bodies.ascii(bodyLength);
    hmacKey = new HmacKey(MacAlgorithm.HMAC_SHA256, key);
    initialised = Mac.getInstance(Plain.ALGORITHM);
    initialised.init(new SecretKeySpec(key, Plain.ALGORITHM));
    innerPad = padded(0x36);
    outerPad = padded(0x5C);
    List<byte[]> others =
        List.of(lacre(), clonedMac(), clonedDigests(), bouncyCastle(), commonsCodec());
    byte[] expected = macPerCall();
    if (!others.stream().allMatch(other -> Arrays.equals(other, expected))) {
      throw new IllegalStateException("the MACs under measurement differ");
    }
  }

  private MessageDigest padded(int pad) throws GeneralSecurityException {
    byte[] block = Arrays.copyOf(key, 64);
    for (int i = 0; i < block.length; i++) {
      block[i] ^= (byte) pad;
    }
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(block);
    return digest;
  }

  /** Our own key, made ready once. */
  @Benchmark
  public byte[] lacre() {
    return hmacKey.mac(body, 0, body.length);
  }

  /** A new MAC, keyed for each call: what most people write. */
  @Benchmark
  public byte[] macPerCall() throws GeneralSecurityException {
    return Plain.mac(key, body);
  }

  /** A clone of a keyed MAC. */
  @Benchmark
  public byte[] clonedMac() throws CloneNotSupportedException {
    return ((Mac) initialised.clone()).doFinal(body);
  }

  /** Clones of two hashes that have taken in the inner and the outer pad. */
  @Benchmark
  public byte[] clonedDigests() throws CloneNotSupportedException {
    MessageDigest inner = (MessageDigest) innerPad.clone();
    MessageDigest outer = (MessageDigest) outerPad.clone();
    outer.update(inner.digest(body));
    return outer.digest();
  }

  /** Bouncy Castle's own, without the platform's provider interface. */
  @Benchmark
  public byte[] bouncyCastle() {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    mac.update(body, 0, body.length);
    byte[] out = new byte[mac.getMacSize()];
    mac.doFinal(out, 0);
    return out;
  }

  /** Apache Commons Codec. */
  @Benchmark
  public byte[] commonsCodec() {
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(body);
  }
}
