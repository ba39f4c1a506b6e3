package dev.lacre.signer;

import static dev.lacre.signer.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link AppId} and {@link MerchantId} obey one rule. */
class IdentifiersTest {

  /** A way to make an identifier and get its value back. */
  private enum Kind {
    APP,
    MERCHANT;

    String of(String value) {
      return switch (this) {
        case APP -> AppId.of(value).value();
        case MERCHANT -> MerchantId.of(value).value();
      };
    }

    String words() {
      return this == APP ? "application id" : "merchant id";
    }
  }

  static Stream<String> fit() {
    return Stream.of(
        "a",
        "!",
        "~",
        "0",
        "a1b2c3d4-0000-4000-8000-000000000001",
        "12345678000199-a1b2c3d4-0000-4000-8000-000000000001",
        "{braces}:and,marks;\"'\\",
        "x".repeat(127),
        "x".repeat(128));
  }

  @ParameterizedTest
  @MethodSource("fit")
  void of_visibleAsciiUpTo128Characters_isTheValueItself(String value) {
    for (Kind kind : Kind.values()) {
      assertEquals(value, kind.of(value));
    }
  }

  @ParameterizedTest
  @MethodSource("fit")
  void parse_visibleAsciiUpTo128Characters_isTheSameIdentifier(String value) {
    assertEquals(AppId.of(value), AppId.parse(value).orElseThrow());
    assertEquals(MerchantId.of(value), MerchantId.parse(value).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void parse_anythingElse_isNothing(String value) {
    assertTrue(AppId.parse(value).isEmpty());
    assertTrue(MerchantId.parse(value).isEmpty());
  }

  @Test
  void of_everyCharacterAlone_isTakenOnlyIfVisibleAscii() {
    for (char c = 0; c < 0x300; c++) {
      String value = "a" + c + "b";
      for (Kind kind : Kind.values()) {
        if (c > ' ' && c < 0x7F) {
          assertEquals(value, kind.of(value));
        } else {
          refused(() -> kind.of(value));
        }
      }
    }
  }

  static Stream<String> unfit() {
    return Stream.of(
        "",
        " ",
        "a b",
        " a",
        "a ",
        "a\t",
        "a\r\nX-Evil: 1",
        "\0",
        "a\u007F",
        "a\u0080",
        "a\u00A0",
        "loja-ação",
        "\uFF41",
        "\u0661",
        "\uD83D\uDD11",
        "\uD83D",
        "\uFEFFa",
        "x".repeat(129),
        "x".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void of_anythingElse_isRefusedWithTheRule(String value) {
    for (Kind kind : Kind.values()) {
      String message = refused(() -> kind.of(value));
      assertTrue(message.startsWith("The " + kind.words() + " '"), () -> message);
      assertTrue(message.contains("is not 1 to 128 visible ASCII characters"), () -> message);
    }
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void of_anythingElse_isShownOnOneBoundedLineOfAscii(String value) {
    for (Kind kind : Kind.values()) {
      String message = refused(() -> kind.of(value));
      assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), () -> message);
      assertTrue(message.length() < 700, () -> message);
    }
  }

  @Test
  void of_controlCharacters_areShownEscaped() {
    String message = refused(() -> AppId.of("a\r\nX: 1\u001B[2J\u007F\u00E9"));
    assertTrue(message.contains("'a\\u000d\\u000aX: 1\\u001b[2J\\u007f\\u00e9'"), () -> message);
  }

  @Test
  void of_tooLong_isShownCut() {
    String message = refused(() -> MerchantId.of("x".repeat(129)));
    assertTrue(message.contains("'" + "x".repeat(64) + "...'"), () -> message);
    assertFalse(message.contains("x".repeat(65)), () -> message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Store", "STORE", "store.", "stor"})
  void equals_anotherValue_isFalseEvenIfOnlyTheCaseDiffers(String other) {
    assertNotEquals(AppId.of("store"), AppId.of(other));
    assertNotEquals(MerchantId.of("store"), MerchantId.of(other));
  }

  @Test
  void equals_sameValue_isTrueWithinATypeAndFalseAcross() {
    assertEquals(AppId.of("same"), AppId.of("same"));
    assertEquals(AppId.of("same").hashCode(), AppId.of("same").hashCode());
    assertEquals(MerchantId.of("same"), MerchantId.of("same"));
    assertNotEquals((Object) AppId.of("same"), MerchantId.of("same"));
  }
}
