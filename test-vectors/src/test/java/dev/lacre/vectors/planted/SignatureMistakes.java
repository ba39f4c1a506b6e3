package dev.lacre.vectors.planted;

import static dev.lacre.vectors.planted.Maker.body;
import static dev.lacre.vectors.planted.Maker.concat;
import static dev.lacre.vectors.planted.Maker.hmac;
import static dev.lacre.vectors.planted.Maker.key;
import static dev.lacre.vectors.planted.Maker.mac;
import static dev.lacre.vectors.planted.Maker.message;
import static dev.lacre.vectors.planted.Maker.sha256;
import static dev.lacre.vectors.planted.Maker.writing;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Subject;
import dev.lacre.vectors.internal.Bugs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Mistakes in how a signature is made, which signers and verifiers share. Not here, for nothing
 * that is signed shows them: {@code String.format("%d")} under a locale with other digits, since no
 * number is signed, and one {@code Mac} for several threads, since tests run one after the other.
 */
final class SignatureMistakes {

  /**
   * One mistake.
   *
   * @param ofSigners whether only signers can make it so that vectors show it
   */
  private record Mistake(String name, Bug bug, boolean ofSigners, Maker maker) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final byte[] NEWLINE = {'\n'};

  private static final List<Mistake> ALL =
      List.of(
          // What is signed.
          shared("body as UTF-8 text", Bugs.BODY_AS_TEXT, body(b -> text(b).getBytes(UTF_8))),
          shared("body read as Latin-1", Bugs.LATIN_1, body(b -> latin1(b).getBytes(UTF_8))),
          signers("body written as Latin-1", Bugs.LATIN_1, body(b -> text(b).getBytes(ISO_8859_1))),
          shared("body as ASCII", Bugs.BODY_AS_ASCII, body(b -> text(b).getBytes(US_ASCII))),
          shared("byte order mark dropped", Bugs.BOM_DROPPED, body(SignatureMistakes::withoutMark)),
          shared("body trimmed", Bugs.TRIMMED, lines(String::strip)),
          shared("newline dropped", Bugs.NEWLINE_DROPPED, lines(SignatureMistakes::chomped)),
          shared("newline added", Bugs.NEWLINE_ADDED, body(b -> concat(b, NEWLINE))),
          shared("CRLF to LF", Bugs.CRLF_NORMALISED, lines(s -> s.replace("\r\n", "\n"))),
          shared("lines joined", Bugs.LINES_JOINED, lines(s -> s.replaceAll("[\r\n]", ""))),
          shared("JSON written again", Bugs.JSON_RESERIALISED, body(b -> rewritten(b, JSON))),
          shared("JSON keys sorted", Bugs.JSON_SORTED, body(b -> rewritten(b, SORTED))),
          shared("body already read", Bugs.BODY_IGNORED, body(b -> new byte[0])),
          shared("path before it", Bugs.URL_PREPENDED, before(Maker.Around::path)),
          shared("time before it", Bugs.TIMESTAMP_PREPENDED, before(a -> a.time() + ".")),
          signers("time in milliseconds", Bugs.TIMESTAMP_PREPENDED, before(a -> a.time() + "000")),
          shared("application before it", Bugs.IDS_PREPENDED, before(Maker.Around::appId)),
          signers("merchant before it", Bugs.IDS_PREPENDED, before(a -> a.merchantId() + ".")),
          signers("hash signed", Bugs.DIGEST_SIGNED, body(Maker::sha256)),
          signers("body in UTF-16", Bugs.BODY_AS_UTF_16, body(b -> text(b).getBytes(UTF_16LE))),
          signers("body in hex", Bugs.BODY_ENCODED, body(b -> hex(b).getBytes(US_ASCII))),
          signers("JSON as a string", Bugs.JSON_STRINGIFIED, body(SignatureMistakes::asString)),
          signers(
              "object signed",
              Bugs.OBJECT_AS_TEXT,
              body(b -> "[object Object]".getBytes(US_ASCII))),
          signers("time unset", Bugs.UNSET_VALUE, body(b -> concat("null".getBytes(US_ASCII), b))),
          signers(
              "time behind it",
              Bugs.TIMESTAMP_APPENDED,
              message((a, b) -> concat(b, a.time().getBytes(US_ASCII)))),
          // The key.
          signers("key empty", Bugs.KEY_EMPTY, key(k -> new byte[0])),
          signers("key as hex", Bugs.KEY_ENCODED, key(k -> hex(k).getBytes(US_ASCII))),
          shared("key from hex", Bugs.KEY_HEX_DECODED, key(SignatureMistakes::fromHex)),
          shared("key from Base64", Bugs.KEY_BASE64_DECODED, key(SignatureMistakes::fromBase64)),
          shared("key with newline", Bugs.KEY_WITH_NEWLINE, key(k -> concat(k, NEWLINE))),
          shared("key trimmed", Bugs.KEY_TRIMMED, key(k -> text(k).strip().getBytes(UTF_8))),
          shared("key in Latin-1", Bugs.KEY_LATIN_1, key(k -> text(k).getBytes(ISO_8859_1))),
          signers(
              "getBytes() where the default is ASCII",
              Bugs.KEY_LATIN_1,
              key(k -> text(k).getBytes(US_ASCII))),
          shared("key hashed", Bugs.KEY_HASHED, key(Maker::sha256)),
          shared("key cut", Bugs.KEY_TRUNCATED, key(k -> cut(k, 32))),
          shared(
              "key and body swapped",
              Bugs.KEY_AND_BODY_SWAPPED,
              mac((k, b) -> hmac("HmacSHA256", b, k))),
          // The algorithm.
          shared("SHA-1", Bugs.SHA_1, mac((k, b) -> hmac("HmacSHA1", k, b))),
          shared("SHA-512", Bugs.SHA_512, mac((k, b) -> hmac("HmacSHA512", k, b))),
          shared("MD5", Bugs.MD5, mac((k, b) -> hmac("HmacMD5", k, b))),
          shared("no HMAC", Bugs.PLAIN_SHA_256, mac((k, b) -> sha256(concat(k, b)))),
          // How it is written.
          shared("upper case", Bugs.UPPER_CASE, writing(m -> hex(m).toUpperCase(Locale.ROOT))),
          shared("Base64", Bugs.BASE64, writing(m -> Base64.getEncoder().encodeToString(m))),
          signers(
              "Base64 of hex",
              Bugs.BASE64_OF_HEX,
              writing(m -> Base64.getEncoder().encodeToString(hex(m).getBytes(US_ASCII)))),
          shared("prefixed", Bugs.PREFIXED, writing(m -> "sha256=" + hex(m))),
          shared("truncated", Bugs.TRUNCATED, writing(m -> hex(m).substring(0, 32))),
          shared("quoted", Bugs.QUOTED, writing(m -> '"' + hex(m) + '"')),
          shared("MAC as text", Bugs.BINARY_AS_TEXT, writing(m -> hex(text(m).getBytes(UTF_8)))),
          shared("short hex", Bugs.SHORT_HEX, writing(SignatureMistakes::shortHex)));

  private SignatureMistakes() {}

  static List<Planted> signers() {
    return planted(ALL, PlainSigner::new);
  }

  static List<Planted> verifiers() {
    return planted(
        ALL.stream().filter(mistake -> !mistake.ofSigners()).toList(), PlainVerifier::new);
  }

  private static List<Planted> planted(List<Mistake> mistakes, Function<Maker, Subject> subject) {
    return mistakes.stream()
        .map(each -> new Planted(each.name(), each.bug(), subject.apply(each.maker())))
        .toList();
  }

  private static Mistake shared(String name, Bug bug, Maker maker) {
    return new Mistake(name, bug, false, maker);
  }

  private static Mistake signers(String name, Bug bug, Maker maker) {
    return new Mistake(name, bug, true, maker);
  }

  private static Maker before(Function<Maker.Around, String> what) {
    return message((around, body) -> concat(what.apply(around).getBytes(UTF_8), body));
  }

  /** Changes text that went through Latin-1, so that no other byte changes. */
  private static Maker lines(UnaryOperator<String> change) {
    return body(b -> change.apply(latin1(b)).getBytes(ISO_8859_1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, Math.min(bytes.length, length));
  }

  private static byte[] withoutMark(byte[] body) {
    String text = text(body);
    return text.startsWith("\uFEFF") ? text.substring(1).getBytes(UTF_8) : body;
  }

  private static String chomped(String text) {
    return text.replaceFirst("\r?\n\\z", "");
  }

  private static byte[] rewritten(byte[] body, JsonMapper mapper) {
    try {
      return mapper.writeValueAsBytes(mapper.readValue(body, Object.class));
    } catch (JsonProcessingException notJson) {
      return body;
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] asString(byte[] body) {
    try {
      return JSON.writeValueAsBytes(text(body));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] fromHex(byte[] secret) {
    try {
      return HexFormat.of().parseHex(text(secret));
    } catch (IllegalArgumentException notHex) {
      return secret;
    }
  }

  private static byte[] fromBase64(byte[] secret) {
    try {
      return Base64.getDecoder().decode(secret);
    } catch (IllegalArgumentException notBase64) {
      return secret;
    }
  }

  private static String shortHex(byte[] mac) {
    StringBuilder hex = new StringBuilder();
    for (byte each : mac) {
      hex.append(Integer.toHexString(each & 0xFF));
    }
    return hex.toString();
  }
}
