package dev.lacre.cli;

/** Ends a command with a message for people and an exit code. The message never holds a secret. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the process ends with. */
  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line itself is wrong. */
  static Failure usage(String message) {
    return new Failure(Lacre.USAGE, message);
  }

  /** Something that the command needs is missing or broken: a file, a variable, a port. */
  static Failure setUp(String message) {
    return new Failure(Lacre.SET_UP, message);
  }

  int exitCode() {
    return exitCode;
  }

  /** Returns what an exception of a library says, or else its kind. */
  static String messageOf(Exception fault) {
    String message = fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }
}
