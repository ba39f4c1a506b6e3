package dev.lacre.verifier;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypesTest {

  @Test
  void isJson_noContentType_isTrue() {
    assertTrue(MediaTypes.isJson(List.of()));
  }

  @Test
  void isJson_twoLines_isFalse() {
    assertFalse(MediaTypes.isJson(List.of("application/json", "application/json")));
    assertFalse(MediaTypes.isJson(List.of("application/json", "")));
    assertFalse(MediaTypes.isJson(List.of("application/json", "text/plain")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/Json",
        "text/json",
        "application/cloudevents+json",
        "application/vnd.api+JSON",
        "application/a+b+json",
        " \tapplication/json\t ",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        "application/json ;\tcharset=Utf-8 ",
        "application/json; CHARSET=\"utf-8\"",
        "application/json; charset=\"u\\tf-8\"",
        "application/json; charset=us-ascii",
        "application/json; charset=\"US-ASCII\"",
        "application/json;",
        "application/json;;",
        "application/json; ; charset=utf-8;",
        "application/json; version=1; charset=utf-8; q=\"a;b,c\\\"d\"",
        "application/json; charset2=latin1",
        "application/json; x=\"\"",
        "application/json; x=\"\u00E9\t \"",
      })
  void isJson_jsonInUtf8_isTrue(String line) {
    assertTrue(MediaTypes.isJson(List.of(line)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";",
        "json",
        "application",
        "application/",
        "/json",
        "application//json",
        "application /json",
        "application/ json",
        "application/*",
        "*/*",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/jsonx",
        "application/xjson",
        "application/json-seq",
        "application/+json",
        "text/x+json",
        "image/json",
        "application/json, text/plain",
        "application/json,application/json",
        "application/json charset=utf-8",
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset=\"\"",
        "application/json; =utf-8",
        "application/json; charset =utf-8",
        "application/json; charset= utf-8",
        "application/json; charset=utf-8x",
        "application/json; charset=utf8",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/json; charset=\"utf-16\"",
        "application/json; charset=\" utf-8\"",
        "application/json; charset='utf-8'",
        "application/json; charset=\"utf-8",
        "application/json; charset=\"utf-8\\",
        "application/json; charset=\"utf-8\"x",
        "application/json; charset=utf-8; charset=utf-8",
        "application/json; charset=utf-8; Charset=utf-16",
        "application/json; x=\"\u0000\"",
        "application/json; x=\"\\\n\"",
        "application/json; x=\"\u007F\"",
        "application/json\u0000",
        "application/json\u00A0",
        "application/json\n",
        "\u0430pplication/json",
        "application/j\u017Fon",
        "application/json; charset=u\u017F-ascii",
      })
  void isJson_anythingElse_isFalse(String line) {
    assertFalse(MediaTypes.isJson(List.of(line)));
  }

  @Test
  void isJson_hugeLine_isAnsweredQuickly() {
    String quoted = "application/json; x=\"" + "\\\"".repeat(500_000) + "\"";
    String empty = "application/json" + " ;".repeat(500_000);
    assertTimeout(Duration.ofSeconds(30), () -> assertTrue(MediaTypes.isJson(List.of(quoted))));
    assertTimeout(Duration.ofSeconds(30), () -> assertTrue(MediaTypes.isJson(List.of(empty))));
  }
}
