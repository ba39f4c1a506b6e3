package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Header lines are found by name as a plain search finds them. */
class HeaderLinesPropertyTest {

  private static final List<String> NAMES =
      List.of("X-App-Id", "x-app-id", "X-APP-ID", "X-App-Ie", "X-App-Signature", "x", "");

  @Property
  void of_anyLines_findsThoseOfTheNameInOrder(
      @ForAll @Size(max = 12) List<@IntRange(max = 6) Integer> names,
      @ForAll @IntRange(max = 6) int asked,
      @ForAll @AlphaChars @StringLength(max = 3) String value) {
    List<String> namesAndValues = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = NAMES.get(names.get(i));
      namesAndValues.add(name);
      namesAndValues.add(value + i);
      if (name.equalsIgnoreCase(NAMES.get(asked))) {
        expected.add(value + i);
      }
    }
    HeaderLines lines = new HeaderLines(namesAndValues);

    assertEquals(expected, lines.of(NAMES.get(asked)));
  }

  @Property
  void value_ofOwnLinesAndOfALookup_isTheSame(
      @ForAll @Size(max = 4) List<@IntRange(max = 6) Integer> names,
      @ForAll @IntRange(max = 6) int asked,
      @ForAll @IntRange(max = 3) int blanks) {
    List<String> namesAndValues = new ArrayList<>();
    for (int name : names) {
      namesAndValues.add(NAMES.get(name));
      namesAndValues.add(" ".repeat(blanks) + "v".repeat(name % 2) + "\t".repeat(blanks));
    }
    HeaderLines lines = new HeaderLines(namesAndValues);
    SingleHeaders own = new SingleHeaders(InboundWebhook.builder().headers(lines).build());
    SingleHeaders lookup =
        new SingleHeaders(InboundWebhook.builder().headers(name -> lines.of(name)).build());

    assertEquals(lookup.value(NAMES.get(asked)), own.value(NAMES.get(asked)));
    assertEquals(lookup.fault(), own.fault());
  }
}
