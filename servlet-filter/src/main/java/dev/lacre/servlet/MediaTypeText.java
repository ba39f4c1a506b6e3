package dev.lacre.servlet;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of a {@code Content-Type}. */
final class MediaTypeText {

  private MediaTypeText() {}

  static @Nullable String withoutCharset(@Nullable String type) {
    if (type == null) {
      return null;
    }
    return Arrays.stream(type.split(";", -1))
        .filter(part -> !part.strip().toLowerCase(Locale.ROOT).startsWith("charset="))
        .collect(Collectors.joining(";"));
  }
}
