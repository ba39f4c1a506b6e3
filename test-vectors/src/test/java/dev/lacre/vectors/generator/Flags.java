package dev.lacre.vectors.generator;

/** Why a result is only acceptable. */
final class Flags {

  static final String NEEDS_MEMORY = "needs-memory";
  static final String ZONE_OF_THIS_HOST = "zone-of-this-host";

  private Flags() {}

  static String sentence(String flag) {
    return switch (flag) {
      case NEEDS_MEMORY ->
          "only a receiver that remembers deliveries can refuse it: nothing signed names the"
              + " merchant";
      case ZONE_OF_THIS_HOST ->
          "a zone means something on one host alone, so to drop it and to refuse it are both right";
      default -> throw new IllegalArgumentException("no flag " + flag);
    };
  }
}
