package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.MacAlgorithm;
import dev.lacre.signer.internal.Piece.Cut;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Two other implementations are the oracles, one of which shares no code with the platform. */
class HmacPropertyTest {

  @Property
  void mac_anyKeyAndBody_isWhatTheOraclesSay(
      @ForAll MacAlgorithm algorithm,
      @ForAll("keys") byte[] key,
      @ForAll @Size(max = 400) byte[] body) {
    byte[] mac = new HmacKey(algorithm, key).mac(body, 0, body.length);
    assertArrayEquals(BouncyHmac.mac(algorithm, key, body), mac);
    assertArrayEquals(commonsCodec(algorithm, key, body), mac);
  }

  @Property(edgeCases = EdgeCasesMode.MIXIN)
  void mac_bodyCutAnyhow_isThatOfTheWholeBody(
      @ForAll MacAlgorithm algorithm,
      @ForAll("keys") byte[] key,
      @ForAll @Size(max = 600) byte[] body,
      @ForAll("cuts") List<Cut> cuts) {
    Hmac mac = new HmacKey(algorithm, key).start();
    Piece.of(body, cuts).forEach(piece -> feed(mac, piece));
    assertArrayEquals(BouncyHmac.mac(algorithm, key, body), mac.finish());
  }

  @Property(tries = 300)
  void mac_manyComputationsInterleavedOnOneKey_doNotTouchEachOther(
      @ForAll MacAlgorithm algorithm,
      @ForAll("keys") byte[] key,
      @ForAll @Size(min = 1, max = 6) List<@Size(max = 300) byte[]> bodies) {
    HmacKey ready = new HmacKey(algorithm, key);
    List<Hmac> macs = bodies.stream().map(body -> ready.start()).toList();
    for (int i = 0; i < macs.size(); i++) {
      macs.get(i).update(bodies.get(i), 0, bodies.get(i).length / 2);
    }
    for (int i = macs.size() - 1; i >= 0; i--) {
      byte[] body = bodies.get(i);
      macs.get(i).update(body, body.length / 2, body.length - body.length / 2);
      assertArrayEquals(BouncyHmac.mac(algorithm, key, body), macs.get(i).finish());
    }
  }

  @Property(tries = 100)
  void mac_keyArrayChangedAfterwards_staysTheSame(
      @ForAll MacAlgorithm algorithm, @ForAll("keys") byte[] key) {
    byte[] original = key.clone();
    HmacKey ready = new HmacKey(algorithm, key);
    key[0]++;
    assertArrayEquals(BouncyHmac.mac(algorithm, original), ready.mac(new byte[0], 0, 0));
  }

  @Provide
  Arbitrary<byte[]> keys() {
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.of(1, 63, 64, 65, 127, 128, 129, 200),
            Arbitraries.integers().between(1, 200));
    return lengths.flatMap(length -> Arbitraries.bytes().array(byte[].class).ofSize(length));
  }

  @Provide
  Arbitrary<List<Cut>> cuts() {
    return Piece.anyCuts();
  }

  private static void feed(Hmac mac, Piece piece) {
    switch (piece.form()) {
      case WHOLE_ARRAY -> mac.update(piece.bytes(), 0, piece.bytes().length);
      case WITHIN_ARRAY -> mac.update(piece.amidNoise(), piece.offset(), piece.bytes().length);
      default -> {
        ByteBuffer buffer = piece.buffer();
        int limit = buffer.limit();
        mac.update(buffer);
        assertEquals(limit, buffer.position());
        assertEquals(limit, buffer.limit());
      }
    }
  }

  private static byte[] commonsCodec(MacAlgorithm algorithm, byte[] key, byte[] body) {
    HmacAlgorithms name =
        switch (algorithm) {
          case HMAC_SHA256 -> HmacAlgorithms.HMAC_SHA_256;
          case HMAC_SHA512 -> HmacAlgorithms.HMAC_SHA_512;
        };
    return new HmacUtils(name, key).hmac(body);
  }
}
