package dev.lacre.verifier.config;

/** Works with the configuration of now, and makes ready for the next one before it is in force. */
@FunctionalInterface
public interface ConfigFollower {

  /**
   * Makes ready, and changes nothing yet.
   *
   * @param next the configuration that is about to be in force
   * @return what puts it in force here: quick, and never fails
   * @throws IllegalArgumentException if it cannot be worked with: the change is then refused
   */
  Runnable prepare(LacreConfig next);
}
