package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The short look at a media type finds what the plain one finds. */
class MultipartPropertyTest {

  @Property
  void isDeclaredIn_isAnyLineThatBeginsSo(@ForAll("lines") List<String> lines) {
    boolean plain =
        lines.stream()
            .anyMatch(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/"));
    assertEquals(plain, Multipart.isDeclaredIn(lines), lines::toString);
  }

  /** Pieces near the word, with letters that fold to its own only for some readers. */
  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> before = Arbitraries.of("", " ", "\t ", "\u2003", "x", "a, ");
    Arbitrary<String> word =
        Arbitraries.of(
            "multipart",
            "MULTIPART",
            "Multipart",
            "mult\u0130part",
            "mult\u0131part",
            "multipar",
            "application",
            "m",
            "");
    Arbitrary<String> after = Arbitraries.of("/form-data", "/", "", " /x", ";a=b");
    return Combinators.combine(before, word, after).as((a, b, c) -> a + b + c).list().ofMaxSize(3);
  }
}
