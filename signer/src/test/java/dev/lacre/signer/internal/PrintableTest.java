package dev.lacre.signer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a value of somebody else looks like in a message. */
class PrintableTest {

  @Test
  void visibleAsciiAndBlanks_areKept() {
    assertEquals(" a~", Printable.of(" a~"));
  }

  @Test
  void everythingElse_isEscaped() {
    assertEquals("\\u001f\\u007f\\u000a\\u00e9\\uabcd", Printable.of("\u001F\u007F\n\u00E9\uABCD"));
  }

  @Test
  void longText_isCutAt64Characters() {
    assertEquals("x".repeat(64), Printable.of("x".repeat(64)));
    assertEquals("x".repeat(64) + "...", Printable.of("x".repeat(65)));
  }
}
