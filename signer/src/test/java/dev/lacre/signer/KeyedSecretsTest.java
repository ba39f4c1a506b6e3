package dev.lacre.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.SignerAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many secrets hold a keyed state at once, and what becomes of the others. */
class KeyedSecretsTest {

  private static final MacAlgorithm SHA256 = MacAlgorithm.HMAC_SHA256;
  private static final byte[] BODY = {1, 2, 3};

  private static List<Secret> secrets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Secret.ofUtf8("a-secret-of-store-" + i))
        .toList();
  }

  private static byte[] mac(HmacKey key) {
    return key.mac(BODY, 0, BODY.length);
  }

  @Test
  void add_beyondTheMost_unkeysTheOldestOnly() {
    KeyedSecrets three = new KeyedSecrets(3);
    List<Secret> secrets = secrets(5);
    for (int i = 0; i < secrets.size(); i++) {
      secrets.get(i).keyFor(SHA256, three);
      for (int j = 0; j < secrets.size(); j++) {
        assertEquals(j <= i && j > i - 3, secrets.get(j).isKeyed(), j + " after " + i);
      }
    }
  }

  @Test
  void unkeyedSecret_makesTheSameMacsAnew_andIsTheNewest() {
    KeyedSecrets two = new KeyedSecrets(2);
    List<Secret> secrets = secrets(3);
    HmacKey inUse = secrets.get(0).keyFor(SHA256, two);
    byte[] before = mac(inUse);
    secrets.get(1).keyFor(SHA256, two);
    secrets.get(2).keyFor(SHA256, two);
    assertFalse(secrets.get(0).isKeyed());
    assertArrayEquals(before, mac(inUse));
    assertArrayEquals(before, mac(secrets.get(0).keyFor(SHA256, two)));
    assertFalse(secrets.get(1).isKeyed());
    assertTrue(secrets.get(2).isKeyed());
  }

  @Test
  void otherAlgorithm_countsTheSecretOnce() {
    KeyedSecrets two = new KeyedSecrets(2);
    List<Secret> secrets = secrets(2);
    for (int i = 0; i < 5; i++) {
      secrets.get(0).keyFor(i % 2 == 0 ? SHA256 : MacAlgorithm.HMAC_SHA512, two);
    }
    secrets.get(1).keyFor(SHA256, two);
    assertTrue(secrets.get(0).isKeyed());
  }

  @Test
  void hundredThousandSecretsInUse_keepTheirStates_andManyMoreHoldABoundedNumber() {
    List<Secret> secrets = secrets(150_000);
    List<Secret> inUse = secrets.subList(0, 100_000);
    List<HmacKey> keys = new ArrayList<>(inUse.size());
    for (Secret secret : inUse) {
      keys.add(SignerAccess.key(secret, SHA256));
    }
    for (int i = 0; i < inUse.size(); i++) {
      assertSame(keys.get(i), SignerAccess.key(inUse.get(i), SHA256));
    }
    for (Secret secret : secrets) {
      SignerAccess.key(secret, SHA256);
    }
    long keyed = secrets.stream().filter(Secret::isKeyed).count();
    assertTrue(keyed >= 100_000 && keyed <= 131_072, keyed + " keyed");
  }
}
