package dev.lacre.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the process was started with. */
final class Environment {

  private static final Path AS_IT_CAME = Path.of("/proc/self/environ");
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Z_][A-Z0-9_]{0,63}");
  private static final char LOST = '\uFFFD';

  private Environment() {}

  /**
   * Returns a variable's value, or null if it is not set. Java decodes the environment by the
   * locale, which would change a key that is not ASCII; here its bytes count as UTF-8 where the
   * system shows them.
   *
   * @throws Failure if the locale has lost some of the value
   */
  static @Nullable String variable(String name) {
    String value = System.getenv(name);
    if (value == null || value.chars().allMatch(c -> c < 0x80)) {
      return value;
    }
    String exact = utf8(name);
    if (exact == null && value.indexOf(LOST) >= 0) {
      throw Failure.setUp(
          "The value of the environment variable "
              + shown(name)
              + " is not UTF-8, or holds characters that this locale cannot carry, so the key would"
              + " be wrong; keep the secret in a file.");
    }
    return exact == null ? value : exact;
  }

  /** Returns the value as the process was given it, or null if that is not there or not UTF-8. */
  private static @Nullable String utf8(String name) {
    try {
      String bytes = Files.readString(AS_IT_CAME, StandardCharsets.ISO_8859_1);
      for (String entry : bytes.split("\0", -1)) {
        if (entry.startsWith(name + "=")) {
          String value = entry.substring(name.length() + 1);
          return StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
        }
      }
      return null;
    } catch (CharacterCodingException notUtf8) {
      return null;
    } catch (IOException notThisSystem) {
      return null;
    }
  }

  /**
   * Returns a variable's name for a message, unless it does not look like one: it could be the
   * secret itself, given in the wrong place.
   */
  static String shown(String name) {
    return PLAIN_NAME.matcher(name).matches()
        ? "'" + name + "'"
        : "that was named (not shown, for it is not written like one: give a variable's name, never"
            + " the secret itself)";
  }

  /** Tells whether standard output is a terminal on which colours are welcome. */
  static boolean hasColours() {
    String noColour = System.getenv("NO_COLOR");
    String kind = System.getenv("TERM");
    return (noColour == null || noColour.isEmpty())
        && kind != null
        && !kind.equals("dumb")
        && isTerminal(System.console());
  }

  /** From Java 22 on there may be a console without a terminal, and a method to tell. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }
}
