package dev.lacre.signer;

import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SecretFile;
import dev.lacre.signer.internal.SecretText;
import dev.lacre.signer.internal.SignerAccess;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The key material that a sender and a receiver share ({@code client_secret} in Open Delivery).
 *
 * <p>Bytes are copied in and never handed out. A secret of nothing, or of nothing but white space,
 * is refused; one shorter than {@value #MIN_LENGTH} bytes (128 bits, the security strength that <a
 * href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a> section 3 and NIST SP 800-107 ask a
 * key to carry) only passes through {@link #ofShortBytesInsecurely}. Nothing is trimmed: white
 * space within a secret is part of it.
 *
 * <p>Immutable and thread-safe. {@link #toString} is redacted, and no exception of this class holds
 * any part of the material. {@code equals} is identity: comparing secrets is no business of theirs.
 */
public final class Secret {

  /** The shortest secret, in bytes, that the ordinary factories take. */
  public static final int MIN_LENGTH = 16;

  static {
    SignerAccess.secrets(
        new SignerAccess.OfSecret() {
          @Override
          public HmacKey key(Secret secret, MacAlgorithm algorithm) {
            return secret.keyFor(algorithm);
          }

          @Override
          public byte[] fingerprint(Secret secret) {
            return HmacKey.fingerprint(MacAlgorithm.HMAC_SHA256, secret.bytes);
          }

          @Override
          public byte[] insecureBytes(Secret secret) {
            return secret.bytes.clone();
          }
        });
  }

  private final byte[] bytes;
  private volatile @Nullable KeyedState keyed;

  private record KeyedState(MacAlgorithm algorithm, HmacKey key) {}

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the secret whose bytes are the UTF-8 form of the text, as Open Delivery keys its
   * signatures.
   *
   * @param text the secret's text, at least {@value #MIN_LENGTH} bytes long in UTF-8
   * @return the secret
   * @throws IllegalArgumentException if it is too short, blank, or no valid Unicode
   */
  public static Secret ofUtf8(String text) {
    return new Secret(longEnough(utf8(text)));
  }

  /**
   * Returns the secret with exactly these bytes, copied.
   *
   * @param bytes the key, at least {@value #MIN_LENGTH} bytes
   * @return the secret
   * @throws IllegalArgumentException if it is too short or blank
   */
  public static Secret ofBytes(byte[] bytes) {
    return new Secret(longEnough(bytes.clone()));
  }

  /**
   * Returns the secret whose bytes the Base64 text stands for.
   *
   * @param base64 padded Base64 of RFC 4648 section 4, of at least {@value #MIN_LENGTH} bytes
   * @return the secret
   * @throws IllegalArgumentException if it is no such Base64, too short or blank
   */
  public static Secret ofBase64(String base64) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      decoded = new byte[0];
    }
    if (decoded.length > 0 && !Base64.getEncoder().encodeToString(decoded).equals(base64)) {
      decoded = new byte[0];
    }
    if (decoded.length == 0) {
      throw new IllegalArgumentException(
          "The secret is not padded Base64 (RFC 4648 section 4); give it exactly as it was issued,"
              + " or use ofUtf8 if its text itself is the key.");
    }
    return new Secret(longEnough(decoded));
  }

  /**
   * Returns the secret whose bytes the hexadecimal text stands for.
   *
   * @param hex two hexadecimal digits a byte, either case, of at least {@value #MIN_LENGTH} bytes
   * @return the secret
   * @throws IllegalArgumentException if it is no such text, too short or blank
   */
  public static Secret ofHex(String hex) {
    IntPredicate isHexDigit = HexFormat::isHexDigit;
    if (hex.isEmpty() || hex.length() % 2 != 0 || !hex.chars().allMatch(isHexDigit)) {
      throw new IllegalArgumentException(
          "The secret is not hexadecimal, two digits a byte; give it exactly as it was issued, or"
              + " use ofUtf8 if its text itself is the key.");
    }
    return new Secret(longEnough(HexFormat.of().parseHex(hex)));
  }

  /**
   * Returns a secret that may be shorter than {@value #MIN_LENGTH} bytes. A short secret can be
   * found by trial from a single signed delivery: for test vectors and for partners who will not
   * issue a better one.
   *
   * @param bytes the key, at least one byte
   * @return the secret
   * @throws IllegalArgumentException if it is empty or blank
   */
  public static Secret ofShortBytesInsecurely(byte[] bytes) {
    return new Secret(notBlank(bytes.clone()));
  }

  /**
   * Returns the secret in an environment variable: its value as UTF-8, nothing trimmed. A value
   * that is not ASCII needs a process with a UTF-8 locale.
   *
   * @param variable the variable's name
   * @return the secret
   * @throws IllegalArgumentException if the variable is not set, or its value is no fit secret; the
   *     message names the variable and never shows its value
   */
  public static Secret fromEnvironment(String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new IllegalArgumentException(
          "The environment variable '"
              + Printable.of(variable)
              + "' is not set; a secret must be there before the service starts.");
    }
    return within(
        "environment variable '" + Printable.of(variable) + "'",
        () -> ofUtf8(SecretText.readable(value)));
  }

  /**
   * Returns the secret in a file: its bytes, without one newline (LF or CRLF) at the end if there
   * is one.
   *
   * @param file the file, at most 64 KiB
   * @return the secret
   * @throws IllegalArgumentException if the file cannot be read, or holds no fit secret; the
   *     message names the file and never shows its content
   */
  public static Secret fromFile(Path file) {
    return within("file '" + file + "'", () -> ofBytes(SecretFile.read(file)));
  }

  private static byte[] utf8(String text) {
    try {
      var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException unpaired) {
      throw new IllegalArgumentException(
          "The secret's text has half of a surrogate pair, which has no UTF-8 form; give the text"
              + " exactly as it was issued.");
    }
  }

  private static byte[] longEnough(byte[] bytes) {
    notBlank(bytes);
    if (bytes.length < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "The secret is "
              + bytes.length
              + " bytes long, but needs at least "
              + MIN_LENGTH
              + "; have a longer one issued, or mark it as insecurely short where that is meant.");
    }
    return bytes;
  }

  private static byte[] notBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && (b < '\t' || b > '\r')) {
        return bytes;
      }
    }
    throw new IllegalArgumentException(
        "The secret is "
            + (bytes.length == 0 ? "empty" : "nothing but white space")
            + ", which anybody can guess; give the secret that was issued.");
  }

  private interface Source {
    Secret get();
  }

  private static Secret within(String place, Source source) {
    try {
      return source.get();
    } catch (IllegalArgumentException fault) {
      throw new IllegalArgumentException("In the " + place + ": " + fault.getMessage());
    }
  }

  private HmacKey keyFor(MacAlgorithm algorithm) {
    KeyedState state = keyed;
    return state != null && state.algorithm == algorithm
        ? state.key
        : keyFor(algorithm, KeyedSecrets.OF_THIS_PROCESS);
  }

  /** Makes the keyed state anew. */
  HmacKey keyFor(MacAlgorithm algorithm, KeyedSecrets among) {
    boolean noted = keyed != null;
    HmacKey key = new HmacKey(algorithm, bytes);
    keyed = new KeyedState(algorithm, key);
    if (!noted) {
      among.add(this);
    }
    return key;
  }

  /** Lets the keyed state go; whoever uses it has it still. */
  void forgetKeyed() {
    keyed = null;
  }

  boolean isKeyed() {
    return keyed != null;
  }

  /** Returns a fixed text: nothing about the material shows, not even its length. */
  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
