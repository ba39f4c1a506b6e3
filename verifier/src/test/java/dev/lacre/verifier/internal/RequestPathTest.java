package dev.lacre.verifier.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/v1/newEvent",
        "/v1/newEvent/",
        "/stores/store-9/orders",
        "/a%20b",
        "/100%25",
        "/caf%C3%A9",
        "/caf%c3%a9",
        "/%F0%9F%8D%95",
        "/.well-known/x",
        "/a..b/...c",
        "/a.json",
        "/-._~!$&'()*+,=:@",
        "/%3F",
        "/%23",
      })
  void isCanonical_pathThatReadsAlikeEverywhere_isTrue(String raw) {
    assertTrue(RequestPath.isCanonical(raw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "v1/newEvent",
        "http://host/v1/newEvent",
        "//v1/newEvent",
        "/v1//newEvent",
        "/v1/newEvent//",
        "//",
        "/.",
        "/..",
        "/./v1",
        "/v1/.",
        "/v1/..",
        "/v1/../x",
        "/v1;a=b/x",
        "/;/v1",
        "/v1/x;",
        "/v1\\x",
        "/v1%2Fx",
        "/v1%2fx",
        "/v1%5Cx",
        "/v1%5cx",
        "/%2e/v1",
        "/%2E%2E/v1",
        "/v1/new%2Eevent",
        "/v1%3Bx",
        "/v1%3bx",
        "/%77",
        "/%5F",
        "/%7E",
        "/%2D",
        "/%30",
        "/x%00",
        "/x%0a",
        "/x%0D",
        "/x%09",
        "/x%1F",
        "/x%7f",
        "/x%C2%85",
        "/x\u0000",
        "/x\t",
        "/x y",
        "/x\u007F",
        "/caf\u00E9",
        "/caf\u00C3\u00A9",
        "/\uFF56",
        "/%",
        "/%4",
        "/x%",
        "/x%2",
        "/x%G0",
        "/x%0G",
        "/x%-1",
        "/x%u002F",
        "/%FF%11",
        "/%FF",
        "/%c0%ae",
        "/%c0%af",
        "/%e0%80%af",
        "/%f0%80%80%af",
        "/%ed%a0%80",
        "/%f4%90%80%80",
        "/%C3",
        "/%C3x%A9",
        "/%A9",
        "/x?y",
        "/x#y",
        "/x\"y",
        "/x<y",
        "/x|y",
        "/x^y",
        "/x`y",
        "/{x}",
        "/[x]",
      })
  void isCanonical_pathThatCanBeReadInTwoWays_isFalse(String raw) {
    assertFalse(RequestPath.isCanonical(raw));
  }

  @Test
  void isCanonical_eachEscapeOfOneAsciiCharacter_isTrueOnlyWhereItIsNeeded() {
    for (int c = 0; c < 0x80; c++) {
      boolean needless =
          c < 0x20 || c == 0x7F || Character.isLetterOrDigit(c) || "-._~/\\;".indexOf(c) >= 0;
      String raw = "/x%%%02X".formatted(c);
      assertEquals(!needless, RequestPath.isCanonical(raw), raw);
      assertEquals(!needless, RequestPath.isCanonical(raw.toLowerCase(Locale.ROOT)), raw);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "//webhooks/x, /webhooks/x",
    "/webhooks//x, /webhooks/x",
    "/webhooks/x//, /webhooks/x",
    "/./webhooks/x, /webhooks/x",
    "/foo/../webhooks/x, /webhooks/x",
    "/../webhooks/x, /webhooks/x",
    "/%2e/webhooks/x, /webhooks/x",
    "/foo/%2e%2E/webhooks/x, /webhooks/x",
    "/foo/.%2e/webhooks/x, /webhooks/x",
    "/foo/%252e%252e/webhooks/x, /webhooks/x",
    "/webhooks/../open, /webhooks/../open",
    "/webhooks/../open, /open",
    "/webhooks;a=b/x, /webhooks/x",
    "/webhooks/x;jsessionid=1, /webhooks/x",
    "/;a=b/webhooks/x, /webhooks/x",
    "/foo/..;/webhooks/x, /webhooks/x",
    "/foo/..;a=b/webhooks/x, /webhooks/x",
    "/webhooks/x/..;/y, /webhooks/x/../y",
    "/webhooks%3Ba=b/x, /webhooks/x",
    "/webhooks;a=%2F/x, /webhooks/x",
    "/webhooks;a=\\/x, /webhooks/x",
    "/webhooks/x;%2F, /webhooks/x",
    "/webhooks;a%252Fb/x, /webhooks/x",
    "/webhooks%2Fx, /webhooks/x",
    "/webhooks%2fx, /webhooks/x",
    "/webhooks%5Cx, /webhooks/x",
    "/webhooks\\x, /webhooks/x",
    "\\webhooks\\x, /webhooks/x",
    "/webhooks%252Fx, /webhooks/x",
    "/webhooks%252525252Fx, /webhooks/x",
    "/webhooks%25252525252Fx, /webhooks%2fx",
    "/webhooks/x%00, /webhooks/x",
    "/webhooks/x%00.html, /webhooks/x",
    "/webhooks%00/x, /webhooks/x",
    "/web%00hooks/x, /webhooks/x",
    "/webhooks/x%0a, /webhooks/x",
    "/webhooks/x%0d%0aSet-Cookie, /webhooks/x",
    "/webhooks/x%20, /webhooks/x",
    "/%20webhooks/x, /webhooks/x",
    "/webhooks%E3%80%80/x, /webhooks/x",
    "/web%E2%80%8Bhooks/x, /webhooks/x",
    "/webhooks%c0%afx, /webhooks/x",
    "/webhooks%e0%80%afx, /webhooks/x",
    "/webhooks%f0%80%80%afx, /webhooks/x",
    "/webhooks%f8%80%80%80%afx, /webhooks/x",
    "/webhooks%fc%80%80%80%80%afx, /webhooks/x",
    "/webhooks%c1%9cx, /webhooks/x",
    "/webhooks%c0%2fx, /webhooks/x",
    "/foo/%c0%ae%c0%ae/webhooks/x, /webhooks/x",
    "/foo/%c0%2e%c0%2e/webhooks/x, /webhooks/x",
    "/web%FFhooks/x, /webhooks/x",
    "/web%ED%A0%80hooks, /web\uD800hooks",
    "/webhooks%u002fx, /webhooks/x",
    "/%u0077ebhooks/x, /webhooks/x",
    "/webhooks%EF%BC%8Fx, /webhooks/x",
    "/\u00EF\u00BD\u0097ebhooks/x, /webhooks/x",
    "/WEBHOOKS/X, /webhooks/x",
    "/wEbh%4F%4fks/x, /webhooks/x",
    "/webhoo%E2%84%AAs/x, /webhooks/x",
    "/webhook%C5%BF/x, /webhooks/x",
    "/webhooks/x/, /webhooks/x",
    "/webhooks/x., /webhooks/x",
    "/webhooks./x, /webhooks/x",
    "/webhooks/x. ., /webhooks/x",
    "/foo/.. /webhooks/x, /webhooks/x",
    "/foo/..%00/webhooks/x, /webhooks/x",
    "/webhooks/x.json, /webhooks/x",
    "/webhooks/x.json.gz, /webhooks/x",
    "/webhooks/x.json;a=b, /webhooks/x",
    "/%77ebhooks/x, /webhooks/x",
    "/%2577ebhooks/x, /webhooks/x",
    "/%25%37%37ebhooks/x, /webhooks/x",
    "/%%37%37ebhooks/x, /webhooks/x",
    "http://evil/webhooks/x, /webhooks/x",
    "HTTP://evil:80/webhooks/x, /webhooks/x",
    "https://u@evil;a/webhooks/x, /webhooks/x",
    "http:/webhooks/x, /webhooks/x",
    "http:///webhooks/x, /webhooks/x",
    "http:%2F%2Fevil%2Fwebhooks%2Fx, /webhooks/x",
    "//evil/webhooks/x, /webhooks/x",
    "webhooks/x, /webhooks/x",
    "/webhooks/x#f, /webhooks/x",
    "/webhooks/x?y=/z, /webhooks/x",
    "/webhooks/x%3Fy, /webhooks/x",
    "/webhooks/x%23y, /webhooks/x",
    "http://evil, /",
    "/.., /",
    "'', /",
    "/webhooks/%, /webhooks/%",
    "/webhooks/%4, /webhooks/%4",
    "/webhooks/%zz, /webhooks/%zz",
    "/webhooks/%u00, /webhooks/%u00",
    "/caf%E9, /caf\u00E9",
    "/caf%C3%A9, /caf\u00E9",
    "/caf\u00C3\u00A9, /caf\u00E9",
    "/caf\u00E9, /caf\u00E9",
    "/%F0%9F%8D%95, /\uD83C\uDF55",
  })
  void folds_pathOfOneHabit_holdWhatThatReaderSees(String raw, String read) {
    assertTrue(RequestPath.folds(raw).contains(read), () -> raw + " " + RequestPath.folds(raw));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/newEvent", "/v1/newEvent/", "/%20", "/a+b"})
  void folds_ordinaryPath_isOnlyItself(String raw) {
    assertEquals(1, RequestPath.folds(raw).size(), () -> RequestPath.folds(raw).toString());
  }

  static List<String> hostileUnits() {
    return List.of(
        "%25",
        "25",
        "../",
        "..%2f",
        "/",
        "//",
        ".",
        "a.",
        "/.",
        ";",
        ";/",
        ";%2f",
        "%",
        "%2525",
        "%c0%ae",
        "%c0%af",
        "\\",
        "\0",
        "#",
        "?",
        "\u00FF",
        "\u00CC\u0081",
        "%u002f",
        " ",
        "x:/",
        "a/",
        "%252e%252e%252f",
        ";%252f../",
        "%00/",
        "%fc",
        "\uD800",
        "stores/../");
  }

  @ParameterizedTest
  @MethodSource("hostileUnits")
  void folds_64KilobytesOfAnyHostileUnit_areFoundQuickly(String unit) {
    for (String start : List.of("", "/", "/%25", "/x;%2f#%00/../", "http://")) {
      String raw = start + unit.repeat(65536 / unit.length());
      assertTimeout(Duration.ofSeconds(30), () -> RequestPath.folds(raw));
      assertFalse(RequestPath.isCanonical(raw) && raw.contains("//"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/stores/store-9/orders, 0, stores",
    "/stores/store-9/orders, 1, store-9",
    "/stores/store-9/orders, 2, orders",
    "/stores/store-9/orders, 3,",
    "/stores/store-9, 1, store-9",
    "/stores/, 1,",
    "/stores, 1,",
    "/stores//x, 1,",
    "/stores//x, 2, x",
    "/stores/a%20b, 1, a b",
    "/stores/a+b, 1, a+b",
    "/stores/%41, 1, A",
    "/stores/A%2FB, 1, A/B",
    "/stores/A;x, 1, A;x",
    "/stores/caf%C3%A9, 1, caf\u00E9",
    "/stores/%F0%9F%8D%95, 1, \uD83C\uDF55",
    "/stores/caf%E9, 1,",
    "/stores/caf\u00E9, 1,",
    "/stores/%c0%ae, 1,",
    "/stores/%ED%A0%80, 1,",
    "/stores/%, 1,",
    "/stores/%4, 1,",
    "/stores/%/x, 1,",
    "/stores/%4/1, 1,",
    "/stores/%zz, 1,",
    "stores/x, 1,",
    "'', 0,",
    "/, 0,",
    "/x, -1,",
  })
  void segment_ofAnyPath_isDecodedStrictlyOrNull(String raw, int index, String segment) {
    if (segment == null) {
      assertNull(RequestPath.segment(raw, index));
    } else {
      assertEquals(segment, RequestPath.segment(raw, index));
    }
  }
}
