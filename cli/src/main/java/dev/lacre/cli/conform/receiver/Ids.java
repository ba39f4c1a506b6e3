package dev.lacre.cli.conform.receiver;

/** Ids that are nearly the same. Stateless and thread-safe. */
final class Ids {

  private Ids() {}

  /** Returns the text with each ASCII letter in its other case. */
  static String otherCase(String id) {
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean lower = c >= 'a' && c <= 'z';
      boolean upper = c >= 'A' && c <= 'Z';
      other.append(lower ? (char) (c - 32) : upper ? (char) (c + 32) : c);
    }
    return other.toString();
  }
}
