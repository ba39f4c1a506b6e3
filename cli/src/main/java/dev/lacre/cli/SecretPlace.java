package dev.lacre.cli;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The environment variable or the file that holds a secret, of which one is given.
 *
 * @param what what the secret is, in a word, as in {@code --secret-file}
 * @param variable the variable's name, or null
 * @param file the file's name, or null if there is a variable
 */
record SecretPlace(String what, @Nullable String variable, @Nullable String file) {

  /** A longer name without a folder is shown to nobody: whole keys and tokens are longer. */
  private static final int LONGEST_SHOWN = 31;

  /**
   * Reads the secret, of whatever length: a sender cannot choose its own.
   *
   * @throws Failure if there is none
   */
  Secret read(Terminal terminal) {
    return variable != null ? fromVariable(variable, terminal) : fromFile(terminal);
  }

  private Secret fromVariable(String name, Terminal terminal) {
    String value = terminal.environment().apply(name);
    if (value == null) {
      throw Failure.setUp(
          "The environment variable "
              + Environment.shown(name)
              + " is not set; export the "
              + what
              + " in it, or use --"
              + what
              + "-file.");
    }
    return secret(
        "environment variable " + Environment.shown(name), value.getBytes(StandardCharsets.UTF_8));
  }

  private Secret fromFile(Terminal terminal) {
    String given = file == null ? "" : file;
    if (given.equals(Inputs.STANDARD_INPUT)) {
      throw Failure.usage("Standard input is for the body; keep the " + what + " in a file.");
    }
    if (isUnlikeAName(given) && !Files.exists(Inputs.path(what + " file", given))) {
      throw Failure.setUp(
          "The file that --%1$s-file names does not exist (it is not shown, for it could be the %1$s itself); give a file's name, never the %1$s."
              .formatted(what));
    }
    byte[] bytes = Inputs.read(what + " file", given, SecretFile.MAX_LENGTH, terminal);
    String place = what + " file '" + given + "'";
    try {
      return secret(place, SecretFile.content(bytes));
    } catch (IllegalArgumentException fault) {
      throw inThe(place, fault);
    }
  }

  private static boolean isUnlikeAName(String given) {
    return given.length() > LONGEST_SHOWN && given.indexOf('/') < 0 && given.indexOf('\\') < 0;
  }

  private static Secret secret(String place, byte[] bytes) {
    try {
      return Secret.ofShortBytesInsecurely(bytes);
    } catch (IllegalArgumentException fault) {
      throw inThe(place, fault);
    }
  }

  private static Failure inThe(String place, IllegalArgumentException fault) {
    return Failure.setUp("In the " + place + ": " + Failure.messageOf(fault));
  }
}
