package dev.lacre.signer;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a signature are written in a header. A scheme has exactly one: several are never
 * tried in turn, for a receiver that guesses accepts what nobody meant to send.
 */
public enum SignatureEncoding {
  /** Two lower-case hexadecimal digits a byte. What Open Delivery uses. */
  HEX_LOWER,

  /** Two upper-case hexadecimal digits a byte. */
  HEX_UPPER,

  /** Base64 of RFC 4648 section 4, padded. */
  BASE64,

  /** Base64 for URLs of RFC 4648 section 5, without padding. */
  BASE64_URL;

  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  String encode(byte[] bytes) {
    return switch (this) {
      case HEX_LOWER -> LOWER.formatHex(bytes);
      case HEX_UPPER -> UPPER.formatHex(bytes);
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      case BASE64_URL -> URL.encodeToString(bytes);
    };
  }

  int encodedLength(int bytes) {
    return switch (this) {
      case HEX_LOWER, HEX_UPPER -> bytes * 2;
      case BASE64 -> (bytes + 2) / 3 * 4;
      case BASE64_URL -> (bytes * 4 + 2) / 3;
    };
  }

  /**
   * Returns the bytes that the text from {@code from} on stands for, or null if it is malformed.
   */
  byte @Nullable [] decode(String text, int from, int byteCount) {
    if (text.length() - from != encodedLength(byteCount)) {
      return null;
    }
    return switch (this) {
      case HEX_LOWER -> HexDecoder.LOWER.decode(text, from);
      case HEX_UPPER -> HexDecoder.UPPER.decode(text, from);
      case BASE64 -> decodeBase64(text, from, byteCount, Base64.getDecoder());
      case BASE64_URL -> decodeBase64(text, from, byteCount, Base64.getUrlDecoder());
    };
  }

  /** The JDK ignores stray low bits and missing padding; encoding again shows them. */
  private byte @Nullable [] decodeBase64(
      String text, int from, int byteCount, Base64.Decoder decoder) {
    String encoded = text.substring(from);
    byte[] bytes;
    try {
      bytes = decoder.decode(encoded);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
    return bytes.length == byteCount && encode(bytes).equals(encoded) ? bytes : null;
  }
}
