package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.MacAlgorithm;
import org.junit.jupiter.api.Test;

/** What a key shows of itself. */
class HmacKeyTextTest {

  @Test
  void toString_namesTheAlgorithmAlone() {
    HmacKey key = new HmacKey(MacAlgorithm.HMAC_SHA256, new byte[] {1, 2, 3});
    assertEquals("HmacKey[HMAC_SHA256]", key.toString());
  }
}
