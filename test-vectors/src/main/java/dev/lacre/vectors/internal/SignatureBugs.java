package dev.lacre.vectors.internal;

import dev.lacre.vectors.Bug;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The signatures that known mistakes yield for one delivery, each with the name of its mistake.
 * Immutable.
 *
 * <p>Only signatures that differ from the right one are there, so a mistake that this delivery
 * cannot show is missing; of two mistakes that yield the same, the first stands.
 */
public final class SignatureBugs {

  /**
   * What stands around a body, which a mistaken signer may mix into what it signs.
   *
   * @param urls where it is sent: the path, and absolute URLs
   * @param epochSeconds the time at which it is signed, or those that are possible
   */
  public record Around(
      String appId, String merchantId, List<String> urls, List<Long> epochSeconds) {}

  private static final byte[] NEWLINE = {'\n'};
  private static final byte[] CRLF = {'\r', '\n'};

  private final HashEngine engine;
  private final byte[] secret;
  private final byte[] body;
  private final Around around;
  private final String right;
  private final Map<String, Bug> wrong = new LinkedHashMap<>();

  private SignatureBugs(HashEngine engine, byte[] secret, byte[] body, Around around) {
    this.engine = engine;
    this.secret = secret.clone();
    this.body = body.clone();
    this.around = around;
    this.right = hex(mac(secret, body));
    ofTheBody();
    ofTheBodyInAnotherForm();
    ofWhatStandsAround();
    ofTheKey();
    ofTheAlgorithm();
    ofTheWriting();
  }

  /** Returns what the mistakes yield for this delivery. */
  public static SignatureBugs of(HashEngine engine, byte[] secret, byte[] body, Around around) {
    return new SignatureBugs(engine, secret, body, around);
  }

  /** Returns the right signature, in lower-case hex. */
  public String right() {
    return right;
  }

  /** Returns each wrong signature with the mistake that yields it. */
  public Map<String, Bug> wrong() {
    return wrong;
  }

  private void ofTheBody() {
    String utf8 = new String(body, StandardCharsets.UTF_8);
    String latin1 = new String(body, StandardCharsets.ISO_8859_1);
    if (hasByteOrderMark(body)) {
      body(Bugs.BOM_DROPPED, Arrays.copyOfRange(body, 3, body.length));
    }
    body(Bugs.BODY_AS_TEXT, bytes(utf8));
    body(Bugs.LATIN_1, bytes(latin1));
    body(Bugs.LATIN_1, utf8.getBytes(StandardCharsets.ISO_8859_1));
    body(Bugs.BODY_AS_ASCII, utf8.getBytes(StandardCharsets.US_ASCII));
    body(Bugs.BODY_AS_ASCII, bytes(new String(body, StandardCharsets.US_ASCII)));
    body(Bugs.NEWLINE_DROPPED, exactly(latin1.replaceFirst("\r?\n\\z", "")));
    body(Bugs.NEWLINE_ADDED, concat(body, NEWLINE));
    body(Bugs.NEWLINE_ADDED, concat(body, CRLF));
    body(Bugs.TRIMMED, exactly(latin1.strip()));
    body(Bugs.CRLF_NORMALISED, exactly(latin1.replace("\r\n", "\n")));
    body(Bugs.CRLF_NORMALISED, exactly(latin1.replace("\r\n", "\n").replace("\n", "\r\n")));
    body(Bugs.LINES_JOINED, exactly(latin1.replace("\r", "").replace("\n", "")));
    all(Bugs.JSON_RESERIALISED, JsonForms.rewritten(body));
    if (hasByteOrderMark(body)) {
      all(Bugs.JSON_RESERIALISED, JsonForms.rewritten(Arrays.copyOfRange(body, 3, body.length)));
    }
    all(Bugs.JSON_SORTED, JsonForms.sorted(body));
    body(Bugs.BODY_IGNORED, new byte[0]);
  }

  private void ofTheBodyInAnotherForm() {
    byte[] hash = engine.hash("SHA-256", body);
    body(Bugs.DIGEST_SIGNED, hash);
    body(Bugs.DIGEST_SIGNED, bytes(hex(hash)));
    body(Bugs.DIGEST_SIGNED, Base64.getEncoder().encode(hash));
    body(Bugs.BODY_ENCODED, bytes(hex(body)));
    body(Bugs.BODY_ENCODED, Base64.getEncoder().encode(body));
    body(Bugs.BODY_ENCODED, Base64.getUrlEncoder().withoutPadding().encode(body));
    String text = new String(body, StandardCharsets.UTF_8);
    body(Bugs.BODY_AS_UTF_16, text.getBytes(StandardCharsets.UTF_16LE));
    body(Bugs.BODY_AS_UTF_16, text.getBytes(StandardCharsets.UTF_16BE));
    body(Bugs.BODY_AS_UTF_16, text.getBytes(StandardCharsets.UTF_16)); // with a byte order mark
    all(Bugs.JSON_STRINGIFIED, JsonForms.stringified(body));
    for (String name : List.of("[object Object]", "undefined", "null", "None")) {
      body(Bugs.OBJECT_AS_TEXT, bytes(name));
    }
    for (String unset : List.of("undefined", "null", "None")) {
      body(Bugs.UNSET_VALUE, concat(body, bytes(unset)));
      body(Bugs.UNSET_VALUE, concat(bytes(unset), body));
      body(Bugs.UNSET_VALUE, concat(bytes(unset + "."), body));
    }
  }

  private void ofWhatStandsAround() {
    for (String url : around.urls) {
      body(Bugs.URL_PREPENDED, concat(bytes(url), body));
    }
    for (long seconds : around.epochSeconds) {
      for (String time : List.of(Long.toString(seconds), Long.toString(seconds * 1000))) {
        body(Bugs.TIMESTAMP_PREPENDED, concat(bytes(time + "."), body));
        body(Bugs.TIMESTAMP_PREPENDED, concat(bytes(time), body));
        body(Bugs.TIMESTAMP_APPENDED, concat(body, bytes(time)));
        body(Bugs.TIMESTAMP_APPENDED, concat(body, bytes("." + time)));
      }
    }
    for (String ids :
        List.of(
            around.appId,
            around.merchantId,
            around.appId + around.merchantId,
            around.appId + "." + around.merchantId + ".")) {
      body(Bugs.IDS_PREPENDED, concat(bytes(ids), body));
    }
    for (String id : List.of(around.appId, around.merchantId)) {
      body(Bugs.IDS_PREPENDED, concat(bytes(id + "."), body));
      body(Bugs.IDS_PREPENDED, concat(body, bytes(id)));
    }
  }

  private void ofTheKey() {
    String text = new String(secret, StandardCharsets.UTF_8);
    key(Bugs.KEY_WITH_NEWLINE, concat(secret, NEWLINE));
    key(Bugs.KEY_WITH_NEWLINE, concat(secret, CRLF));
    key(Bugs.KEY_TRIMMED, bytes(text.strip()));
    if (text.matches("([0-9a-fA-F]{2})+")) {
      key(Bugs.KEY_HEX_DECODED, HexFormat.of().parseHex(text));
    }
    for (Base64.Decoder decoder : List.of(Base64.getDecoder(), Base64.getUrlDecoder())) {
      try {
        key(Bugs.KEY_BASE64_DECODED, decoder.decode(text));
      } catch (IllegalArgumentException notBase64) {
        // This secret cannot show the mistake.
      }
    }
    for (Charset charset :
        List.of(
            StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII, StandardCharsets.UTF_16LE)) {
      key(Bugs.KEY_LATIN_1, text.getBytes(charset));
    }
    key(Bugs.KEY_LATIN_1, bytes(new String(secret, StandardCharsets.ISO_8859_1)));
    byte[] hashed = engine.hash("SHA-256", secret);
    if (secret.length <= 64) { // HMAC itself hashes longer ones
      key(Bugs.KEY_HASHED, hashed);
    }
    key(Bugs.KEY_HASHED, bytes(hex(hashed)));
    for (int length : new int[] {64, 32, 16}) {
      if (secret.length > length) {
        key(Bugs.KEY_TRUNCATED, Arrays.copyOf(secret, length));
      }
    }
    key(Bugs.KEY_EMPTY, new byte[0]);
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      key(Bugs.KEY_ENCODED, encoder.encode(secret));
      key(Bugs.KEY_ENCODED, encoder.withoutPadding().encode(secret));
    }
    key(Bugs.KEY_ENCODED, bytes(hex(secret)));
    key(Bugs.KEY_ENCODED, bytes(hex(secret).toUpperCase(Locale.ROOT)));
    add(Bugs.KEY_AND_BODY_SWAPPED, hex(mac(body, secret)));
  }

  private void ofTheAlgorithm() {
    add(Bugs.SHA_1, hex(engine.hmac("SHA-1", secret, body)));
    add(Bugs.SHA_512, hex(engine.hmac("SHA-512", secret, body)));
    add(Bugs.MD5, hex(engine.hmac("MD5", secret, body)));
    add(Bugs.PLAIN_SHA_256, hex(engine.hash("SHA-256", concat(secret, body))));
    add(Bugs.PLAIN_SHA_256, hex(engine.hash("SHA-256", concat(body, secret))));
    add(Bugs.PLAIN_SHA_256, hex(engine.hash("SHA-256", body)));
  }

  private void ofTheWriting() {
    byte[] mac = mac(secret, body);
    add(Bugs.UPPER_CASE, right.toUpperCase(Locale.ROOT));
    add(Bugs.BASE64, Base64.getEncoder().encodeToString(mac));
    add(Bugs.BASE64, Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    add(Bugs.BASE64, Base64.getUrlEncoder().encodeToString(mac));
    add(Bugs.BASE64_OF_HEX, Base64.getEncoder().encodeToString(bytes(right)));
    for (String prefix : List.of("sha256=", "v1=", "v1,", "hmac-sha256=", "0x", "Bearer ")) {
      add(Bugs.PREFIXED, prefix + right);
    }
    add(Bugs.TRUNCATED, right.substring(0, 32));
    add(Bugs.TRUNCATED, right.substring(0, 40));
    add(Bugs.TRUNCATED, right.substring(0, 62));
    add(Bugs.QUOTED, "\"" + right + "\"");
    add(Bugs.QUOTED, "b'" + right + "'"); // as Python prints bytes
    add(Bugs.BINARY_AS_TEXT, hex(bytes(new String(mac, StandardCharsets.UTF_8))));
    add(Bugs.BINARY_AS_TEXT, hex(bytes(new String(mac, StandardCharsets.ISO_8859_1))));
    add(Bugs.SHORT_HEX, withoutZeros(mac));
  }

  /** As {@code Integer.toHexString} of each byte gives it: without leading zeros. */
  private static String withoutZeros(byte[] mac) {
    StringBuilder hex = new StringBuilder();
    for (byte each : mac) {
      hex.append(Integer.toHexString(each & 0xFF));
    }
    return hex.toString();
  }

  private void all(Bug bug, Collection<byte[]> bodies) {
    bodies.forEach(each -> body(bug, each));
  }

  private void body(Bug bug, byte[] body) {
    add(bug, hex(mac(secret, body)));
  }

  private void key(Bug bug, byte[] key) {
    add(bug, hex(mac(key, body)));
  }

  private void add(Bug bug, String signature) {
    if (!signature.equals(right)) {
      wrong.putIfAbsent(signature, bug);
    }
  }

  private byte[] mac(byte[] key, byte[] body) {
    return engine.hmac("SHA-256", key, body);
  }

  /** Tells whether the bytes begin with the byte order mark of UTF-8. */
  public static boolean hasByteOrderMark(byte[] body) {
    return body.length >= 3
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes that went through Latin-1 so that none of them changed. */
  private static byte[] exactly(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
