package dev.lacre.signer.internal;

import dev.lacre.signer.MacAlgorithm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC by an engine that shares no code with the platform's: the oracle of the tests. */
public final class BouncyHmac {

  private BouncyHmac() {}

  /** Returns the MAC of the parts, one behind the other. */
  public static byte[] mac(MacAlgorithm algorithm, byte[] key, byte[]... parts) {
    HMac mac =
        new HMac(
            switch (algorithm) {
              case HMAC_SHA256 -> new SHA256Digest();
              case HMAC_SHA512 -> new SHA512Digest();
            });
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return result;
  }

  /** Returns the UTF-8 form of the text. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
