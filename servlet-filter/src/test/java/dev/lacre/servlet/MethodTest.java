package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A route takes POST and nothing else. */
@EachContainer
class MethodTest {

  private static final String BODY =
      "{\"error\":\"Method Not Allowed\",\"message\":\"Only POST is allowed\"}";

  private final Stage stage;

  MethodTest(ContainerKind kind) {
    this.stage = Stage.standard(kind);
  }

  @Test
  void otherMethods_areRefusedSignedOrNot() throws Exception {
    byte[] body = "{}".getBytes(UTF_8);
    for (String method :
        List.of("GET", "OPTIONS", "PUT", "PATCH", "DELETE", "post", "Post", "FOO", "PROPFIND")) {
      for (String path : List.of("/hook", "/stores/store-1", "/op/v1/newEvent")) {
        Call signed =
            Call.of(method, path)
                .body(body)
                .header("X-App-Id", "app-of-many")
                .header("X-App-MerchantId", "store-1")
                .header("X-App-Signature", Sender.APPLICATION.signature(body));
        for (Call call : List.of(Call.of(method, path), signed)) {
          Answer answer = stage.refuses("method-not-allowed", call);
          assertEquals(405, answer.status(), method);
          assertEquals("POST", answer.header("Allow"), method);
          assertEquals("no-store", answer.header("Cache-Control"), method);
          if (path.equals("/hook")) {
            assertEquals(BODY, answer.text(), method);
          }
        }
      }
    }
  }

  @Test
  void head_isRefusedWithTheSameHeadersAndNoBody() throws Exception {
    Answer get = stage.refuses("method-not-allowed", Call.of("GET", "/hook"));
    Answer head = stage.refuses("method-not-allowed", Call.of("HEAD", "/hook"));
    assertEquals(405, head.status());
    assertEquals(
        get.withoutDate().replace(BODY, ""), head.withoutDate(), "status and headers, no body");
    try (Wire wire = stage.connect()) {
      wire.send(Call.of("HEAD", "/hook").bytes());
      wire.receive("HEAD");
      assertEquals("silence", wire.next(100), "a body would come now");
    }
  }

  @Test
  void trace_doesNotEchoTheSignature() throws Exception {
    Answer answer =
        stage.neverEnters(
            Call.of("TRACE", "/hook").header("X-App-Signature", "marker-of-a-signature"));
    assertEquals(405, answer.status());
    assertFalse(answer.withoutDate().contains("marker-of-a-signature"));
  }

  @Test
  void overrideOfTheMethod_isIgnored() throws Exception {
    for (String header :
        List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method")) {
      stage.unauthorized(
          "header-missing", Call.post("/hook?_method=GET", "{}").header(header, "GET"));
      stage.accepts(Sender.APPLICATION.post("/hook?_method=GET", "{}").header(header, "GET"));
      stage.refuses("method-not-allowed", Call.of("GET", "/hook").header(header, "POST"));
    }
    stage.unauthorized(
        "header-missing",
        Call.post("/hook", "_method=GET")
            .header("Content-Type", "application/x-www-form-urlencoded"));
  }
}
