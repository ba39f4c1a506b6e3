package dev.lacre.verifier;

import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The platform's SHA-256 as the first provider, counting what it is made to do until closed. */
final class CountingDigests implements AutoCloseable {

  private static final String NAME = "CountingDigests";

  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong digests = new AtomicLong();

  private CountingDigests() {}

  static CountingDigests install() {
    CountingDigests counter = new CountingDigests();
    if (Security.insertProviderAt(new FirstProvider(counter), 1) != 1) {
      throw new IllegalStateException("another counter is installed");
    }
    return counter;
  }

  /** How many bytes were hashed, and how many hashes finished. */
  record Work(long bytes, long digests) {

    /** The work of so many HMACs over a message, their pads being hashed before. */
    static Work ofMacs(int macs, int messageLength) {
      return new Work(macs * (messageLength + 32L), macs * 2L);
    }
  }

  Work during(Runnable action) {
    long bytesBefore = bytes.get();
    long digestsBefore = digests.get();
    action.run();
    return new Work(bytes.get() - bytesBefore, digests.get() - digestsBefore);
  }

  @Override
  public void close() {
    Security.removeProvider(NAME);
  }

  private static final class FirstProvider extends Provider {
    private static final long serialVersionUID = 1L;

    FirstProvider(CountingDigests counter) {
      super(NAME, "1", "counts");
      putService(
          new Service(this, "MessageDigest", "SHA-256", Spi.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
              try {
                return new Spi(counter, MessageDigest.getInstance("SHA-256", "SUN"));
              } catch (NoSuchProviderException missing) {
                throw new NoSuchAlgorithmException(missing);
              }
            }
          });
    }
  }

  private static final class Spi extends MessageDigestSpi implements Cloneable {
    private final CountingDigests counter;
    private MessageDigest digest;

    Spi(CountingDigests counter, MessageDigest digest) {
      this.counter = counter;
      this.digest = digest;
    }

    @Override
    protected int engineGetDigestLength() {
      return 32;
    }

    @Override
    protected void engineUpdate(byte input) {
      counter.bytes.incrementAndGet();
      digest.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int len) {
      counter.bytes.addAndGet(len);
      digest.update(input, offset, len);
    }

    @Override
    protected byte[] engineDigest() {
      counter.digests.incrementAndGet();
      return digest.digest();
    }

    @Override
    protected void engineReset() {
      digest.reset();
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
      Spi copy = (Spi) super.clone();
      copy.digest = (MessageDigest) digest.clone();
      return copy;
    }
  }
}
