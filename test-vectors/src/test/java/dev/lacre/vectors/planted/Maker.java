package dev.lacre.vectors.planted;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a signature is made of a body, step by step, so that a mistake replaces one step.
 *
 * @param key what becomes of the secret's bytes
 * @param message what is signed, for a body and what stands around it
 * @param mac the MAC of key and message
 * @param writing how the MAC is written
 */
record Maker(
    UnaryOperator<byte[]> key,
    BiFunction<Around, byte[], byte[]> message,
    BinaryOperator<byte[]> mac,
    Function<byte[], String> writing) {

  /**
   * What stands around a body.
   *
   * @param time the second of the delivery as text; empty if none is told
   */
  record Around(String appId, String merchantId, String path, String time) {}

  /** As the protocol says. */
  static final Maker RIGHT =
      new Maker(
          secret -> secret,
          (around, body) -> body,
          (key, message) -> hmac("HmacSHA256", key, message),
          mac -> HexFormat.of().formatHex(mac));

  String signature(byte[] secret, Around around, byte[] body) {
    return writing.apply(mac.apply(key.apply(secret), message.apply(around, body)));
  }

  static Maker key(UnaryOperator<byte[]> other) {
    return new Maker(other, RIGHT.message, RIGHT.mac, RIGHT.writing);
  }

  static Maker body(UnaryOperator<byte[]> other) {
    return message((around, body) -> other.apply(body));
  }

  static Maker message(BiFunction<Around, byte[], byte[]> other) {
    return new Maker(RIGHT.key, other, RIGHT.mac, RIGHT.writing);
  }

  static Maker mac(BinaryOperator<byte[]> other) {
    return new Maker(RIGHT.key, RIGHT.message, other, RIGHT.writing);
  }

  static Maker writing(Function<byte[], String> other) {
    return new Maker(RIGHT.key, RIGHT.message, RIGHT.mac, other);
  }

  static byte[] hmac(String name, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(name);
      // The platform refuses an empty key; HMAC pads it with zeros.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
