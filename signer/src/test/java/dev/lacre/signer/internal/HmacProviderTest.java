package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lacre.signer.MacAlgorithm;
import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens when the platform's preferred hash is not the one of the JDK. A provider stands in
 * front of all others during each test, and is gone afterwards.
 */
@Isolated("changes the security providers of the whole process")
class HmacProviderTest {

  private static final byte[] KEY = BouncyHmac.utf8("a key of some length");
  private static final List<byte[]> BODIES =
      List.of(new byte[0], new byte[] {7}, new byte[63], new byte[64], new byte[500]);

  private TestProvider provider = new TestProvider(Cloning.FAITHFUL);

  @BeforeEach
  @AfterEach
  void remove() {
    Security.removeProvider(TestProvider.NAME);
  }

  @ParameterizedTest
  @EnumSource
  void mac_howeverTheHashIsCloned_isTheOraclesOne(Cloning cloning) {
    install(cloning);
    for (MacAlgorithm algorithm : MacAlgorithm.values()) {
      HmacKey key = new HmacKey(algorithm, KEY);
      for (byte[] body : BODIES) {
        assertArrayEquals(
            BouncyHmac.mac(algorithm, KEY, body), key.mac(body, 0, body.length), "one by one");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void mac_howeverTheHashIsCloned_keepsInterleavedComputationsApart(Cloning cloning) {
    install(cloning);
    for (MacAlgorithm algorithm : MacAlgorithm.values()) {
      HmacKey key = new HmacKey(algorithm, KEY);
      Hmac first = key.start();
      Hmac second = key.start();
      first.update(new byte[] {1, 2}, 0, 2);
      second.update(new byte[] {3}, 0, 1);
      first.update(new byte[] {4}, 0, 1);
      assertArrayEquals(BouncyHmac.mac(algorithm, KEY, new byte[] {1, 2, 4}), first.finish());
      assertArrayEquals(BouncyHmac.mac(algorithm, KEY, new byte[] {3}), second.finish());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 200})
  void mac_hashThatClonesFaithfully_clonesBothStatesAndHashesNoKeyAgain(int keyLength) {
    install(Cloning.FAITHFUL);
    byte[] bytes = new byte[keyLength];
    Arrays.fill(bytes, (byte) 7);
    for (MacAlgorithm algorithm : MacAlgorithm.values()) {
      HmacKey key = new HmacKey(algorithm, bytes);
      int clones = provider.clones.get();
      int hashes = provider.hashes.get();
      byte[] body = {1};
      key.mac(body, 0, 1);
      key.mac(body, 0, 1);
      assertEquals(clones + 4, provider.clones.get());
      assertEquals(hashes, provider.hashes.get());
    }
  }

  @Test
  void key_madeBeforeTheProviderCame_goesOnWithItsOwnStates() {
    HmacKey key = new HmacKey(MacAlgorithm.HMAC_SHA256, KEY);
    install(Cloning.REFUSED);
    assertArrayEquals(BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, KEY), key.mac(new byte[0], 0, 0));
    assertEquals(0, provider.hashes.get());
  }

  private void install(Cloning cloning) {
    provider = new TestProvider(cloning);
    assertEquals(1, Security.insertProviderAt(provider, 1));
    try {
      assertSame(provider, MessageDigest.getInstance("SHA-256").getProvider());
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
    provider.hashes.set(0);
  }

  /** What a hash does when it is asked for a clone of itself. */
  private enum Cloning {
    FAITHFUL,
    REFUSED,
    FORGETS_WHAT_IT_READ,
    GIVES_ITSELF,
    SHARES_ITS_STATE
  }

  private static final class TestProvider extends Provider {
    @Serial private static final long serialVersionUID = 1L;
    private static final String NAME = "LacreTest";

    private final transient AtomicInteger hashes = new AtomicInteger();
    private final transient AtomicInteger clones = new AtomicInteger();

    TestProvider(Cloning cloning) {
      super(NAME, "1", "hashes that are cloned well, badly or not at all");
      for (MacAlgorithm algorithm : MacAlgorithm.values()) {
        putService(new HashService(this, algorithm.digestName(), cloning));
      }
    }
  }

  private static final class HashService extends Provider.Service {
    private final TestProvider provider;
    private final Cloning cloning;

    HashService(TestProvider provider, String digest, Cloning cloning) {
      super(provider, "MessageDigest", digest, Hash.class.getName(), null, null);
      this.provider = provider;
      this.cloning = cloning;
    }

    @Override
    public Object newInstance(Object parameter) {
      provider.hashes.incrementAndGet();
      MessageDigest state = platformHash(getAlgorithm());
      return cloning == Cloning.REFUSED
          ? new Hash(provider, cloning, state)
          : new CloneableHash(provider, cloning, state);
    }
  }

  private static class Hash extends MessageDigestSpi {
    private final TestProvider provider;
    private final Cloning cloning;
    private final MessageDigest state;

    Hash(TestProvider provider, Cloning cloning, MessageDigest state) {
      this.provider = provider;
      this.cloning = cloning;
      this.state = state;
    }

    @Override
    protected int engineGetDigestLength() {
      return state.getDigestLength();
    }

    @Override
    protected void engineUpdate(byte input) {
      state.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      state.update(input, offset, length);
    }

    @Override
    protected byte[] engineDigest() {
      return state.digest();
    }

    @Override
    protected void engineReset() {
      state.reset();
    }
  }

  private static final class CloneableHash extends Hash implements Cloneable {
    CloneableHash(TestProvider provider, Cloning cloning, MessageDigest state) {
      super(provider, cloning, state);
    }

    @Override
    @SuppressWarnings("super") // a broken clone is what some of these hashes are for
    public Object clone() {
      super.provider.clones.incrementAndGet();
      return switch (super.cloning) {
        case FAITHFUL -> with(copy(super.state));
        case FORGETS_WHAT_IT_READ -> with(platformHash(super.state.getAlgorithm()));
        case SHARES_ITS_STATE -> with(super.state);
        case GIVES_ITSELF, REFUSED -> this;
      };
    }

    private CloneableHash with(MessageDigest state) {
      return new CloneableHash(super.provider, super.cloning, state);
    }
  }

  private static MessageDigest platformHash(String name) {
    try {
      return MessageDigest.getInstance(name, "SUN");
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private static MessageDigest copy(MessageDigest state) {
    try {
      return (MessageDigest) state.clone();
    } catch (CloneNotSupportedException cannotHappen) {
      throw new AssertionError(cannotHappen);
    }
  }
}
