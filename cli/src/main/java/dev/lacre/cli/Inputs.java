package dev.lacre.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens what a command reads; {@code -} is standard input. Faults are set-up errors. */
final class Inputs {

  static final String STANDARD_INPUT = "-";

  private Inputs() {}

  /**
   * Opens a file, or standard input, which is not closed with the stream.
   *
   * @param what what is in it, for messages
   */
  static InputStream open(String what, String name, Terminal terminal) {
    if (name.equals(STANDARD_INPUT)) {
      return new FilterInputStream(terminal.in()) {
        @Override
        public void close() {}
      };
    }
    Path path = path(what, name);
    if (Files.isDirectory(path)) {
      throw Failure.setUp(the(what, name) + " is a directory; name a file.");
    }
    try {
      return new BufferedInputStream(new FileInputStream(path.toFile()));
    } catch (FileNotFoundException unreadable) {
      throw Failure.setUp(
          the(what, name)
              + (Files.exists(path) ? " may not be read" : " does not exist")
              + "; name a file that this process can read.");
    }
  }

  /** Returns all bytes of a file that must not be longer than it can reasonably be. */
  static byte[] read(String what, String name, int longest, Terminal terminal) {
    byte[] bytes;
    try (InputStream in = open(what, name, terminal)) {
      bytes = in.readNBytes(longest + 1);
    } catch (IOException failure) {
      throw unreadable(what, name, failure);
    }
    if (bytes.length > longest) {
      throw Failure.setUp(
          the(what, name) + " is longer than " + longest + " bytes; is it the right file?");
    }
    return bytes;
  }

  static Path path(String what, String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException malformed) {
      throw Failure.setUp(
          "The name of the "
              + what
              + " cannot be a file's in this locale ("
              + malformed.getReason()
              + "); set LC_ALL=C.UTF-8, or use a name in ASCII.");
    }
  }

  static Failure unreadable(String what, @Nullable String name, IOException failure) {
    String message = failure.getMessage();
    return Failure.setUp(
        the(what, name == null ? STANDARD_INPUT : name)
            + " cannot be read to its end ("
            + (message == null ? failure.getClass().getSimpleName() : message)
            + ").");
  }

  private static String the(String what, String name) {
    return name.equals(STANDARD_INPUT)
        ? "The " + what + " on standard input"
        : "The " + what + " '" + name + "'";
  }
}
