package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lacre.signer.MacAlgorithm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Two keys have one fingerprint if, and only if, an independent HMAC makes one MAC with both. */
class HmacFingerprintPropertyTest {

  private static final byte[] BODY = {0};

  @Property(tries = 300)
  void fingerprint_sameForKeysThatMakeTheSameMacs(
      @ForAll MacAlgorithm algorithm,
      @ForAll @Size(min = 1, max = 140) byte[] key,
      @ForAll @Size(min = 1, max = 140) byte[] other)
      throws NoSuchAlgorithmException {
    byte[] hash = MessageDigest.getInstance(algorithm.digestName()).digest(key);
    List<byte[]> keys =
        List.of(
            key,
            other,
            hash,
            Arrays.copyOf(key, key.length + 1),
            Arrays.copyOf(key, Math.max(key.length, algorithm.blockLength())),
            Arrays.copyOf(hash, hash.length + 3),
            Arrays.copyOf(key, 1));
    List<byte[]> macs = new ArrayList<>();
    List<byte[]> fingerprints = new ArrayList<>();
    for (byte[] each : keys) {
      byte[] before = each.clone();
      macs.add(BouncyHmac.mac(algorithm, each, BODY));
      fingerprints.add(HmacKey.fingerprint(algorithm, each));
      assertEquals(0, Arrays.compare(before, each));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertFalse(Arrays.equals(macs.get(i), fingerprints.get(i)));
      for (int j = 0; j < keys.size(); j++) {
        assertEquals(
            Arrays.equals(macs.get(i), macs.get(j)),
            Arrays.equals(fingerprints.get(i), fingerprints.get(j)));
      }
    }
  }
}
