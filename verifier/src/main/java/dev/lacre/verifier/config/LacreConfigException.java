package dev.lacre.verifier.config;

/**
 * A fault in a {@code lacre.json}: what is there, which rule it breaks, where it stands, and what
 * to do about it. Never holds a secret.
 */
public final class LacreConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Where the fault stands. */
  private final String place;

  LacreConfigException(String place, String fault) {
    super(place + ": " + fault);
    this.place = place;
  }

  /**
   * Returns where the fault stands.
   *
   * @return file, line and column, and the JSON Pointer (RFC 6901) of the value
   */
  public String place() {
    return place;
  }
}
