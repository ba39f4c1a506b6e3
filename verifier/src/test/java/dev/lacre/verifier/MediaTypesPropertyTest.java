package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

class MediaTypesPropertyTest {

  @Property
  void isJson_anyText_isAnswered(
      @ForAll @Chars({';', '=', '"', '\\', ' ', 'a', '/', ',', '\0', '\u00E9'}) String tail) {
    MediaTypes.isJson(List.of(tail));
    boolean without = MediaTypes.isJson(List.of("application/json" + tail));
    assertEquals(without, MediaTypes.isJson(List.of("\tApplication/JSON" + tail + " ")));
    assertFalse(without && MediaTypes.isJson(List.of("application/json" + tail + ",")));
  }
}
