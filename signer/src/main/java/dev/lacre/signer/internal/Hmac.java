package dev.lacre.signer.internal;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/**
 * One computation of a MAC: bytes in, in any pieces, then {@link #finish} once. Not thread-safe;
 * made by {@link HmacKey#start}.
 */
public abstract sealed class Hmac {

  private Hmac() {}

  static Hmac of(MessageDigest inner, MessageDigest outer) {
    return new OverStates(inner, outer);
  }

  static Hmac of(Mac mac) {
    return new OverMac(mac);
  }

  /** Takes in more bytes. */
  public abstract void update(byte[] bytes, int offset, int length);

  /** Takes in what remains of the buffer and moves its position to its limit. */
  public abstract void update(ByteBuffer bytes);

  /** Returns the MAC and ends the computation. */
  public abstract byte[] finish();

  private static final class OverStates extends Hmac {
    private final MessageDigest inner;
    private final MessageDigest outer;

    OverStates(MessageDigest inner, MessageDigest outer) {
      this.inner = inner;
      this.outer = outer;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      inner.update(bytes, offset, length);
    }

    @Override
    public void update(ByteBuffer bytes) {
      inner.update(bytes);
    }

    @Override
    public byte[] finish() {
      byte[] hash = inner.digest();
      outer.update(hash);
      try {
        outer.digest(hash, 0, hash.length);
      } catch (DigestException cannotHappen) {
        throw new IllegalStateException("a hash fits where one of its kind stood", cannotHappen);
      }
      return hash;
    }
  }

  private static final class OverMac extends Hmac {
    private final Mac mac;

    OverMac(Mac mac) {
      this.mac = mac;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      mac.update(bytes, offset, length);
    }

    @Override
    public void update(ByteBuffer bytes) {
      mac.update(bytes);
    }

    @Override
    public byte[] finish() {
      return mac.doFinal();
    }
  }
}
