package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;

class RequestPathPropertyTest {

  @Property
  void isCanonical_anyEncodedWordWithoutControls_isTrueIfTheWordHasNoSlash(
      @ForAll @NotEmpty @AlphaChars @Chars({'é', '~', ' ', '+', '%', '?', '\u20AC'}) String word) {
    String encoded =
        URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20").replace("%7E", "~");
    assertTrue(RequestPath.isCanonical("/" + encoded));
    assertEquals(word, RequestPath.segment("/" + encoded, 0));
    assertEquals("/" + word, URI.create("/" + encoded).getPath());
  }

  @Property
  void folds_anyText_areFewAndFolded(@ForAll String raw) {
    assertFolded(RequestPath.folds(raw));
  }

  @Property
  void folds_anyTextOfNastyCharacters_areFewAndFolded(
      @ForAll
          @Chars({'/', '.', '%', ';', '2', '5', 'e', 'f', 'F', 'c', '0', '\\', '#', ':', '\0', ' '})
          @NumericChars
          String raw) {
    assertFolded(RequestPath.folds(raw));
    RequestPath.isCanonical(raw);
    RequestPath.segment(raw, 1);
  }

  private static void assertFolded(List<String> folds) {
    assertFalse(folds.isEmpty());
    assertTrue(folds.size() <= 250, () -> "there are " + folds.size());
    for (String fold : folds) {
      assertTrue(fold.startsWith("/"), fold);
      assertTrue(fold.length() == 1 || !fold.endsWith("/"), fold);
      assertFalse(fold.contains("//") || fold.contains("\\") || fold.contains("\0"), fold);
    }
  }
}
