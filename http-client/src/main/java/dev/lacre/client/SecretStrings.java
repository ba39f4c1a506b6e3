package dev.lacre.client;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Sha256;
import dev.lacre.signer.internal.SignerAccess;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Secrets as the texts that a protocol sends. No message of its exceptions shows any of one. */
final class SecretStrings {

  /** The longest key or token, in characters. */
  static final int LONGEST = 16_384;

  private SecretStrings() {}

  /**
   * Returns the text whose UTF-8 form the secret is.
   *
   * @throws IllegalArgumentException if it is not UTF-8
   */
  static String text(Secret secret) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(SignerAccess.insecureBytes(secret)))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException(
          "The secret is not UTF-8, so it has no form as a text; give it exactly as it was issued.");
    }
  }

  /**
   * Returns the text of a secret that fits a header.
   *
   * @throws IllegalArgumentException if it does not
   */
  static String headerText(Secret secret) {
    String text = text(secret);
    if (!fitsHeader(text)) {
      throw new IllegalArgumentException(
          "The key or token is not 1 to "
              + LONGEST
              + " visible ASCII characters, so no header can carry it; give it exactly as it was"
              + " issued, without blanks or line ends.");
    }
    return text;
  }

  /** Returns a text that is the same for the same secret, SHA-256 of it: not for showing. */
  static String fingerprint(Secret secret) {
    return Sha256.hex(SignerAccess.insecureBytes(secret));
  }

  /** Returns whether a header can carry the text: visible ASCII, neither empty nor too long. */
  static boolean fitsHeader(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }
}
