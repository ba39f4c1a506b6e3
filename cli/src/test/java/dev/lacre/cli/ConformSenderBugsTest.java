package dev.lacre.cli;

import static dev.lacre.cli.PlainSender.hex;
import static dev.lacre.cli.PlainSender.hmac;
import static dev.lacre.cli.PlainSender.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lacre.vectors.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Senders with one mistake each: it turns its question red, and the report names it. */
class ConformSenderBugsTest {

  private static final byte[] COMPACT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final byte[] UTF8 = Payloads.bytes("bytes-compact-utf8.json");
  private static final byte[] SECRET = utf8(Run.SECRET);

  @TempDir Path folder;

  private static Arguments bug(
      String name, String red, String code, byte[] body, Consumer<PlainSender> mistake) {
    return Arguments.of(name, red, code, body, mistake);
  }

  private static Arguments signature(String code, byte[] body, Consumer<PlainSender> mistake) {
    return bug(code, "signature", code, body, mistake);
  }

  private static Arguments written(String code, Consumer<PlainSender> mistake) {
    return bug("written: " + code, "signature", code, COMPACT, mistake);
  }

  static Stream<Arguments> ofTheWriting() {
    return Stream.of(
        written("upper-case", s -> s.signature = s.signature.toUpperCase(Locale.ROOT)),
        written("base64", s -> s.signature = base64(s.signature)),
        written("prefixed", s -> s.signature = "sha256=" + s.signature),
        written("prefixed", s -> s.signature = "HMAC-SHA256:" + s.signature),
        written("truncated", s -> s.signature = s.signature.substring(0, 32)),
        written("truncated", s -> s.signature = s.signature.substring(0, 51)),
        written("quoted", s -> s.signature = "\"" + s.signature + "\""),
        written("space-inside", s -> s.signature = s.signature.replaceAll("(..)(?=.)", "$1 ")),
        written("space-inside", s -> s.signature = s.signature.replaceAll("(..)(?=.)", "$1:")),
        written("hash-as-text", s -> s.signature = asText(s.signature)),
        written("prefixed", s -> s.signature = "sha256=" + base64(s.signature)),
        written("prefixed", s -> s.signature = "Bearer " + s.signature),
        written("prefixed", s -> s.signature = "t=1700000000,v1=" + s.signature),
        written("quoted", s -> s.signature = "b'" + s.signature + "'"),
        written("base64-of-hex", s -> s.signature = encoded(utf8(s.signature))),
        written(
            "base64-of-hex",
            s -> s.signature = encoded(utf8(s.signature.toUpperCase(Locale.ROOT)))));
  }

  static Stream<Arguments> ofAnotherForm() {
    byte[] pretty = Payloads.bytes("bytes-pretty-lf.json");
    return Stream.of(
        signature("digest-signed", COMPACT, s -> s.signing(sha256(COMPACT))),
        signature("digest-signed", COMPACT, s -> s.signing(utf8(hex(sha256(COMPACT))))),
        signature("timestamp-appended", COMPACT, s -> s.signing(with(COMPACT, "" + seconds()))),
        signature("timestamp-appended", COMPACT, s -> s.signing(with(COMPACT, "." + seconds()))),
        signature(
            "timestamp-appended",
            COMPACT,
            s -> {
              s.lines.add("X-Timestamp: 1700000000");
              s.signing(with(COMPACT, ":1700000000"));
            }),
        signature(
            "timestamp-prepended",
            COMPACT,
            s -> {
              s.signing(before("1700000000.", COMPACT));
              s.signature = "t=1700000000,v1=" + s.signature;
            }),
        signature("body-encoded", COMPACT, s -> s.signing(utf8(hex(COMPACT)))),
        signature("body-encoded", COMPACT, s -> s.signing(utf8(encoded(COMPACT)))),
        signature(
            "body-as-utf-16",
            COMPACT,
            s -> s.signing(text(COMPACT).getBytes(StandardCharsets.UTF_16LE))),
        signature(
            "body-as-utf-16", UTF8, s -> s.signing(text(UTF8).getBytes(StandardCharsets.UTF_16BE))),
        signature("json-stringified", COMPACT, s -> s.signing(stringified(text(COMPACT)))),
        signature("json-stringified", pretty, s -> s.signing(stringified(text(pretty)))),
        signature("json-stringified", pretty, s -> s.signing(stringified(text(compact(pretty))))),
        signature("object-as-text", COMPACT, s -> s.signing(utf8("[object Object]"))),
        signature("unset-value-signed", COMPACT, s -> s.signing(with(COMPACT, "undefined"))),
        signature("unset-value-signed", COMPACT, s -> s.signing(with(COMPACT, "null"))),
        signature("key-empty", COMPACT, s -> s.signing(new byte[1], COMPACT)),
        signature("key-encoded", COMPACT, s -> s.signing(utf8(hex(SECRET)), COMPACT)),
        signature("key-encoded", COMPACT, s -> s.signing(utf8(encoded(SECRET)), COMPACT)));
  }

  static Stream<Arguments> ofTheBody() {
    byte[] bom = Payloads.bytes("bytes-utf8-bom.json");
    byte[] crlf = Payloads.bytes("bytes-pretty-crlf.json");
    byte[] newline = Payloads.bytes("bytes-trailing-newline.json");
    byte[] pretty = Payloads.bytes("bytes-pretty-lf.json");
    byte[] latin1 = Payloads.bytes("bytes-latin1-INVALID-utf8.json");
    return Stream.of(
        signature(
            "trailing-newline-dropped",
            newline,
            s -> s.signing(Arrays.copyOf(newline, newline.length - 1))),
        signature("trailing-newline-added", COMPACT, s -> s.signing(with(COMPACT, "\n"))),
        signature("crlf-normalised", crlf, s -> s.signing(utf8(text(crlf).replace("\r\n", "\n")))),
        signature("bom-dropped", bom, s -> s.signing(Arrays.copyOfRange(bom, 3, bom.length))),
        signature(
            "body-as-latin-1",
            UTF8,
            s -> s.signing(text(UTF8).getBytes(StandardCharsets.ISO_8859_1))),
        signature("body-decoded-as-text", latin1, s -> s.signing(utf8(text(latin1)))),
        signature(
            "body-as-ascii", UTF8, s -> s.signing(text(UTF8).getBytes(StandardCharsets.US_ASCII))),
        signature("json-reserialised", pretty, s -> s.signing(compact(pretty))),
        signature("json-reserialised", COMPACT, s -> s.signing(spaced(COMPACT))),
        signature("json-keys-sorted", COMPACT, s -> s.signing(sorted())),
        signature("body-ignored", COMPACT, s -> s.signing(new byte[0])),
        signature("timestamp-prepended", COMPACT, s -> s.signing(before(seconds() + ".", COMPACT))),
        bug(
            "timestamp in a header",
            "signature",
            "timestamp-prepended",
            COMPACT,
            s -> {
              s.lines.add("X-Timestamp: 1700000000123");
              s.signing(before("1700000000123.", COMPACT));
            }),
        signature("url-prepended", COMPACT, s -> s.signing(before("/v1/newEvent", COMPACT))),
        bug(
            "absolute URL",
            "signature",
            "url-prepended",
            COMPACT,
            s -> s.signing(before("https://receiver.example/v1/newEvent", COMPACT))),
        signature("ids-prepended", COMPACT, s -> s.signing(before("my-app", COMPACT))));
  }

  static Stream<Arguments> ofKeyAndAlgorithm() {
    return Stream.of(
        signature(
            "key-with-trailing-newline", COMPACT, s -> s.signing(with(SECRET, "\n"), COMPACT)),
        bug(
            "key hex-decoded",
            "signature",
            "key-hex-decoded",
            COMPACT,
            s -> {
              s.app = "hex-app";
              s.signing(HexFormat.of().parseHex(Listening.HEX_SECRET), COMPACT);
            }),
        signature("key-hashed", COMPACT, s -> s.signing(sha256(SECRET), COMPACT)),
        signature(
            "key-of-another-sender",
            COMPACT,
            s -> s.signing(utf8(Listening.OTHER_SECRET), COMPACT)),
        signature("key-and-body-swapped", COMPACT, s -> s.signing(COMPACT, SECRET)),
        signature("sha-1", COMPACT, s -> s.signature = hex(hmac("HmacSHA1", SECRET, COMPACT))),
        signature("sha-512", COMPACT, s -> s.signature = hex(hmac("HmacSHA512", SECRET, COMPACT))),
        bug(
            "SHA-1 in Base64",
            "signature",
            "sha-1",
            COMPACT,
            s ->
                s.signature =
                    Base64.getEncoder().encodeToString(hmac("HmacSHA1", SECRET, COMPACT))),
        signature(
            "plain-sha-256", COMPACT, s -> s.signature = hex(sha256(with(SECRET, text(COMPACT))))),
        signature("hex-zeros-lost", COMPACT, ConformSenderBugsTest::withoutZeros));
  }

  static Stream<Arguments> aroundTheSignature() {
    byte[] logistic = Payloads.bytes("newLogisticEvent-ACCEPTED.json");
    return Stream.of(
        bug(
            "doubled",
            "headers-once",
            "header-doubled",
            COMPACT,
            s -> s.lines.add("x-app-signature: " + s.signature)),
        bug(
            "doubled, one wrong",
            "signature",
            "header-doubled",
            COMPACT,
            s -> s.lines.add("X-App-Signature: " + "0".repeat(64))),
        bug(
            "application doubled",
            "headers-once",
            "header-doubled",
            COMPACT,
            s -> s.lines.add("X-App-Id: my-app")),
        bug("no signature", "headers-once", "header-left-out", COMPACT, s -> s.signature = ""),
        bug("no signature at all", "signature", "header-left-out", COMPACT, s -> s.signature = ""),
        bug("no merchant", "headers-once", "header-left-out", COMPACT, s -> s.merchant = ""),
        bug("ids swapped", "app-id", "ids-swapped", COMPACT, ConformSenderBugsTest::swap),
        bug("ids swapped", "signature", "ids-swapped", COMPACT, ConformSenderBugsTest::swap),
        bug("unknown application", "app-id", "", COMPACT, s -> s.app = "nobody"),
        bug("another's merchant", "merchant-id", "", COMPACT, s -> s.merchant = "store-9"),
        bug("no body", "body", "body-left-out", COMPACT, s -> s.body = new byte[0]),
        bug(
            "another merchant in the body",
            "merchant-in-body",
            "other-merchant-in-body",
            logistic,
            s -> s.target = "/v1/newLogisticEvent"),
        bug("no store in the body", "store", "", COMPACT, s -> s.target = "/fields"),
        bug("no event id", "event-id", "", utf8("{\"eventType\":\"CREATED\"}"), s -> {}),
        bug("GET", "method", "", COMPACT, s -> s.method = "GET"),
        bug("no such route", "route", "", COMPACT, s -> s.target = "/v1/newevent/"),
        bug("not JSON where it is read", "body", "", utf8("<xml/>"), s -> s.target = "/fields"),
        bug(
            "not JSON by its type",
            "media-type",
            "",
            COMPACT,
            s -> {
              s.target = "/fields";
              s.lines.set(2, "Content-Type: text/plain");
            }));
  }

  @ParameterizedTest(name = "{0}: {1} is red")
  @MethodSource({
    "ofTheWriting",
    "ofTheBody",
    "ofAnotherForm",
    "ofKeyAndAlgorithm",
    "aroundTheSignature"
  })
  void sender_oneMistake_isRedAndNamed(
      String name, String red, String code, byte[] body, Consumer<PlainSender> mistake)
      throws Exception {
    PlainSender sender = PlainSender.event(body);
    String right = sender.signature;
    try (Listening listening = Listening.to(folder, 1, "--format=json")) {
      // Only now: some sign the second in which they do it, and it must be that of the arrival.
      mistake.accept(sender);
      listening.send(sender.bytes());
      Run run = listening.report();
      assertEquals(Lacre.REFUSED, run.code(), run.out());
      assertFalse(run.out().contains(right), "the right signature is shown");
      JsonNode result = result(run, "delivery-1/" + red);
      assertEquals("fail", result.get("outcome").asText(), () -> name + ": " + run.out());
      assertEquals(code, result.at("/likelyBug/code").asText(), () -> name + ": " + run.out());
    }
  }

  static JsonNode result(Run run, String id) throws Exception {
    for (JsonNode result : new ObjectMapper().readTree(run.out()).get("results")) {
      if (result.get("id").asText().equals(id)) {
        return result;
      }
    }
    throw new AssertionError("there is no " + id + " in " + run.out());
  }

  @ParameterizedTest(name = "{0} signed, {1} sent")
  @MethodSource("forms")
  void sender_anotherFormSignedThanSent_isRed(String signed, String sent) throws Exception {
    PlainSender sender = PlainSender.event(Payloads.bytes(sent));
    String right = sender.signature;
    sender.signing(Payloads.bytes(signed));
    try (Listening listening = Listening.to(folder, 1, "--format=json")) {
      listening.send(sender.bytes());
      Run run = listening.report();
      assertEquals("fail", result(run, "delivery-1/signature").get("outcome").asText());
      assertFalse(run.out().contains(right), "the right signature is shown");
    }
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("bytes-compact-utf8.json", "bytes-pretty-lf.json"),
        Arguments.of("bytes-pretty-lf.json", "bytes-compact-utf8.json"),
        Arguments.of("bytes-ascii-escapes.json", "bytes-compact-utf8.json"),
        Arguments.of("bytes-pretty-lf.json", "bytes-pretty-crlf.json"),
        Arguments.of("bytes-compact-utf8.json", "bytes-latin1-INVALID-utf8.json"));
  }

  private static void swap(PlainSender sender) {
    String app = sender.app;
    sender.app = sender.merchant;
    sender.merchant = app;
  }

  /** Changes the event until its signature has a byte with a leading zero. */
  private static void withoutZeros(PlainSender sender) {
    for (int i = 0; sender.signature.length() == 64; i++) {
      sender.body = utf8("{\"eventId\":\"" + i + "\"}");
      StringBuilder hex = new StringBuilder();
      for (byte each : hmac("HmacSHA256", SECRET, sender.body)) {
        hex.append(Integer.toHexString(each & 0xFF));
      }
      sender.signature = hex.toString();
    }
    assertTrue(sender.signature.length() < 64);
  }

  private static String base64(String hex) {
    return encoded(HexFormat.of().parseHex(hex));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] stringified(String json) {
    try {
      return new ObjectMapper().writeValueAsBytes(json);
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String asText(String hex) {
    return hex(utf8(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8)));
  }

  private static long seconds() {
    return Instant.now().getEpochSecond();
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] with(byte[] bytes, String behind) {
    return before(text(bytes), utf8(behind));
  }

  private static byte[] before(String prefix, byte[] body) {
    return utf8(prefix + text(body));
  }

  private static byte[] compact(byte[] pretty) {
    try {
      return utf8(new ObjectMapper().readTree(pretty).toString());
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] spaced(byte[] compact) {
    return utf8(text(compact).replace("\":\"", "\": \"").replace("\",\"", "\", \""));
  }

  private static byte[] sorted() {
    String[] members = text(COMPACT).replaceAll("[{}]", "").split(",", -1);
    Arrays.sort(members);
    return utf8("{" + String.join(",", members) + "}");
  }
}
