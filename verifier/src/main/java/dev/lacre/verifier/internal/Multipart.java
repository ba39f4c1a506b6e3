package dev.lacre.verifier.internal;

import java.util.List;
import java.util.Locale;

/** The one media type that is refused whatever a route asks: its parts cannot be replayed. */
public final class Multipart {

  private Multipart() {}

  /** Tells whether any of the values of {@code Content-Type} declares a multipart body. */
  public static boolean isDeclaredIn(List<String> contentTypeLines) {
    for (String line : contentTypeLines) {
      String type = line.strip();
      // Nearly all are something else, and show it by their first letter.
      boolean may = type.startsWith("m") || type.startsWith("M");
      if (may && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
        return true;
      }
    }
    return false;
  }
}
