package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.WebhookOperation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Random bytes on the wire. Whatever they are: nothing escapes from the filter, nothing without a
 * valid MAC over the bytes that the application reads enters, nothing hangs, and the next genuine
 * request is answered as ever.
 */
@EachContainer
class WireFuzzTest {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

  /** A record at a level that tells of a fault, with a place of ours in its stack trace. */
  private static final Pattern FAULT =
      Pattern.compile(
          "(?:ERROR|WARN|SEVERE|WARNING)(?:(?!\n\\[|\n[A-Z]+:).)*?\tat dev\\.lacre\\.",
          Pattern.DOTALL);

  private static final Sender SENDER = Sender.APPLICATION;
  private static final byte[] BODY = "{\"storeId\":\"store-1\"}".getBytes(UTF_8);

  private final Guarded guarded = new Guarded();
  private final ContainerKind kind;

  WireFuzzTest(ContainerKind kind) {
    this.kind = kind;
  }

  private Stage start() {
    WebhookOperation channel = WebhookOperation.ORDERING_CHANNEL;
    WebhookFilter filter =
        WebhookFilter.builder()
            .listener(guarded)
            .route("/hook", Stage.hook())
            .route(
                "/stores/*",
                Stage.verifier(channel)
                    .store(StoreRule.builder().pathSegment(1).pointer("/storeId").build())
                    .build())
            .route(
                "/far",
                Stage.verifier(channel)
                    .allowlist(AddressAllowlist.of(List.of("192.0.2.0/24")))
                    .trustedProxies(TrustedProxies.of(List.of("127.0.0.1", "::1"), "Forwarded"))
                    .build())
            .build();
    return Stage.on(kind)
        .registration(context -> Stage.register(context, "lacre", filter))
        .handling(guarded::serve)
        .start();
  }

  /** Sends the bytes and all that goes with them. Returns the statuses of the answers. */
  private List<Integer> hostile(Stage stage, byte[] bytes) throws Exception {
    int before = stage.handler.calls();
    List<Integer> statuses;
    try (Wire wire = stage.connect()) {
      wire.send(bytes);
      wire.end();
      Matcher answers = STATUS.matcher(wire.rest());
      statuses = answers.results().map(found -> Integer.valueOf(found.group(1))).toList();
    }
    Answer genuine = stage.exchange(SENDER.post("/hook", BODY));
    assertEquals(200, genuine.status(), () -> "the genuine request was answered " + genuine);
    assertEquals(Handler.hash(BODY), genuine.text());
    assertEquals(List.of(), guarded.faults());
    assertFalse(statuses.contains(500), statuses::toString);
    long successes = statuses.stream().filter(status -> status >= 200 && status < 300).count();
    assertTrue(
        successes <= stage.handler.calls() - before - 1,
        () -> "successes without the application: " + statuses);
    return statuses;
  }

  private void quietly(Stage stage, Fuzzing fuzzing) throws Exception {
    int before = Logs.length();
    fuzzing.on(stage);
    Matcher fault = FAULT.matcher(Logs.textFrom(before));
    assertFalse(fault.find(), () -> "logged: " + fault.group());
  }

  private interface Fuzzing {
    void on(Stage stage) throws Exception;
  }

  private static String shown(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void genuineRequestWithRandomChanges_entersOnlyIfStillGenuine() throws Exception {
    Arbitrary<byte[]> genuine =
        Arbitraries.of(
            SENDER.post("/hook", BODY).bytes(),
            SENDER.post("/hook", BODY).chunked(3, 7).trailer("X-Trailer", "x").bytes(),
            SENDER
                .post("/stores/store-1", BODY)
                .header("Content-Type", "application/json")
                .bytes());
    Arbitrary<String> changed =
        Combinators.combine(genuine, Mutation.some())
            .as((bytes, mutations) -> shown(Mutation.all(mutations, bytes)));
    try (Stage stage = start()) {
      quietly(
          stage, on -> Fuzz.run(60, changed, octets -> hostile(on, octets.getBytes(ISO_8859_1))));
    }
  }

  @Test
  void randomFraming_entersOnlyIfStillGenuine() throws Exception {
    Arbitrary<String> chunks =
        Arbitraries.of(
                "15\r\n",
                "\r\n",
                "{\"storeId\":\"store-1\"}",
                "0\r\n",
                "0\r\n\r\n",
                "5\r\n",
                "zz\r\n",
                "-1\r\n",
                "15;a=b\r\n",
                "015\r\n",
                "15\n",
                " 15\r\n",
                "ffffffffff\r\n",
                "x",
                "X-App-Id: x\r\n")
            .list()
            .ofMaxSize(5)
            .map(list -> String.join("", list));
    Arbitrary<String> bodies =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just("15\r\n" + shown(BODY) + "\r\n0\r\n\r\n")),
            Tuple.of(1, chunks.map(more -> "15\r\n" + shown(BODY) + "\r\n" + more)),
            Tuple.of(2, chunks));
    Arbitrary<List<String>> lines =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(List.of("Transfer-Encoding: chunked"))),
            Tuple.of(
                2,
                Arbitraries.of(
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: xchunked",
                        "Content-Length: 21",
                        "Content-Length: 5",
                        "Transfer-Encoding: chunked, identity",
                        "Content-Length: +21",
                        "Transfer-Encoding: CHUNKED",
                        "Content-Length: 21, 21")
                    .list()
                    .ofMaxSize(3)));
    Arbitrary<String> requests =
        Combinators.combine(lines, bodies)
            .as(
                (framing, body) -> {
                  Call call = SENDER.post("/hook", BODY);
                  call.body(body.getBytes(ISO_8859_1)).unframed();
                  framing.forEach(call::line);
                  return shown(call.bytes());
                });
    try (Stage stage = start()) {
      quietly(
          stage, on -> Fuzz.run(60, requests, octets -> hostile(on, octets.getBytes(ISO_8859_1))));
    }
  }

  @Test
  void randomHeaderLines_enterOnlyIfStillGenuine() throws Exception {
    Arbitrary<String> name =
        Arbitraries.of(
            "X-App-Id",
            "X-App-MerchantId",
            "X-App-Signature",
            "x-app-signature",
            "Content-Type",
            "X-Other",
            "Forwarded",
            "Cookie",
            "Accept-Encoding",
            "Authorization");
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(40)),
            Tuple.of(2, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(200)),
            Tuple.of(
                2,
                Arbitraries.of(
                    SENDER.app(),
                    SENDER.merchant(),
                    SENDER.signature(BODY),
                    "store-2",
                    "",
                    SENDER.signature(BODY) + "," + SENDER.signature(BODY),
                    "x".repeat(3000))));
    Arbitrary<String> forged =
        Arbitraries.of("other", "bytes").map(other -> SENDER.signature(other.getBytes(UTF_8)));
    Arbitrary<String> single = forged.map(signature -> "X-App-Signature: " + signature);
    Arbitrary<String> lines =
        Combinators.combine(name, value)
            .as((key, text) -> key + ": " + text.replaceAll("[\r\n]", "\t"))
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(list -> String.join("\r\n", list));
    Arbitrary<String> either = Arbitraries.frequencyOf(Tuple.of(3, lines), Tuple.of(1, single));
    Arbitrary<String> requests =
        Combinators.combine(either, Arbitraries.of("X-App-Id", "X-App-Signature", "X-Other"))
            .as(
                (line, absent) ->
                    shown(SENDER.post("/hook", BODY).without(absent).line(line).bytes()));
    try (Stage stage = start()) {
      quietly(
          stage, on -> Fuzz.run(40, requests, octets -> hostile(on, octets.getBytes(ISO_8859_1))));
    }
  }

  @Test
  void randomPaths_reachNoRouteUnsigned() throws Exception {
    Arbitrary<String> piece =
        Arbitraries.of(
            "/",
            "//",
            "hook",
            "stores",
            "store-1",
            ".",
            "..",
            "%2e",
            "%2F",
            "%5c",
            "\\",
            ";a=b",
            ";",
            "%00",
            "%c0%af",
            "%68ook",
            "HOOK",
            "%2568ook",
            "\u00E9",
            "%",
            "?",
            "#",
            "x");
    Arbitrary<String> paths =
        piece.list().ofMinSize(1).ofMaxSize(6).map(list -> "/" + String.join("", list));
    try (Stage stage = start()) {
      quietly(
          stage,
          on ->
              Fuzz.run(
                  40,
                  paths,
                  path -> hostile(on, SENDER.forge(path, "{\"storeId\":\"store-1\"}").bytes())));
    }
  }

  @Test
  void randomForwardedLines_neverLetAStrangerIn() throws Exception {
    Arbitrary<String> node =
        Arbitraries.oneOf(
            Arbitraries.of(
                "for=192.0.2.1x",
                "for=\"[::ffff:192.0.2.1\"",
                "for=unknown",
                "for=_a",
                "for=127.0.0.1",
                "for=198.51.100.1",
                "by=192.0.2.1",
                "for=\"192.0.2.1",
                "192.0.2.1",
                "for=192.0.2",
                "for=\"\\1",
                ",",
                ";",
                "=",
                "for==192.0.2.1"),
            Arbitraries.strings().withCharRange(' ', '\u00FF').ofMaxLength(20));
    // None of these names an allowed address as its last hop, as the strict grammar has it.
    Arbitrary<String> line =
        node.list().ofMaxSize(4).map(list -> String.join(", ", list) + ", for=198.51.100.7");
    try (Stage stage = start()) {
      quietly(
          stage,
          on ->
              Fuzz.run(
                  30,
                  line,
                  text -> {
                    Call call = SENDER.post("/far", BODY).header("Forwarded", text);
                    List<Integer> statuses = hostile(on, call.bytes());
                    assertFalse(statuses.contains(200), statuses::toString);
                  }));
    }
  }
}
