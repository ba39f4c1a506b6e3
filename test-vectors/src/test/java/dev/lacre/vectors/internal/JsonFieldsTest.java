package dev.lacre.vectors.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  /** What Jackson takes for UTF-32, and then finds malformed. */
  private static final byte[] LIKE_UTF_32 = {0, 0, 0, '"', -1, -1, -1, -1, 0, 0, 0, '"'};

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void text_ofAString_isFound() {
    JsonFields fields = JsonFields.of(ascii("{\"merchant\":{\"id\":\"m\",\"n\":1}}"));
    assertNull(fields.fault());
    assertEquals("m", fields.text("/merchant/id"));
    assertNull(fields.text("/merchant/n"));
    assertNull(fields.text("/merchant"));
    assertNull(fields.text("/nothing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{}{}", "{\"a\":1,\"a\":2}", "nul", "[1,]", "{\"a\":\"\u0001\"}"})
  void of_notOneDocument_isAFault(String body) {
    JsonFields fields = JsonFields.of(ascii(body));
    assertNotNull(fields.fault());
    assertNull(fields.text("/a"));
  }

  @Test
  void of_otherBytesThanUtf8_isAFault() {
    assertEquals("is not UTF-8", JsonFields.of(new byte[] {'"', -1, '"'}).fault());
    assertNotNull(JsonFields.of("{}".getBytes(StandardCharsets.UTF_16LE)).fault());
    assertNotNull(JsonFields.of(LIKE_UTF_32).fault());
    assertEquals(
        "begins with a byte order mark",
        JsonFields.of("\uFEFF{}".getBytes(StandardCharsets.UTF_8)).fault());
  }

  @Test
  void of_tooDeep_isAFault() {
    assertNull(JsonFields.of(ascii("[".repeat(100) + "]".repeat(100))).fault());
    assertNotNull(JsonFields.of(ascii("[".repeat(101) + "]".repeat(101))).fault());
  }

  @Property(tries = 500)
  void of_anyBytes_neverThrows(@ForAll byte[] body) {
    assertDoesNotThrow(() -> JsonFields.of(body).text("/a"));
    assertDoesNotThrow(() -> JsonForms.rewritten(body));
    assertDoesNotThrow(() -> JsonForms.sorted(body));
  }

  @Test
  void rewritten_hostileDocuments_areLeftAlone() {
    assertTrue(JsonForms.rewritten(LIKE_UTF_32).isEmpty());
    assertTrue(JsonForms.rewritten(ascii("[".repeat(101) + "]".repeat(101))).isEmpty());
    byte[] deepAndWide = ascii("[".repeat(99) + "1,".repeat(99_999) + "1" + "]".repeat(99));
    Collection<byte[]> forms = JsonForms.rewritten(deepAndWide);
    assertFalse(forms.isEmpty());
    assertTrue(forms.stream().allMatch(form -> form.length <= 8 * deepAndWide.length));
  }
}
