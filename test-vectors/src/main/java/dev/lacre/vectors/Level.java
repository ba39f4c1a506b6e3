package dev.lacre.vectors;

/** How binding the rule behind a test is. */
public enum Level {
  /** A specification demands it. */
  MUST,
  /** A specification recommends it. */
  SHOULD,
  /** A specification permits it. */
  MAY,
  /** The specifications are silent, and the opinion is this library's. */
  LIBRARY
}
