package dev.lacre.verifier.config;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SecretFile;
import dev.lacre.signer.internal.SecretText;
import dev.lacre.signer.internal.Sha256;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.SharedKeySets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that one reading of a configuration takes in from outside, and its digest: two readings are
 * of the same configuration only if their digests are equal. For one reading by one thread.
 */
final class ConfigInputs {

  /** The longest configuration: room for some hundred thousand merchants with their secrets. */
  static final int MAX_CONFIGURATION_BYTES = 64 * 1024 * 1024;

  /** More than anybody takes of another file, so that what is longer is refused by its reader. */
  private static final int MOST_OTHER_BYTES = 1024 * 1024;

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final Path file;
  private final Path folder;
  private final Function<String, @Nullable String> environment;
  private final @Nullable SecretSource managed;
  private final SharedKeySets keySets;
  private final MessageDigest seen = Sha256.begin();

  ConfigInputs(
      Path file,
      Function<String, @Nullable String> environment,
      @Nullable SecretSource managed,
      SharedKeySets keySets) {
    this.file = file;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? Path.of("/") : parent;
    this.environment = environment;
    this.managed = managed;
    this.keySets = keySets;
  }

  Path file() {
    return file;
  }

  /** Returns the key sets that this reading may take over, and leaves to the next. */
  SharedKeySets keySets() {
    return keySets;
  }

  /**
   * Returns the configuration file's bytes; one more than the longest has, if it is longer.
   *
   * @throws IOException if it cannot be read
   */
  byte[] configuration() throws IOException {
    return noted(read(file, MAX_CONFIGURATION_BYTES));
  }

  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /**
   * Returns the text of a secret in an environment variable.
   *
   * @throws IllegalArgumentException if it is not set or garbled
   */
  String variable(String name) {
    String value = environment.apply(name);
    noted(value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8));
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment variable "
              + shown(name)
              + " is not set; a secret must be there before the service starts.");
    }
    return SecretText.readable(value);
  }

  /** What is not written like a variable's name may be the secret itself, in the wrong place. */
  private static String shown(String name) {
    return VARIABLE.matcher(name).matches()
        ? "'" + name + "'"
        : "named here (not shown, for it is not written like a variable)";
  }

  /**
   * Returns the bytes of a secret in a file, relative to the configuration's folder.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  byte[] secretFile(String name) {
    return noted(SecretFile.read(folder.resolve(name)));
  }

  /**
   * Returns a secret that the source of managed secrets has.
   *
   * @throws IllegalArgumentException if there is no source, or it fails
   */
  Secret managed(String name) {
    if (managed == null) {
      throw new IllegalArgumentException(
          "the secret is 'managed', but this program gave no source of managed secrets; load the"
              + " configuration in code, with a SecretSource, or use env or file.");
    }
    @Nullable Secret secret;
    try {
      secret = managed.secret(name);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("this thread was interrupted while it asked.");
    } catch (Exception failure) { // whose words may hold anything
      throw new IllegalArgumentException(
          "the source of managed secrets failed for '"
              + Printable.of(name)
              + "' ("
              + failure.getClass().getSimpleName()
              + "); see that it is up and knows the name.");
    }
    if (secret == null) {
      throw new IllegalArgumentException(
          "the source of managed secrets gave null for '"
              + Printable.of(name)
              + "'; see that it knows the name, and that it throws where it has no secret.");
    }
    noted(SignerAccess.fingerprint(secret));
    return secret;
  }

  /**
   * Returns a file, relative to the configuration's folder, that somebody else is going to read.
   */
  Path otherFile(String name) {
    Path other = folder.resolve(name);
    try {
      noted(read(other, MOST_OTHER_BYTES));
    } catch (IOException unreadable) {
      noted(new byte[0]); // and found by the one who reads it
    }
    return other;
  }

  private byte[] noted(byte[] bytes) {
    seen.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    seen.update(bytes);
    return bytes;
  }

  /** Returns the digest of all that was read, and ends the reading. */
  String digest() {
    return HexFormat.of().formatHex(seen.digest());
  }
}
