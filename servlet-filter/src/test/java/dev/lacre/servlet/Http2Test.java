package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** HTTP/2 in clear text: other framing, the same verdicts. */
@EachContainer
class Http2Test {

  private static final Sender SENDER = Sender.APPLICATION;
  private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);

  private final Stage stage;

  Http2Test(ContainerKind kind) {
    this.stage = Stage.standard(kind);
  }

  private static List<Map.Entry<String, String>> request(String path, String... fields) {
    List<Map.Entry<String, String>> all = new ArrayList<>();
    all.add(Map.entry(":method", "POST"));
    all.add(Map.entry(":scheme", "http"));
    all.add(Map.entry(":authority", "localhost"));
    all.add(Map.entry(":path", path));
    for (int i = 0; i < fields.length; i += 2) {
      all.add(Map.entry(fields[i], fields[i + 1]));
    }
    return all;
  }

  private static List<Map.Entry<String, String>> signed(
      String path, byte[] body, String... moreFields) {
    List<Map.Entry<String, String>> all =
        request(path, "x-app-id", SENDER.app(), "x-app-merchantid", SENDER.merchant());
    all.add(Map.entry("x-app-signature", SENDER.signature(body)));
    all.addAll(request("", moreFields).subList(4, 4 + moreFields.length / 2));
    return all;
  }

  private Answer exchange(List<Map.Entry<String, String>> fields, byte[] body) throws Exception {
    try (Http2Wire wire = new Http2Wire(stage.port())) {
      int id = wire.begin(fields, false);
      wire.data(id, body, true);
      return wire.receive(id);
    }
  }

  private void accepts(List<Map.Entry<String, String>> fields, byte[] body) throws Exception {
    int before = stage.handler.calls();
    Answer answer = exchange(fields, body);
    assertEquals(200, answer.status());
    assertEquals(Handler.hash(body), answer.text());
    assertEquals(before + 1, stage.handler.calls());
  }

  private void refuses(String reason, List<Map.Entry<String, String>> fields, byte[] body)
      throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    Answer answer = exchange(fields, body);
    stage.await(reason);
    assertEquals(401, answer.status());
    assertEquals(Stage.UNAUTHORIZED, answer.text());
    assertEquals(before, stage.handler.calls());
  }

  /** Whatever the container makes of it: reset, gone or refused. */
  private void neverEnters(List<Map.Entry<String, String>> fields, byte[] body) throws Exception {
    int before = stage.handler.calls();
    Answer answer = exchange(fields, body);
    assertFalse(answer.isSuccess(), fields + " was answered " + answer);
    assertEquals(before, stage.handler.calls(), fields::toString);
  }

  @Test
  void genuineWebhook_isReadByteForByteWithAndWithoutALength() throws Exception {
    byte[] large = new byte[60_000];
    new Random(1).nextBytes(large);
    for (byte[] body : List.of(BODY, new byte[] {0}, large)) {
      accepts(signed("/hook", body), body);
      accepts(signed("/hook", body, "content-length", "" + body.length), body);
    }
  }

  @Test
  void forgedWebhook_isRefused() throws Exception {
    refuses("signature-mismatch", signed("/hook", new byte[] {1}), BODY);
    refuses("header-missing", request("/hook"), BODY);
    refuses("body-empty", signed("/hook", new byte[0]), new byte[0]);
    int before = stage.handler.calls();
    try (Http2Wire wire = new Http2Wire(stage.port())) {
      assertEquals(401, wire.receive(wire.begin(signed("/hook", new byte[0]), true)).status());
    }
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void repeatedHeaders_areRefused() throws Exception {
    String good = SENDER.signature(BODY);
    refuses("header-repeated", signed("/hook", BODY, "x-app-signature", good), BODY);
    refuses("header-repeated", signed("/hook", BODY, "x-app-id", "other"), BODY);
    refuses("header-repeated", signed("/hook", BODY, "x-app-merchantid", "store-2"), BODY);
    List<Map.Entry<String, String>> goodLast =
        signed("/hook", new byte[] {1}, "x-app-signature", good);
    refuses("header-repeated", goodLast, BODY);
  }

  @Test
  void lengthThatDiffersFromTheData_neverEnters() throws Exception {
    for (String length : List.of("3", "10", "0", "6")) {
      // Right for what is there, for a part of it, and for what is declared.
      neverEnters(signed("/hook", BODY, "content-length", length), BODY);
      byte[] part = new String(BODY, UTF_8).substring(0, 3).getBytes(UTF_8);
      neverEnters(signed("/hook", part, "content-length", length), BODY);
      neverEnters(signed("/hook", new byte[0], "content-length", length), BODY);
    }
    neverEnters(signed("/hook", BODY, "content-length", "7", "content-length", "3"), BODY);
    neverEnters(signed("/hook", BODY, "content-length", "x"), BODY);
  }

  @Test
  void fieldsThatAreMalformedInHttp2_neverEnter() throws Exception {
    String good = SENDER.signature(BODY);
    List<Map.Entry<String, String>> upper =
        request("/hook", "x-app-id", SENDER.app(), "x-app-merchantid", SENDER.merchant());
    upper.add(Map.entry("X-App-Signature", good));
    neverEnters(upper, BODY);
    neverEnters(request("/hook", "x-app-id", "a\r\nx-app-signature: " + good), BODY);
    neverEnters(signed("/hook", new byte[] {1}, "x-y", "a\nx-app-signature: " + good), BODY);
  }

  @Test
  void signatureInATrailer_isIgnored() throws Exception {
    for (List<Map.Entry<String, String>> fields :
        List.of(
            request("/hook", "x-app-id", SENDER.app(), "x-app-merchantid", SENDER.merchant()),
            signed("/hook", new byte[] {1}))) {
      int before = stage.handler.calls();
      try (Http2Wire wire = new Http2Wire(stage.port())) {
        int id = wire.begin(fields, false);
        wire.data(id, BODY, false);
        wire.fields(id, List.of(Map.entry("x-app-signature", SENDER.signature(BODY))), true);
        assertEquals(401, wire.receive(id).status());
      }
      assertEquals(before, stage.handler.calls());
    }
    try (Http2Wire wire = new Http2Wire(stage.port())) {
      int id = wire.begin(signed("/hook", BODY), false);
      wire.data(id, BODY, false);
      wire.fields(id, List.of(Map.entry("x-other", "1")), true);
      assertEquals(Handler.hash(BODY), wire.receive(id).text());
    }
  }

  @Test
  void disguisedRoute_doesNotReachTheApplication() throws Exception {
    for (String path :
        List.of("//hook", "/./hook", "/x/../hook", "/hook;a=b", "/;x/hook", "/%68ook", "/HOOK")) {
      neverEnters(request(path), BODY);
      neverEnters(signed(path, BODY), BODY);
    }
    for (String path : List.of("hook", "http://evil.example/hook", "/hook#f", "\\hook")) {
      neverEnters(request(path), BODY);
    }
  }

  @Test
  void bodyOverTheLimit_isRefusedWithAndWithoutALength() throws Exception {
    byte[] most = new byte[Stage.SMALL];
    byte[] more = new byte[Stage.SMALL + 1];
    accepts(signed("/small", most), most);
    neverEnters(signed("/small", more), more);
    neverEnters(signed("/small", more, "content-length", "" + more.length), more);
  }

  @Test
  void streamThatIsCancelled_isNoDelivery() throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    try (Http2Wire wire = new Http2Wire(stage.port())) {
      int id = wire.begin(signed("/hook", BODY, "content-length", "100"), false);
      wire.data(id, BODY, false);
      wire.cancel(id);
      int next = wire.begin(signed("/hook", BODY), false);
      wire.data(next, BODY, true);
      assertEquals(Handler.hash(BODY), wire.receive(next).text(), "the connection goes on");
    }
    assertTrue(stage.handler.calls() <= before + 1);
  }

  @Test
  void manyStreamsAtOnce_areJudgedEachForItself() throws Exception {
    int count = 60;
    int before = stage.handler.calls();
    Map<Integer, String> expected = new LinkedHashMap<>();
    Map<Integer, byte[]> bodies = new LinkedHashMap<>();
    Random random = new Random(7);
    try (Http2Wire wire = new Http2Wire(stage.port())) {
      for (int i = 0; i < count; i++) {
        byte[] body = new byte[200 + random.nextInt(700)];
        random.nextBytes(body);
        int id = wire.begin(signed("/hook", body), false);
        if (i % 2 == 1) {
          body[random.nextInt(body.length)] ^= 1;
        }
        bodies.put(id, body);
        expected.put(id, i % 2 == 1 ? Stage.UNAUTHORIZED : Handler.hash(body));
      }
      for (int half = 0; half < 2; half++) {
        for (Map.Entry<Integer, byte[]> each : bodies.entrySet()) {
          byte[] body = each.getValue();
          byte[] piece =
              half == 0
                  ? java.util.Arrays.copyOf(body, 100)
                  : java.util.Arrays.copyOfRange(body, 100, body.length);
          wire.data(each.getKey(), piece, half == 1);
        }
      }
      for (Map.Entry<Integer, String> each : expected.entrySet()) {
        assertEquals(each.getValue(), wire.receive(each.getKey()).text());
      }
    }
    assertEquals(before + count / 2, stage.handler.calls());
  }
}
