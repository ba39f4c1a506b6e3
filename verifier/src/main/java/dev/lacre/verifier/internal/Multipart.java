package dev.lacre.verifier.internal;

import java.util.List;
import java.util.Locale;

/** The one media type that is refused whatever a route asks: its parts cannot be replayed. */
public final class Multipart {

  private Multipart() {}

  /** Tells whether any of the values of {@code Content-Type} declares a multipart body. */
  public static boolean isDeclaredIn(List<String> contentTypeLines) {
    return contentTypeLines.stream()
        .anyMatch(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/"));
  }
}
