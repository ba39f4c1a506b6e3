package dev.lacre.cli;

/** What the commands that listen say of {@code --port}. */
final class Ports {

  private static final int HIGHEST = 65_535;

  private Ports() {}

  /**
   * Checks a port to listen on; 0 stands for a free one.
   *
   * @throws Failure if there is no such port, as a usage error
   */
  static void check(int port) {
    if (port < 0 || port > HIGHEST) {
      throw Failure.usage("Invalid value for --port: " + port + " is not 0 to " + HIGHEST + ".");
    }
  }
}
