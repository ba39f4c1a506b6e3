package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedFieldsTest {

  private static final String DOCUMENT =
      """
      {"storeId": "A", "n": 1, "items": [{"id": "i0"}, {"id": "i1", "tags": ["x", ["y"]]}, "z"],
       "merchant": {"id": "m", "other": {"id": "deep"}, "0": "zero"},
       "a/b": "slash", "m~n": "tilde", "": "empty", "\\u0073pelt": "\\u0041\\n\\uD83C\\uDF55",
       "t": true, "f": false, "nil": null, "d": -1.5e+10, "blank": "", "last": "end"}
      """;

  @ParameterizedTest
  @CsvSource({
    "/storeId, A",
    "/items/0/id, i0",
    "/items/1/id, i1",
    "/items/1/tags/0, x",
    "/items/1/tags/1/0, y",
    "/items/2, z",
    "/merchant/id, m",
    "/merchant/other/id, deep",
    "/merchant/0, zero",
    "/a~1b, slash",
    "/m~0n, tilde",
    "/, empty",
    "/spelt, 'A\n\uD83C\uDF55'",
    "/blank, ''",
    "/last, end",
  })
  void text_stringAtThePointer_isItsDecodedValue(String pointer, String value) throws Exception {
    assertEquals(value, read(DOCUMENT, pointer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/STOREID",
        "/storeid",
        "/storeId/0",
        "/storeId/x",
        "/n",
        "/t",
        "/f",
        "/nil",
        "/d",
        "/items",
        "/items/0",
        "/items/3",
        "/items/-",
        "/items/-1",
        "/items/00/id",
        "/items/01/id",
        "/items/id",
        "/items/0/tags/0",
        "/items/99999999999/id",
        "/merchant",
        "/merchant/other",
        "/merchant/storeId",
        "/id",
        "/other/id",
        "/0",
        "/a/b",
        "/merchant/other/id/x",
      })
  void text_nothingOrNoStringAtThePointer_isNull(String pointer) throws Exception {
    assertNull(read(DOCUMENT, pointer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "1",
        "\"storeId\"",
        "[\"storeId\"]",
        "[{\"storeId\":\"A\"}]",
        "{\"storeId\":null}",
        "{\"storeId\":true}",
        "{\"storeId\":1}",
        "{\"storeId\":[\"A\"]}",
        "{\"storeId\":{\"storeId\":\"A\"}}",
        "{\"x\":{\"storeId\":\"A\"}}",
        "{\"x\":[{\"storeId\":\"A\"}]}",
      })
  void text_documentWithoutTheString_isNull(String document) throws Exception {
    assertNull(read(document, "/storeId"));
  }

  @ParameterizedTest
  @CsvSource({"'\"A\"', A", "' \"\" ', ''", "'[\"A\"]',", "'1',"})
  void text_emptyPointer_isTheWholeDocument(String document, String value) throws Exception {
    assertEquals(value, read(document, ""));
  }

  @Test
  void text_severalPointersInOneBody_areEachRead() throws Exception {
    List<JsonPointer> pointers =
        List.of(pointer("/items/1/id"), pointer("/storeId"), pointer("/no"), pointer("/storeId"));
    byte[] body = ("12" + DOCUMENT + "34").getBytes(UTF_8);
    SignedFields fields = SignedFields.read(body, 2, body.length - 4, pointers);
    assertEquals("i1", fields.text(pointer("/items/1/id")));
    assertEquals("A", fields.text(pointer("/storeId")));
    assertNull(fields.text(pointer("/no")));
    assertThrows(IllegalArgumentException.class, () -> fields.text(pointer("/last")));
  }

  @Test
  void read_rangeOutsideTheArray_isRefusedAsAMistakeOfTheCaller() {
    assertThrows(
        IndexOutOfBoundsException.class, () -> SignedFields.read(new byte[3], 2, 2, List.of()));
  }

  @Test
  void text_valueWithNulOrCombiningMarks_isLeftAsItIs() throws Exception {
    assertEquals("A\0", read("{\"storeId\":\"A\\u0000\"}", "/storeId"));
    assertEquals(" A ", read("{\"storeId\":\" A \"}", "/storeId"));
    assertEquals("e\u0301", read("{\"storeId\":\"e\u0301\"}", "/storeId"));
    assertEquals("\u00E9", read("{\"storeId\":\"\u00E9\"}", "/storeId"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // E1
        "{\"storeId\":\"A\",\"storeId\":\"B\"}",
        "{\"storeId\":\"A\",\"storeId\":\"A\"}",
        "{\"storeId\":\"A\",\"\\u0073toreId\":\"B\"}",
        "{\"storeId\":\"A\",\"x\":{\"y\":[{\"k\":1,\"j\":2,\"k\":3}]}}",
        "{\"storeId\":\"A\",\"\":1,\"\":2}",
        "{\"a\":1,\"b\":2,\"c\":3,\"d\":{\"a\":1},\"c\":4}",
        "[{\"storeId\":1,\"storeId\":2}]",
        // E4, E5
        "{\"storeId\":\"A\", oops",
        "{\"storeId\":\"A\"",
        "{\"storeId\":\"A\"]",
        "{\"storeId\":\"A\"}}",
        "{\"storeId\":\"A\"}{\"storeId\":\"A\"}",
        "{\"storeId\":\"A\"} xyz",
        "{\"storeId\":\"A\"} \0",
        "{\"storeId\":\"A\"},",
        "{\"storeId\":\"A\"}//",
        "\"A\"\"B\"",
        "1 2",
        "1x",
        "truefalse",
        // E10
        "",
        " ",
        "\r\n\t",
        "\0",
        "\uFEFF{\"storeId\":\"A\"}",
        "\uFEFF",
        " \uFEFF{}",
        "{}\uFEFF",
        "\u00A0{}",
        "\u2028{}",
        "\f{}",
        // E12 and other laxities
        "{\"storeId\":\"A\"/* */}",
        "// x\n{}",
        "# x\n{}",
        "{'storeId':\"A\"}",
        "{\"storeId\":'A'}",
        "{storeId:\"A\"}",
        "{\"storeId\":NaN}",
        "{\"storeId\":Infinity}",
        "{\"storeId\":-INF}",
        "{\"storeId\":undefined}",
        "{\"storeId\":\"A\",}",
        "{,}",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\"}",
        "{1:2}",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "[1e]",
        "[-]",
        "[0x10]",
        "[TRUE]",
        "[nul]",
        "[\"a\nb\"]",
        "[\"a\tb\"]",
        "[\"a\0b\"]",
        "[\"\\x41\"]",
        "[\"\\'\"]",
        "[\"\\u004\"]",
        "[\"\\u00zz\"]",
        "[\"abc",
        "]",
        "}",
        ":",
        // lone surrogates, which readers replace in ways of their own
        "{\"storeId\":\"A\\ud800\"}",
        "{\"storeId\":\"A\\udc00\"}",
        "{\"storeId\":\"\\udc00\\ud800\"}",
        "{\"storeId\":\"\\ud800\\u0041\"}",
        "{\"storeId\":\"\\ud83c\\ud83c\\udf55\"}",
        "{\"storeId\":\"A\",\"x\\uDFFF\":1}",
        "{\"storeId\":\"A\",\"x\":[\"\\uDBFF\"]}",
      })
  void read_bodyThatIsNotOneStrictDocument_isMalformed(String document) {
    assertMalformed(document.getBytes(UTF_8));
  }

  @Test
  void read_otherEncodings_areMalformed() {
    String document = "{\"storeId\":\"A\u00E9\"}";
    for (Charset charset :
        List.of(
            UTF_16LE,
            UTF_16BE,
            ISO_8859_1,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"),
            Charset.forName("UTF-16"))) {
      assertMalformed(document.getBytes(charset));
    }
    assertMalformed("{\"storeId\":\"A\"}".getBytes(UTF_16LE));
    assertMalformed("7".getBytes(UTF_16BE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 80",
        "C1 81",
        "E0 80 AF",
        "F0 80 80 AF",
        "ED A0 80",
        "ED A0 BC ED BD 95",
        "FF",
        "FE",
        "80",
        "C3",
        "C3 28",
        "E2 82",
        "F0 9F 8D",
        "F4 90 80 80",
        "F8 88 80 80 80"
      })
  void read_bytesThatAreNotUtf8_areMalformedWhereverTheyStand(String hex) {
    byte[] bytes = new byte[(hex.length() + 1) / 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(3 * i, 3 * i + 2), 16);
    }
    for (String document :
        List.of(
            "{'storeId':'@'}", "{'@':1}", "{'x':['A','@']}", "@{}", "{}@", "{} @", "['@", "@")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      int at = document.indexOf('@');
      body.writeBytes(document.substring(0, at).replace('\'', '"').getBytes(UTF_8));
      body.writeBytes(bytes);
      body.writeBytes(document.substring(at + 1).replace('\'', '"').getBytes(UTF_8));
      assertMalformed(body.toByteArray());
    }
  }

  @Test
  void read_depth_isBoundedAt100() throws Exception {
    assertNull(read("[".repeat(100) + "]".repeat(100), "/0"));
    assertMalformed(("[".repeat(101) + "]".repeat(101)).getBytes(UTF_8));
    assertMalformed(("{\"a\":".repeat(101) + "1" + "}".repeat(101)).getBytes(UTF_8));
    assertMalformed("[".repeat(5_000_000).getBytes(UTF_8));
    assertMalformed("{\"a\":".repeat(1_000_000).getBytes(UTF_8));
    String pointer = "/a".repeat(99);
    assertEquals("x", read("{\"a\":".repeat(99) + "\"x\"" + "}".repeat(99), pointer));
    assertNull(read("{\"a\":\"x\"}", "/a".repeat(5000)));
  }

  @Test
  void read_numberOrNameBeyondTheBounds_isMalformed() throws Exception {
    assertNull(read("[" + "1".repeat(1000) + "]", "/0"));
    assertMalformed(("[" + "1".repeat(1001) + "]").getBytes(UTF_8));
    assertMalformed(("[0." + "1".repeat(1001) + "]").getBytes(UTF_8));
    assertMalformed(("[1e" + "1".repeat(1001) + "]").getBytes(UTF_8));
    assertMalformed(("{\"" + "n".repeat(50_001) + "\":1}").getBytes(UTF_8));
    assertNull(read("[1e999999999]", "/0"));
  }

  @Test
  void read_stringBeyondTheBounds_isMalformedWhetherAskedForOrNot() {
    byte[] body = ("[\"" + "s".repeat(20_000_001) + "\"]").getBytes(ISO_8859_1);
    assertMalformed(body);
  }

  @Test
  void read_malformedBody_saysNothingOfIt() {
    for (String document :
        List.of(
            "{\"MARKER\":1,\"MARKER\":2}",
            "{\"x\":MARKER}",
            "MARKER",
            "[\"MARKER",
            "[\"\\uD800MARKER\"]",
            "[\"MARKER\u0007\"]",
            "{} MARKER")) {
      MalformedBodyException malformed = assertMalformed(document.getBytes(UTF_8));
      assertFalse(String.valueOf(malformed.getMessage()).contains("MARKER"), malformed::getMessage);
      assertFalse(malformed.toString().contains("MARKER"), malformed::toString);
      assertNull(malformed.getCause());
      assertEquals(0, malformed.getStackTrace().length);
      assertEquals(0, malformed.getSuppressed().length);
    }
  }

  @Test
  void read_hundredThousandKeysOfOneHash_areReadQuickly() {
    StringBuilder document = new StringBuilder("{");
    for (int i = 0; i < 1 << 16; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      document.append(i == 0 ? "\"" : ",\"").append(key).append("\":1");
    }
    byte[] body = document.append("}").toString().getBytes(UTF_8);
    assertTimeout(
        Duration.ofSeconds(30), // of the hours that it would take if all keys were compared
        () -> SignedFields.read(body, 0, body.length, List.of(pointer("/storeId"))));
  }

  @Test
  void read_manyBodiesOfDifferentKeys_takesNoLongerEachTime() {
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 100_000; i++) {
            assertEquals("A", read("{\"k" + i + "\":1,\"storeId\":\"A\"}", "/storeId"));
          }
        });
  }

  @Test
  void read_wideDocument_isReadQuickly() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 500_000; i++) {
      numbers.add("[\"" + i + "\"]");
    }
    String document = numbers.toString();
    assertTimeout(
        Duration.ofSeconds(30), () -> assertEquals("499999", read(document, "/499999/0")));
  }

  private static JsonPointer pointer(String expression) {
    return JsonPointer.compile(expression);
  }

  private static @Nullable String read(String document, String pointer)
      throws MalformedBodyException {
    byte[] body = document.getBytes(UTF_8);
    return SignedFields.read(body, 0, body.length, List.of(pointer(pointer)))
        .text(pointer(pointer));
  }

  private static MalformedBodyException assertMalformed(byte[] body) {
    for (List<JsonPointer> pointers : Arrays.asList(List.<JsonPointer>of(), List.of(pointer("")))) {
      assertThrows(
          MalformedBodyException.class,
          () -> SignedFields.read(body, 0, body.length, pointers),
          () -> new String(body, 0, Math.min(body.length, 99), ISO_8859_1));
    }
    return assertThrows(
        MalformedBodyException.class,
        () -> SignedFields.read(body, 0, body.length, List.of(pointer("/storeId"))));
  }
}
