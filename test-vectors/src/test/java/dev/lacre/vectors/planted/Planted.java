package dev.lacre.vectors.planted;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Subject;

/**
 * A mistaken implementation.
 *
 * @param name what it does, in a few words
 * @param bug what a report must call it
 * @param subject the implementation
 */
record Planted(String name, Bug bug, Subject subject) {

  @Override
  public String toString() {
    return name;
  }
}
