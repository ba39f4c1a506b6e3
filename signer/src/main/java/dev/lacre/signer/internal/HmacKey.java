package dev.lacre.signer.internal;

import dev.lacre.signer.MacAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key made ready for HMAC (RFC 2104): the states of the hash after the inner and the outer pad
 * are computed once, and each computation begins with a clone of them.
 *
 * <p>Where the hash of the installed provider cannot be cloned, or where two clones in step with
 * each other disagree with the platform's own MAC, each computation keys a plain {@link Mac}
 * instead. Immutable and thread-safe: the two states are only ever cloned.
 */
public final class HmacKey {

  private static final byte[] PROBE = "lacre".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER_PROBE = "wax".getBytes(StandardCharsets.US_ASCII);

  private final MacAlgorithm algorithm;
  private final @Nullable MessageDigest inner;
  private final @Nullable MessageDigest outer;
  private final @Nullable SecretKeySpec plainKey;

  /** Makes the key ready. The bytes are read during the call and not kept where clones work. */
  public HmacKey(MacAlgorithm algorithm, byte[] key) {
    this.algorithm = algorithm;
    SecretKeySpec spec = new SecretKeySpec(key, algorithm.macName());
    MessageDigest innerState = null;
    MessageDigest outerState = null;
    try {
      byte[] block = block(algorithm, key);
      innerState = padded(algorithm, block, (byte) 0x36);
      outerState = padded(algorithm, block, (byte) 0x5C);
      Arrays.fill(block, (byte) 0);
      Hmac probe = Hmac.of(clone(innerState), clone(outerState));
      Hmac other = Hmac.of(clone(innerState), clone(outerState));
      probe.update(PROBE, 0, PROBE.length);
      other.update(OTHER_PROBE, 0, OTHER_PROBE.length);
      if (!MessageDigest.isEqual(plainMac(algorithm, spec).doFinal(PROBE), probe.finish())
          || !MessageDigest.isEqual(
              plainMac(algorithm, spec).doFinal(OTHER_PROBE), other.finish())) {
        innerState = null;
      }
    } catch (CloneNotSupportedException notCloneable) {
      innerState = null;
    }
    boolean cloneable = innerState != null;
    this.inner = innerState;
    this.outer = cloneable ? outerState : null;
    this.plainKey = cloneable ? null : spec;
  }

  /** Returns a computation over no bytes yet. */
  public Hmac start() {
    if (inner == null || outer == null) {
      SecretKeySpec key = plainKey;
      if (key == null) {
        throw new IllegalStateException("a key has either cloneable states or a plain key");
      }
      return Hmac.of(plainMac(algorithm, key));
    }
    try {
      return Hmac.of(clone(inner), clone(outer));
    } catch (CloneNotSupportedException cannotHappen) {
      throw new IllegalStateException("the hash could be cloned before", cannotHappen);
    }
  }

  /** Returns the MAC of the bytes. */
  public byte[] mac(byte[] bytes, int offset, int length) {
    Hmac hmac = start();
    hmac.update(bytes, offset, length);
    return hmac.finish();
  }

  /**
   * Returns a digest of what HMAC makes of a key: two keys share it only if they make the same
   * MACs, as a key and the same with zero bytes behind do, or a long key and its hash.
   */
  public static byte[] fingerprint(MacAlgorithm algorithm, byte[] key) {
    byte[] block = block(algorithm, key);
    byte[] fingerprint = digest(algorithm).digest(block);
    Arrays.fill(block, (byte) 0);
    return fingerprint;
  }

  private static MessageDigest clone(MessageDigest state) throws CloneNotSupportedException {
    return (MessageDigest) state.clone();
  }

  private static byte[] block(MacAlgorithm algorithm, byte[] key) {
    byte[] fitting = key.length > algorithm.blockLength() ? digest(algorithm).digest(key) : key;
    return Arrays.copyOf(fitting, algorithm.blockLength());
  }

  private static MessageDigest padded(MacAlgorithm algorithm, byte[] block, byte pad) {
    byte[] padded = new byte[block.length];
    for (int i = 0; i < block.length; i++) {
      padded[i] = (byte) (block[i] ^ pad);
    }
    MessageDigest digest = digest(algorithm);
    digest.update(padded);
    Arrays.fill(padded, (byte) 0);
    return digest;
  }

  private static MessageDigest digest(MacAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.digestName());
    } catch (NoSuchAlgorithmException missing) {
      throw missing(algorithm.digestName(), missing);
    }
  }

  private static Mac plainMac(MacAlgorithm algorithm, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(algorithm.macName());
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException missing) {
      throw missing(algorithm.macName(), missing);
    } catch (InvalidKeyException refused) {
      throw new IllegalArgumentException(
          "The security provider refuses the secret as a key for "
              + algorithm.macName()
              + "; use a secret that its policy allows.",
          refused);
    }
  }

  private static IllegalStateException missing(String name, NoSuchAlgorithmException cause) {
    return new IllegalStateException(
        "No installed security provider has " + name + "; every Java platform must have it.",
        cause);
  }

  @Override
  public String toString() {
    return "HmacKey[" + algorithm + "]";
  }
}
