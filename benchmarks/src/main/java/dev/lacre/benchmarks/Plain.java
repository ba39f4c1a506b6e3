package dev.lacre.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 as most people write it: the yardstick of right and wrong, and one of the peers. */
final class Plain {

  static final String ALGORITHM = "HmacSHA256";

  private Plain() {}

  static byte[] mac(byte[] key, byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(key, ALGORITHM));
    return mac.doFinal(body);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns the key of {@link Senders#secret} as bytes, which a secret does not give out. */
  static byte[] keyOfSender(int number) {
    return Senders.secretText(number).getBytes(StandardCharsets.UTF_8);
  }
}
