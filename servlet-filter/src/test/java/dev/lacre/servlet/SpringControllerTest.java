package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spring's controllers behind the filter. */
@EachContainer
class SpringControllerTest {

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Stage stage;

  SpringControllerTest(ContainerKind kind) {
    this.stage = Stage.shared("spring " + kind, () -> SpringApp.on(kind).start());
  }

  private String calledOnce(int status, Call call) throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    Answer answer = stage.exchange(call);
    assertEquals(status, answer.status(), answer::toString);
    stage.await("accepted");
    assertEquals(before + 1, stage.handler.calls());
    return answer.text();
  }

  @Test
  void bytes_areTheVerifiedOnes() throws Exception {
    byte[] octets = {(byte) 0xff, (byte) 0xfe, (byte) 0x80, 0, '\r', '\n', (byte) 0xc3, 0x28};
    stage.accepts(Sender.APPLICATION.post("/in/bytes", octets));
    stage.accepts(Sender.APPLICATION.post("/in/bytes", octets).chunked(3));
    stage.accepts(Sender.APPLICATION.post("/in/bytes", "{ }\n").header("Content-Type", JSON));
    stage.accepts(Sender.APPLICATION.post("/in/bytes", new byte[200_000]));
  }

  @Test
  void text_isReadInItsCharset() throws Exception {
    byte[] utf8 = "{\"dish\":\"p\u00e3o \u20ac\"}".getBytes(UTF_8);
    stage.accepts(Sender.APPLICATION.post("/in/text", utf8).header("Content-Type", JSON));
    byte[] latin1 = "p\u00e3o".getBytes(StandardCharsets.ISO_8859_1);
    Call declared =
        Sender.APPLICATION
            .post("/in/text", latin1)
            .header("Content-Type", "text/plain;charset=ISO-8859-1");
    assertEquals(Handler.hash("p\u00e3o".getBytes(UTF_8)), calledOnce(200, declared));
  }

  @Test
  void json_isAnObject_besideTheVerifiedWebhook() throws Exception {
    String body = "{\"orderId\":\"A-17\", \"total\": 12}";
    Call call =
        Sender.APPLICATION.as("store-2").post("/in/json", body).header("Content-Type", JSON);
    assertEquals(
        "Order[orderId=A-17, total=12] store-2 " + Handler.hash(body.getBytes(UTF_8)),
        calledOnce(200, call));
  }

  @Test
  void formParameters_areTheQuerysThenTheBodys() throws Exception {
    Call call = Sender.APPLICATION.post("/in/form?a=Q", "a=1&a=2").header("Content-Type", FORM);
    assertEquals("[Q, 1, 2]", calledOnce(200, call));
  }

  @Test
  void bytesOfAForm_areMadeAnewBySpring_notTheVerifiedOnes() throws Exception {
    // Spring parses a form and writes it again; %7E comes back as another text of the same form.
    String body = "a=%7e";
    Call call = Sender.APPLICATION.post("/in/bytes", body).header("Content-Type", FORM);
    String read = calledOnce(200, call);
    assertEquals(Handler.hash("a=%7E".getBytes(UTF_8)), read);
  }

  @Test
  void asynchronousResults_areDispatchedOnce() throws Exception {
    stage.accepts(Sender.APPLICATION.post("/in/callable", "{\"a\":1}"));
    stage.accepts(Sender.APPLICATION.post("/in/deferred", "{\"a\":1}"));
    stage.accepts(Sender.APPLICATION.post("/in/deferred", "{\"a\":1}").chunked(2));
  }

  @Test
  void errors_keepTheirStatusAndPage() throws Exception {
    assertEquals("no such dish", calledOnce(422, Sender.APPLICATION.post("/in/status", "{}")));
    assertEquals("sorry", calledOnce(500, Sender.APPLICATION.post("/in/failing", "{}")));
    Call noJson = Sender.APPLICATION.post("/in/json", "{oops").header("Content-Type", JSON);
    assertEquals(400, stage.exchange(noJson).status());
  }

  @Test
  void forgery_neverReachesAController() throws Exception {
    for (String path :
        List.of("/hook", "/in/bytes", "/in/text", "/in/form", "/in/deferred", "/in/failing")) {
      stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge(path, "{}"));
      stage.unauthorized("header-missing", Call.post(path, "{}"));
    }
  }
}
