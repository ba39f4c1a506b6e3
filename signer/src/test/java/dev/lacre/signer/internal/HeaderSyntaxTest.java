package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tokens and optional white space, as RFC 9110 has them. */
class HeaderSyntaxTest {

  @Test
  void tokenChars_areThoseOfTheStandard() {
    String all =
        IntStream.range(0, 0x200)
            .filter(HeaderSyntax::isTokenChar)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertEquals(
        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", all);
  }

  @Test
  void token_isOneCharAtLeastAndNoOthers() {
    assertTrue(HeaderSyntax.isToken("X-App-Id"));
    assertFalse(HeaderSyntax.isToken(""));
    assertFalse(HeaderSyntax.isToken("X App"));
    assertFalse(HeaderSyntax.isToken("X-App:"));
  }

  @Test
  void blanks_areSpaceAndTab() {
    String blanks =
        IntStream.range(0, 0x100)
            .filter(c -> HeaderSyntax.isBlank((char) c))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertEquals("\t ", blanks);
  }

  @Test
  void trimmed_dropsBlanksAroundAndNothingElse() {
    assertEquals("a b", HeaderSyntax.trimmed("a b"));
    assertEquals("a b", HeaderSyntax.trimmed(" \t a b\t \t"));
    assertEquals("a", HeaderSyntax.trimmed("\ta"));
    assertEquals("a", HeaderSyntax.trimmed("a "));
    assertEquals("", HeaderSyntax.trimmed(" \t "));
    assertEquals("", HeaderSyntax.trimmed(""));
    assertEquals("\u00A0a\r", HeaderSyntax.trimmed(" \u00A0a\r "));
  }
}
