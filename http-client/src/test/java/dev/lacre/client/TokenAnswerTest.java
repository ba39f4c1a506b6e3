package dev.lacre.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.oauth2.sdk.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6749 section 5.1, and the Open Delivery page's way to write it. */
class TokenAnswerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static AccessToken read(String body) throws ParseException {
    return TokenAnswer.token(body.getBytes(UTF_8), NOW, Duration.ofMinutes(5));
  }

  private static @Nullable String refreshToken(String body) {
    return TokenAnswer.refreshToken(body.getBytes(UTF_8));
  }

  private static void assertLives(long seconds, AccessToken token) {
    long margin = Math.min(60_000, seconds * 100) / 2;
    Instant useless = NOW.plusMillis(seconds * 1000 - margin);
    assertTrue(token.isUsable(useless.minusMillis(1)), "too short");
    assertFalse(token.isUsable(useless), "too long");
  }

  @Test
  void standardNames_areRead() throws Exception {
    String answer =
        "{\"access_token\":\"abc\",\"token_type\":\"bearer\",\"expires_in\":3600,"
            + "\"refresh_token\":\"r\",\"scope\":[\"odd\"],\"more\":null}";
    assertEquals("abc", read(answer).value());
    assertEquals("r", refreshToken(answer));
    assertLives(3600, read(answer));
  }

  @Test
  void namesOfThePage_areRead() throws Exception {
    String answer = "{\"accessToken\":\"abc\",\"tokenType\":\"Bearer\",\"expiresIn\":7200}";
    assertEquals("abc", read(answer).value());
    assertNull(refreshToken(answer));
    assertLives(7200, read(answer));
  }

  @Test
  void bothNames_inAgreement_areRead() throws Exception {
    assertEquals("a", read("{\"access_token\":\"a\",\"accessToken\":\"a\"}").value());
  }

  @Test
  void lifetimes_ofEveryKind_areBounded() throws Exception {
    assertLives(300, read("{\"access_token\":\"a\"}"));
    assertLives(300, read("{\"access_token\":\"a\",\"expires_in\":null}"));
    assertLives(600, read("{\"access_token\":\"a\",\"expires_in\":\"600\"}"));
    assertLives(600, read("{\"access_token\":\"a\",\"expires_in\":600.0}"));
    assertLives(1, read("{\"access_token\":\"a\",\"expires_in\":1}"));
    assertLives(86_400, read("{\"access_token\":\"a\",\"expires_in\":86401}"));
    assertLives(86_400, read("{\"access_token\":\"a\",\"expires_in\":9223372036854775807}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "marker-4f1",
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":null}",
        "{\"access_token\":\"marker-4f1\\r\\nX: y\"}",
        "{\"access_token\":\"marker 4f1\"}",
        "{\"access_token\":\"marker-4f1\",\"accessToken\":\"b\"}",
        "{\"access_token\":\"marker-4f1\",\"token_type\":\"mac\"}",
        "{\"access_token\":\"marker-4f1\",\"token_type\":\"DPoP\"}",
        "{\"access_token\":\"marker-4f1\",\"token_type\":7}",
        "{\"access_token\":\"marker-4f1\",\"expires_in\":0}",
        "{\"access_token\":\"marker-4f1\",\"expires_in\":-1}",
        "{\"access_token\":\"marker-4f1\",\"expires_in\":\"marker-4f1\"}",
        "{\"access_token\":\"marker-4f1\",\"refresh_token\":\"\"}",
        "{\"access_token\":\"marker-4f1\"} trailing"
      })
  void anythingElse_isRefused_andNotQuoted(String body) {
    ParseException refused = assertThrows(ParseException.class, () -> read(body));
    assertFalse(String.valueOf(refused.getMessage()).contains("marker"), refused::getMessage);
    assertNull(refused.getCause());
  }

  @Test
  void refreshToken_besideAnythingElse_isRead() {
    assertEquals("r", refreshToken("{\"access_token\":7,\"refresh_token\":\"r\"}"));
    assertEquals(
        "r", refreshToken("{\"access_token\":\"a\",\"accessToken\":1,\"refreshToken\":\"r\"}"));
    for (String none :
        List.of(
            "",
            "[]",
            "{}",
            "{\"refresh_token\":7}",
            "{\"refresh_token\":\" \"}",
            "{\"refresh_token\":\"r\",\"refreshToken\":\"s\"}")) {
      assertNull(refreshToken(none), none);
    }
  }

  @Test
  void errorCodes_ofTheStandardOnly_areTold() {
    assertEquals(
        "invalid_client", TokenAnswer.error("{\"error\":\"invalid_client\"}".getBytes(UTF_8)));
    assertEquals(
        "no error code of the standard",
        TokenAnswer.error("{\"error\":\"your secret was hunter2\"}".getBytes(UTF_8)));
    assertEquals("no JSON", TokenAnswer.error("<html>".getBytes(UTF_8)));
  }
}
