package dev.lacre.vectors.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is signed: the exact bytes of the body. */
final class SigVectors {

  private static final Map<String, Op> PREFIXES = new LinkedHashMap<>();

  static {
    PREFIXES.put("v1-newEvent-", Op.V1_NEW_EVENT);
    PREFIXES.put("newLogisticEvent-", Op.V1_NEW_LOGISTIC_EVENT);
    PREFIXES.put("confirmationCode", Op.V1_CONFIRMATION_CODE);
    PREFIXES.put("v2-orderEvent-", Op.V2_ORDER_EVENT);
    PREFIXES.put("bytes-", Op.V2_ORDER_EVENT);
    PREFIXES.put("v2-accountEvent-", Op.V2_ACCOUNT_EVENT);
    PREFIXES.put("v2-customerEvent-", Op.V2_CUSTOMER_EVENT);
    PREFIXES.put("v2-loyaltyEvent-", Op.V2_LOYALTY_EVENT);
  }

  private final List<Draft> drafts = new ArrayList<>();

  private SigVectors() {}

  static List<Draft> drafts() {
    SigVectors all = new SigVectors();
    all.payloads();
    all.byteForms();
    all.published();
    all.mistakes();
    all.altered();
    return all.drafts;
  }

  private void payloads() {
    for (String name : Payloads.names()) {
      Map.Entry<String, Op> prefix =
          PREFIXES.entrySet().stream()
              .filter(each -> name.startsWith(each.getKey()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no operation for " + name));
      Op op = prefix.getValue();
      String word =
          name.substring(0, name.length() - ".json".length())
              .replaceFirst("^(" + prefix.getKey() + ")(?=.)", "")
              .toLowerCase(Locale.ROOT)
              .replace('_', '-')
              .replace('.', '-');
      if (name.startsWith("bytes-")) {
        word = "bytes-" + word;
      }
      drafts.add(
          Draft.genuine(
                  Receiver.of(op),
                  Rules.SIGNED,
                  "sig/" + op.word() + "/" + word,
                  "A genuine delivery with the payload " + name,
                  Payloads.bytes(name))
              .canonical());
    }
    drafts.add(
        Draft.genuine(
                Receiver.of(Op.ORDERING_CHANNEL),
                Rules.SIGNED,
                "sig/ordering-channel/order",
                "A genuine delivery to a store's own path",
                Payloads.bytes(Op.ORDERING_CHANNEL.payload()))
            .canonical());
  }

  private void byteForms() {
    form("crlf", "CRLF line ends", utf8("{\r\n  \"eventId\": \"evt-1\"\r\n}"));
    form("crlf-and-lf", "mixed line ends", utf8("{\r\n\"a\": 1,\n\"b\": 2\r}"));
    form("trailing-lf", "a newline at the end", utf8("{\"eventId\":\"evt-1\"}\n"));
    form("trailing-crlf", "CRLF at the end", utf8("{\"eventId\":\"evt-1\"}\r\n"));
    form("trailing-newlines", "several newlines at the end", utf8("{\"a\":1}\n\n\n"));
    form("leading-newlines", "newlines before the document", utf8("\n\n{\"a\":1}"));
    form("spaces-around", "blanks around the document", utf8("  {\"a\":1}\t "));
    form("bom", "a byte order mark", utf8("\uFEFF{\"reason\":\"P\u00E3o\"}"));
    form(
        "latin-1",
        "bytes that are Latin-1 and not UTF-8",
        "{\"a\":\"P\u00E3o\"}".getBytes(ISO_8859_1));
    form("utf-16", "bytes of UTF-16", "{\"a\":\"P\u00E3o\"}".getBytes(UTF_16LE));
    form("not-utf-8", "bytes that are no UTF-8 at all", bytes(0xFF, 0xFE, 0x80, 0x00, 0xC3, 0x28));
    form("nul", "a zero byte within", bytes('{', '}', 0, '{', '}'));
    form("overlong", "an overlong form of UTF-8", bytes('"', 0xC0, 0xAF, '"'));
    form("surrogates", "half a surrogate pair in UTF-8", bytes('"', 0xED, 0xA0, 0x80, '"'));
    form(
        "emoji",
        "characters beyond the basic plane",
        utf8("{\"note\":\"\uD83C\uDF55 sem cebola\"}"));
    form("composed", "composed characters", utf8("{\"note\":\"caf\u00E9\"}"));
    form("decomposed", "the same characters decomposed", utf8("{\"note\":\"cafe\u0301\"}"));
    form("escapes", "escapes instead of characters", utf8("{\"note\":\"caf\\u00e9 \\/ bar\"}"));
    form("key-order", "keys that are not sorted", utf8("{\"b\":1,\"a\":2}"));
    form(
        "numbers",
        "numbers that writers write otherwise",
        utf8("{\"a\":1.0,\"b\":1e2,\"c\":10.50}"));
    form("doubled-keys", "one key twice", utf8("{\"a\":1,\"a\":2}"));
    form("no-json", "no JSON at all", utf8("eventId=evt-1&type=CREATED"));
    form("one-byte", "a single byte", utf8("0"));
    form("zeros", "zero bytes only", new byte[64]);
    form("block-55", "55 bytes: the hash's last block just fits", filled(55));
    form("block-56", "56 bytes: the hash needs one more block", filled(56));
    form("block-63", "one byte less than a block", filled(63));
    form("block-64", "exactly one block", filled(64));
    form("block-65", "one byte more than a block", filled(65));
    form("mebibyte", "1 MiB", filled(1 << 20));
    form("mebibyte-less-one", "one byte less than 1 MiB", filled((1 << 20) - 1));
  }

  private void form(String word, String what, byte[] body) {
    drafts.add(
        Draft.genuine(
                Receiver.of(Op.V1_NEW_EVENT),
                Rules.SIGNED,
                "sig/v1-newEvent/form-" + word,
                "The signature covers the exact bytes: " + what,
                body)
            .canonical());
  }

  /** Published by a platform that uses the same algorithm. */
  private void published() {
    Sender sender = Sender.ORDERING.withSecrets("dummysecret");
    Receiver receiver = Receiver.of(Op.V1_NEW_EVENT).knowing(sender);
    String compact =
        "{\"code\":\"PLC\",\"createdAt\":\"2023-02-20T18:19:03.20162269Z\",\"fullCode\":\"PLACED\","
            + "\"id\":\"a38ba215-f949-4b2c-982a-0582a9d0c10e\","
            + "\"merchantId\":\"cad65e8f-6fc6-438a-b159-e64a902a6b9a\","
            + "\"orderId\":\"2c97e104-35ed-4c18-85d7-854a40b6b9e3\"}";
    String spaced = "{ " + compact.substring(1, compact.length() - 1).replace(",", ", ") + " }";
    published(
        receiver,
        sender,
        "published-compact",
        compact,
        "6f9ed23a7b505a3b6907c5f6eb2ad1b056fbf35a643d365a9a072ed7aabca153");
    published(
        receiver,
        sender,
        "published-spaced",
        spaced,
        "cf7e092c9148a48f5ee5f12b947f46b331eac6bf0745e1e1d0f3df722e219df3");
  }

  private void published(
      Receiver receiver, Sender sender, String word, String body, String signature) {
    Draft draft =
        Draft.genuine(
                receiver,
                Rules.SIGNED,
                "sig/v1-newEvent/" + word,
                "A signature that a platform with the same algorithm has published",
                utf8(body),
                sender,
                sender.merchant(),
                sender.key())
            .canonical();
    if (!draft.value(Draft.SIGNATURE).equals(signature)) {
      throw new IllegalStateException(
          word + " is published as " + signature + ", computed " + draft.value(Draft.SIGNATURE));
    }
    drafts.add(draft);
  }

  /** What mistaken signers yield must be refused; who shares the mistake lets it in. */
  private void mistakes() {
    List<Draft> parents = new ArrayList<>();
    for (Op op : Op.values()) {
      parents.add(find("sig/" + op.word() + "/", op));
    }
    for (Draft parent : parents) {
      wrong(parent, parent.receiver.op() == Op.V1_NEW_EVENT ? null : FEW);
    }
    for (String form : FORMS.keySet()) {
      wrong(find("sig/v1-newEvent/form-" + form), FORMS.get(form));
    }
    wrong(find("sig/v2-orderEvent/bytes-pretty-crlf"), List.of(Bugs.JSON_RESERIALISED));
    wrong(find("sig/v2-orderEvent/bytes-ascii-escapes"), List.of(Bugs.JSON_RESERIALISED));
    wrong(
        find("sig/v2-orderEvent/bytes-compact-utf8"),
        List.of(Bugs.LATIN_1, Bugs.JSON_RESERIALISED, Bugs.BODY_AS_ASCII));
  }

  private static final List<Bug> FEW =
      List.of(Bugs.NEWLINE_ADDED, Bugs.BODY_IGNORED, Bugs.SHA_1, Bugs.PLAIN_SHA_256);

  private static final Map<String, List<Bug>> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("crlf", List.of(Bugs.CRLF_NORMALISED, Bugs.LINES_JOINED));
    FORMS.put("trailing-lf", List.of(Bugs.NEWLINE_DROPPED));
    FORMS.put("trailing-crlf", List.of(Bugs.NEWLINE_DROPPED, Bugs.CRLF_NORMALISED));
    FORMS.put("spaces-around", List.of(Bugs.TRIMMED));
    FORMS.put("leading-newlines", List.of(Bugs.TRIMMED));
    FORMS.put("bom", List.of(Bugs.BOM_DROPPED, Bugs.JSON_RESERIALISED));
    FORMS.put("latin-1", List.of(Bugs.BODY_AS_TEXT, Bugs.LATIN_1));
    FORMS.put("not-utf-8", List.of(Bugs.BODY_AS_TEXT));
    FORMS.put("emoji", List.of(Bugs.BODY_AS_ASCII, Bugs.LATIN_1));
    FORMS.put("key-order", List.of(Bugs.JSON_SORTED));
    FORMS.put("numbers", List.of(Bugs.JSON_RESERIALISED));
    FORMS.put("doubled-keys", List.of(Bugs.JSON_RESERIALISED));
  }

  private void wrong(Draft parent, @Nullable List<Bug> wanted) {
    Map<Bug, String> each = new LinkedHashMap<>();
    parent.bugs().wrong().forEach((signature, bug) -> each.putIfAbsent(bug, signature));
    if (wanted != null) {
      for (Bug bug : wanted) {
        if (!each.containsKey(bug)) {
          throw new IllegalStateException(parent.id + " does not show " + bug.code());
        }
      }
      each.keySet().retainAll(wanted);
    }
    String word = parent.id.substring(parent.id.lastIndexOf('/') + 1);
    each.forEach(
        (bug, signature) -> {
          Draft draft =
              parent
                  .derive(
                      Rules.VERIFIED,
                      word + "-signed-" + bug.code(),
                      "A signature that a mistaken signer gives is refused: " + bug.code(),
                      "signed with the mistake '" + bug.code() + "'")
                  .header(Draft.SIGNATURE, signature)
                  .trap(bug);
          if (bug.equals(Bugs.TIMESTAMP_PREPENDED)) {
            draft.also("X-App-Timestamp", Long.toString(Draft.SIGNED_AT));
          }
          drafts.add(draft);
        });
  }

  private void altered() {
    for (Op op : Op.values()) {
      Draft parent = find("sig/" + op.word() + "/", op);
      byte[] body = parent.bytes();
      byte[] flipped = body.clone();
      flipped[digit(body)] ^= 1;
      altered(parent, "body-bit-flipped", "one bit of the body is flipped", flipped);
      altered(
          parent,
          "body-cut",
          "the last byte of the body is gone",
          Arrays.copyOf(body, body.length - 1));
      byte[] longer = Arrays.copyOf(body, body.length + 1);
      longer[body.length] = '\n';
      altered(
          parent, "body-longer", "a newline stands behind the body", longer, Bugs.NEWLINE_DROPPED);
      drafts.add(
          parent
              .derive(
                  Rules.EMPTY_BODY,
                  "body-empty",
                  "An empty body is refused, even with its right signature",
                  "the body is empty and rightly signed")
              .signedBody(new byte[0])
              .trap(Bugs.EMPTY_BODY));
      altered(parent, "body-gone", "the body is empty", new byte[0]);
    }
  }

  /** The last digit, so that the flipped bit makes another digit and no other name. */
  private static int digit(byte[] body) {
    int at = body.length - 1;
    while (body[at] < '0' || body[at] > '9') {
      at--;
    }
    return at;
  }

  private void altered(Draft parent, String word, String change, byte[] body) {
    altered(parent, word, change, body, Bugs.NOT_CHECKED);
  }

  private void altered(Draft parent, String word, String change, byte[] body, Bug bug) {
    drafts.add(
        parent
            .derive(Rules.VERIFIED, word, "An altered body is refused: " + change, change)
            .body(body)
            .trap(bug));
  }

  private Draft find(String prefix, Op op) {
    byte[] payload = Payloads.bytes(op.payload());
    return drafts.stream()
        .filter(draft -> draft.id.startsWith(prefix) && Arrays.equals(draft.bytes(), payload))
        .findFirst()
        .orElseThrow();
  }

  private Draft find(String id) {
    return drafts.stream().filter(draft -> draft.id.equals(id)).findFirst().orElseThrow();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'a');
    return bytes;
  }
}
