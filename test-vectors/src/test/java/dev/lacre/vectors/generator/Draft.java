package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lacre.vectors.Bug;
import dev.lacre.vectors.ExpectedResult;
import dev.lacre.vectors.HeaderLine;
import dev.lacre.vectors.internal.SignatureBugs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A test in the making. Each begins as a genuine delivery; what is derived from it is broken. */
final class Draft {

  static final String APP = "X-App-Id";
  static final String MERCHANT = "X-App-MerchantId";
  static final String SIGNATURE = "X-App-Signature";

  /** The first second of 2026, at which a signer that mixes in the time would do it. */
  static final long SIGNED_AT = 1_767_225_600L;

  private static final String RECEIVER = "https://receiver.example";
  private static final int LONGEST_SHOWN = 8192;
  private static final BouncyCastle ENGINE = new BouncyCastle();

  /** One delivery; the headers are to be changed in place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sent(String peer, String path, List<HeaderLine> headers, byte[] body) {
    Sent copy() {
      return new Sent(peer, path, new ArrayList<>(headers), body);
    }
  }

  final Receiver receiver;
  final Rules rule;
  final String id;
  private final String title;
  private final Sender signer;
  private final String merchant;
  private final byte[] key;
  private ExpectedResult result = ExpectedResult.VALID;
  private boolean canonical;
  private Sent sent;
  private final List<Sent> before = new ArrayList<>();
  private @Nullable String derivedFrom;
  private @Nullable String change;
  private @Nullable String flag;
  private final Map<Bug, ExpectedResult> traps = new LinkedHashMap<>();

  private Draft(
      Receiver receiver,
      Rules rule,
      String id,
      String title,
      Sender signer,
      String merchant,
      byte[] key,
      Sent sent) {
    this.receiver = receiver;
    this.rule = rule;
    this.id = id;
    this.title = title;
    this.signer = signer;
    this.merchant = merchant;
    this.key = key;
    this.sent = sent;
  }

  /** A genuine delivery of the receiver's usual sender. */
  static Draft genuine(Receiver receiver, Rules rule, String id, String title, byte[] body) {
    Sender sender = receiver.op().sender();
    return genuine(receiver, rule, id, title, body, sender, sender.merchant(), sender.key());
  }

  /** A genuine delivery of this sender for this merchant. */
  static Draft genuine(
      Receiver receiver,
      Rules rule,
      String id,
      String title,
      byte[] body,
      Sender sender,
      String merchant,
      byte[] key) {
    List<HeaderLine> headers = new ArrayList<>();
    headers.add(new HeaderLine("Content-Type", "application/json"));
    headers.add(new HeaderLine(APP, sender.appId()));
    headers.add(new HeaderLine(MERCHANT, merchant));
    headers.add(new HeaderLine(SIGNATURE, signature(key, body)));
    Sent sent = new Sent("203.0.113.7", receiver.op().path(), headers, body);
    return new Draft(receiver, rule, id, title, sender, merchant, key, sent);
  }

  static String signature(byte[] key, byte[] body) {
    return HexFormat.of().formatHex(ENGINE.hmac("SHA-256", key, body));
  }

  /** The same delivery as an invalid test that breaks one thing. */
  Draft derive(Rules broken, String word, String newTitle, String whatChanges) {
    return derive(receiver, broken, word, newTitle, whatChanges);
  }

  Draft derive(Receiver other, Rules broken, String word, String newTitle, String whatChanges) {
    String newId = id.substring(0, id.lastIndexOf('/') + 1) + word;
    Draft draft = new Draft(other, broken, newId, newTitle, signer, merchant, key, sent.copy());
    draft.before.addAll(before);
    draft.result = ExpectedResult.INVALID;
    draft.derivedFrom = id;
    draft.change = whatChanges;
    return draft;
  }

  Draft canonical() {
    canonical = true;
    return this;
  }

  Draft acceptable(String why) {
    result = ExpectedResult.ACCEPTABLE;
    flag = why;
    return this;
  }

  /** Genuine after all: what was changed may be so. */
  Draft valid() {
    result = ExpectedResult.VALID;
    return this;
  }

  /** With this bug the test comes out the other way round. */
  Draft trap(Bug bug) {
    traps.put(bug, result == ExpectedResult.VALID ? ExpectedResult.INVALID : ExpectedResult.VALID);
    return this;
  }

  /** Replaces the value of a header, or adds it. */
  Draft header(String name, String value) {
    for (int i = 0; i < sent.headers.size(); i++) {
      if (sent.headers.get(i).name().equals(name)) {
        sent.headers.set(i, new HeaderLine(name, value));
        return this;
      }
    }
    return also(name, value);
  }

  /** Adds a line behind the others. */
  Draft also(String name, String value) {
    sent.headers.add(new HeaderLine(name, value));
    return this;
  }

  /** Adds a line before the others. */
  Draft first(String name, String value) {
    sent.headers.add(0, new HeaderLine(name, value));
    return this;
  }

  Draft without(String name) {
    sent.headers.removeIf(line -> line.name().equals(name));
    return this;
  }

  Draft renamed(String name, String written) {
    sent.headers.replaceAll(
        line -> line.name().equals(name) ? new HeaderLine(written, line.value()) : line);
    return this;
  }

  Draft from(String peer) {
    sent = new Sent(peer, sent.path, sent.headers, sent.body);
    return this;
  }

  Draft to(String path) {
    sent = new Sent(sent.peer, path, sent.headers, sent.body);
    return this;
  }

  /** Other bytes under the old signature. */
  Draft body(byte[] other) {
    sent = new Sent(sent.peer, sent.path, sent.headers, other);
    return this;
  }

  /** Other bytes, signed by whoever signed. */
  Draft signedBody(byte[] other) {
    return body(other).signedWith(key);
  }

  Draft signedWith(byte[] otherKey) {
    return header(SIGNATURE, signature(otherKey, sent.body));
  }

  /** The receiver had this very delivery before. */
  Draft again() {
    before.add(sent.copy());
    return this;
  }

  byte[] bytes() {
    return sent.body;
  }

  byte[] key() {
    return key;
  }

  String value(String header) {
    return sent.headers.stream()
        .filter(line -> line.name().equals(header))
        .findFirst()
        .orElseThrow()
        .value();
  }

  Sender signer() {
    return signer;
  }

  /** What known bugs make of this delivery. */
  SignatureBugs bugs() {
    return SignatureBugs.of(
        ENGINE,
        key,
        sent.body,
        new SignatureBugs.Around(
            signer.appId(),
            merchant,
            List.of(sent.path, RECEIVER + sent.path),
            List.of(SIGNED_AT)));
  }

  ObjectNode json(Map<String, String> bugNames, Map<String, String> flagNames) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.put("title", title);
    json.put("result", result.code());
    if (canonical) {
      json.put("canonical", true);
    }
    if (flag != null) {
      json.putArray("flags").add(flag);
      flagNames.put(flag, Flags.sentence(flag));
    }
    if (derivedFrom != null) {
      json.put("derivedFrom", derivedFrom);
      json.put("change", change);
    }
    if (!before.isEmpty()) {
      ArrayNode list = json.putArray("before");
      before.forEach(each -> list.add(delivery(each)));
    }
    json.set("delivery", delivery(sent));
    if (result == ExpectedResult.VALID) {
      json.set("steps", steps());
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    traps.forEach(
        (bug, outcome) -> {
          list.addObject().put("bug", bug.code()).put("result", outcome.code());
          bugNames.put(bug.code(), bug.sentence());
        });
    if (canonical) {
      bugs()
          .wrong()
          .forEach(
              (signature, bug) -> {
                list.addObject().put("bug", bug.code()).put("signature", signature);
                bugNames.put(bug.code(), bug.sentence());
              });
    }
    if (!list.isEmpty()) {
      json.set("traps", list);
    }
    return json;
  }

  private ObjectNode steps() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("appId", signer.appId());
    json.put("merchantId", merchant);
    json.put("keyHex", HexFormat.of().formatHex(key));
    json.set("signedHex", hex(sent.body));
    json.put("macHex", signature(key, sent.body));
    json.put("headerValue", signature(key, sent.body));
    return json;
  }

  private static ObjectNode delivery(Sent sent) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("peer", sent.peer);
    json.put("path", sent.path);
    ArrayNode headers = json.putArray("headers");
    sent.headers.forEach(line -> headers.addArray().add(line.name()).add(line.value()));
    json.set("bodyHex", hex(sent.body));
    String text = text(sent.body);
    if (text != null) {
      json.put("bodyText", text);
    }
    return json;
  }

  private static JsonNode hex(byte[] body) {
    boolean uniform = body.length > LONGEST_SHOWN;
    for (byte each : body) {
      uniform &= each == body[0];
    }
    if (uniform) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("repeat", HexFormat.of().toHexDigits(body[0]))
          .put("times", body.length);
    }
    return JsonNodeFactory.instance.textNode(HexFormat.of().formatHex(body));
  }

  private static @Nullable String text(byte[] body) {
    if (body.length > LONGEST_SHOWN) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
