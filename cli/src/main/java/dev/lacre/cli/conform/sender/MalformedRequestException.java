package dev.lacre.cli.conform.sender;

/** What arrived is no whole HTTP request. The message stands behind "it" and quotes nothing. */
final class MalformedRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the peer is answered. */
  private final int status;

  MalformedRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  MalformedRequestException(String message) {
    this(400, message);
  }

  int status() {
    return status;
  }

  /** Returns the message, which is never absent. */
  String fact() {
    return String.valueOf(getMessage());
  }
}
