package dev.lacre.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside that a command touches besides files and sockets.
 *
 * @param in standard input
 * @param out standard output: nothing but what the command promises
 * @param err standard error, for talk
 * @param environment gives the value of an environment variable, or null
 * @param colours whether standard output is a terminal that shows colours
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Function<String, @Nullable String> environment,
    boolean colours) {

  /** Says something to the person at the terminal. */
  void say(String message) {
    err.println("lacre: " + message);
    err.flush();
  }
}
