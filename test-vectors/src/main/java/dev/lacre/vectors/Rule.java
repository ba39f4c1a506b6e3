package dev.lacre.vectors;

/**
 * The rule that a test rests on. Immutable.
 *
 * @param document the document that states it
 * @param section the section of the document
 * @param quote a short quotation
 * @param level how binding it is
 */
public record Rule(String document, String section, String quote, Level level) {

  /** Returns the document and the section. */
  @Override
  public String toString() {
    return document + ", " + section + " (" + level + ")";
  }
}
