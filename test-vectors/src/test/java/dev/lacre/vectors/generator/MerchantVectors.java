package dev.lacre.vectors.generator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** For whom it is: the merchant must be the sender's, and all that name the store must agree. */
final class MerchantVectors {

  private static final String PIZZA = Sender.PIZZA_PLAZA;

  private final List<Draft> drafts = new ArrayList<>();

  private MerchantVectors() {}

  static List<Draft> drafts() {
    MerchantVectors all = new MerchantVectors();
    for (Op op : Op.values()) {
      all.applicationModel(op);
    }
    all.merchantModel(Op.V1_NEW_EVENT);
    all.merchantModel(Op.V2_ORDER_EVENT);
    all.storeInBody();
    all.strictJson();
    all.storeInPath();
    all.storeInHeader();
    all.aliases();
    all.proof();
    return all.drafts;
  }

  /** One secret for all merchants, so what the header says must be authorised. */
  private void applicationModel(Op op) {
    Draft parent = genuine(op, "application-model");
    if (op == Op.V1_NEW_LOGISTIC_EVENT || op == Op.ORDERING_CHANNEL) {
      // Body or path name the merchant as well, and are looked at below.
      merchant(
          parent,
          "another-header-only",
          "another merchant of the sender, in the header alone",
          "store-456",
          op == Op.ORDERING_CHANNEL ? Bugs.HEADER_IGNORED : Bugs.BODY_FIELD_NOT_CHECKED);
    } else {
      drafts.add(
          Draft.genuine(
              Receiver.of(op),
              Rules.MERCHANT_AUTHORISED,
              "merchant/" + op.word() + "/another-known",
              "Another merchant that the application may speak for",
              Payloads.bytes(op.payload()),
              op.sender(),
              "store-456",
              op.sender().key()));
    }
    String right = parent.value(Draft.MERCHANT);
    merchant(
        parent, "unknown", "a merchant that nobody knows", "store-999", Bugs.MERCHANT_NOT_CHECKED);
    merchant(
        parent,
        "of-another-application",
        "a merchant of another application alone",
        "store-9",
        Bugs.MERCHANT_NOT_CHECKED);
    merchant(
        parent,
        "longer",
        "the merchant's id and one character more",
        right + "0",
        Bugs.MERCHANT_CASE);
    merchant(
        parent,
        "shorter",
        "the merchant's id without its last character",
        right.substring(0, right.length() - 1),
        Bugs.MERCHANT_CASE);
    if (op == Op.V1_NEW_EVENT) {
      merchant(parent, "wildcard", "an asterisk", "*", Bugs.MERCHANT_NOT_CHECKED);
      merchant(
          parent,
          "app-id",
          "the application's own id",
          parent.value(Draft.APP),
          Bugs.MERCHANT_NOT_CHECKED);
      merchant(
          parent,
          "percent-encoded",
          "the merchant's id percent-encoded",
          "store%2D123",
          Bugs.MERCHANT_CASE);
    }
    String other = right.toUpperCase(Locale.ROOT);
    merchant(
        parent,
        Rules.EXACT_IDS,
        "upper-case",
        "the merchant's id in upper case",
        other,
        Bugs.MERCHANT_CASE);
  }

  /** A secret for each merchant, so who signs for another is a stranger. */
  private void merchantModel(Op op) {
    byte[] body = Payloads.bytes(op.payload());
    Sender nine = Sender.STORE_9;
    Draft parent =
        Draft.genuine(
            Receiver.of(op),
            Rules.MERCHANT_KEY,
            "merchant/" + op.word() + "/own-key",
            "A merchant's own secret for the merchant",
            body,
            nine,
            "store-9",
            nine.key());
    drafts.add(parent);
    merchant(
        parent,
        "key-of-store-9-for-store-10",
        "another store, which has another secret",
        "store-10",
        Bugs.KEY_OF_ANOTHER);
    merchant(
        parent,
        "own-key-unknown-store",
        "a store that has no secret",
        "store-11",
        Bugs.DEFAULT_SECRET);
    merchant(
        parent,
        "own-key-store-of-application",
        "a store of another application",
        "store-123",
        Bugs.EVERY_SECRET);
    merchant(
        parent,
        Rules.EXACT_IDS,
        "own-key-upper-case",
        "the store's id in upper case",
        "STORE-9",
        Bugs.MERCHANT_CASE);
    drafts.add(
        parent
            .derive(
                Rules.MERCHANT_KEY,
                "own-key-app-of-application",
                "A store's secret is not the application's",
                "the id of another application, whose store it is not")
            .header(Draft.APP, Sender.ORDERING.appId())
            .header(Draft.MERCHANT, "store-123")
            .trap(Bugs.EVERY_SECRET));
  }

  /** The logistics event names the merchant in its signed body. */
  private void storeInBody() {
    Draft parent = body("in-body", json(PIZZA));
    drafts.add(
        parent
            .derive(
                Rules.MERCHANT_IN_BODY,
                "in-body-other-form",
                "The merchant in the body, written with escapes",
                "the body writes the same id with an escape")
            .valid()
            .signedBody(utf8(text(PIZZA).replace("-dbc7", "\\u002ddbc7"))));
    signed(
        parent,
        Rules.MERCHANT_IN_BODY,
        "in-body-another",
        "another merchant of the sender",
        json("store-456"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.MERCHANT_IN_BODY,
        "in-body-unknown",
        "a merchant that nobody knows",
        json("store-999"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EXACT_IDS,
        "in-body-upper-case",
        "the merchant in upper case",
        json(PIZZA.toUpperCase(Locale.ROOT)),
        Bugs.MERCHANT_CASE);
    signed(
        parent,
        Rules.EXACT_IDS,
        "in-body-space",
        "the merchant with a blank behind it",
        json(PIZZA + " "),
        Bugs.MERCHANT_CASE);
    signed(
        parent,
        Rules.EXACT_IDS,
        "in-body-nul",
        "the merchant with a zero character behind it",
        json(PIZZA + "\\u0000"),
        Bugs.MERCHANT_CASE);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-missing",
        "no merchant",
        utf8("{\"deliveryId\":\"d-1\"}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-id-missing",
        "a merchant without an id",
        utf8("{\"merchant\":{\"name\":\"Pizza Plaza\"}}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-null",
        "null for the merchant",
        utf8("{\"merchant\":{\"id\":null}}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-number",
        "a number for the merchant",
        utf8("{\"merchant\":{\"id\":1}}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-array",
        "an array with the merchant in it",
        utf8("{\"merchant\":{\"id\":[\"" + PIZZA + "\"]}}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-elsewhere",
        "the merchant in another place",
        utf8("{\"id\":\"" + PIZZA + "\",\"data\":{\"merchant\":{\"id\":\"" + PIZZA + "\"}}}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-key-case",
        "the merchant under a key in other case",
        utf8("{\"Merchant\":{\"Id\":\"" + PIZZA + "\"}}"),
        Bugs.LENIENT_JSON);
    signed(
        parent,
        Rules.EVERY_SOURCE,
        "in-body-root-array",
        "an array around it all",
        utf8("[" + text(PIZZA) + "]"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    doubled(parent, "in-body-doubled-right-first", PIZZA, "store-456", Bugs.FIRST_KEY);
    doubled(parent, "in-body-doubled-right-last", "store-456", PIZZA, Bugs.LAST_KEY);
    doubled(parent, "in-body-doubled-same", PIZZA, PIZZA, Bugs.LAST_KEY);
    String whole = "{\"merchant\":{\"id\":\"%s\"},\"merchant\":{\"id\":\"%s\"}}";
    signed(
        parent,
        Rules.STRICT_JSON,
        "in-body-doubled-object-right-first",
        "the object with the merchant twice, right first",
        utf8(whole.formatted(PIZZA, "store-456")),
        Bugs.FIRST_KEY);
    signed(
        parent,
        Rules.STRICT_JSON,
        "in-body-doubled-object-right-last",
        "the object with the merchant twice, right last",
        utf8(whole.formatted("store-456", PIZZA)),
        Bugs.LAST_KEY);
    signed(
        parent,
        Rules.STRICT_JSON,
        "in-body-doubled-by-escape",
        "the key once plain and once with an escape",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\",\"\\u0069d\":\"store-456\"}}"),
        Bugs.FIRST_KEY);
    signed(
        parent,
        Rules.STRICT_JSON,
        "in-body-doubled-elsewhere",
        "another key twice, behind the merchant",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":1,\"a\":2}"),
        Bugs.LENIENT_JSON);
  }

  private void strictJson() {
    Draft parent = body("json", json(PIZZA));
    drafts.add(
        parent
            .derive(
                Rules.STRICT_JSON,
                "json-space-around",
                "White space around the document",
                "blanks and newlines stand around the document")
            .valid()
            .signedBody(utf8("\r\n\t " + text(PIZZA) + " \n")));
    lenient(
        parent,
        "json-cut",
        "the document ends early",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":"));
    lenient(
        parent,
        "json-second-document",
        "a second document stands behind the first",
        utf8(text(PIZZA) + text("store-456")));
    lenient(
        parent,
        "json-garbage-behind",
        "letters stand behind the document",
        utf8(text(PIZZA) + " xyz"));
    lenient(parent, "json-comment", "a comment stands within", utf8("/* c */" + text(PIZZA)));
    lenient(
        parent,
        "json-single-quotes",
        "single quotes instead of double ones",
        utf8(text(PIZZA).replace('"', '\'')));
    lenient(
        parent, "json-bare-keys", "keys without quotes", utf8("{merchant:{id:\"" + PIZZA + "\"}}"));
    lenient(
        parent,
        "json-trailing-comma",
        "a comma behind the last member",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\"},}"));
    lenient(
        parent,
        "json-nan",
        "NaN for a number",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":NaN}"));
    lenient(
        parent,
        "json-raw-control",
        "a raw newline within a string",
        utf8("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":\"\n\"}"));
    lenient(
        parent,
        "json-bom",
        "a byte order mark stands before the document",
        utf8("\uFEFF" + text(PIZZA)));
    utf8(parent, "json-utf-16", "the document is UTF-16", text(PIZZA).getBytes(UTF_16LE));
    utf8(
        parent,
        "json-latin-1",
        "a string is Latin-1 and not UTF-8",
        ("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":\"P\u00E3o\"}").getBytes(ISO_8859_1));
    utf8(
        parent,
        "json-overlong",
        "a character in an overlong form",
        ("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":\"\u00C0\u00AF\"}").getBytes(ISO_8859_1));
    utf8(
        parent,
        "json-surrogate",
        "half a surrogate pair in UTF-8",
        ("{\"merchant\":{\"id\":\"" + PIZZA + "\"},\"a\":\"\u00ED\u00A0\u0080\"}")
            .getBytes(ISO_8859_1));
    lenient(
        parent,
        "json-deep",
        "1001 arrays stand one in the other",
        utf8(
            "{\"merchant\":{\"id\":\""
                + PIZZA
                + "\"},\"a\":"
                + "[".repeat(1001)
                + "]".repeat(1001)
                + "}"));
    lenient(parent, "json-not", "there is no JSON at all", utf8("merchant.id=" + PIZZA));
  }

  /** The ordering channel names the store in the path. */
  private void storeInPath() {
    Draft parent = genuine(Op.ORDERING_CHANNEL, "in-path");
    path(parent, "in-path-another", "another store of the sender", "/stores/store-456/orders");
    path(parent, "in-path-unknown", "a store that nobody knows", "/stores/store-999/orders");
    path(parent, "in-path-upper-case", "the store in upper case", "/stores/STORE-123/orders");
    path(parent, "in-path-longer", "the store's id and more", "/stores/store-1234/orders");
    path(parent, "in-path-later", "the store in a later segment", "/stores/x/store-123");
    drafts.add(
        Draft.genuine(
                Receiver.of(Op.ORDERING_CHANNEL),
                Rules.STORE,
                "merchant/ordering-channel/in-path-456",
                "Another store of the sender, in path and header",
                Payloads.bytes(Op.ORDERING_CHANNEL.payload()),
                Sender.ORDERING,
                "store-456",
                Sender.ORDERING.key())
            .to("/stores/store-456/orders"));
  }

  private void path(Draft parent, String word, String what, String path) {
    drafts.add(
        parent
            .derive(Rules.STORE, word, "The path names " + what, "the path names " + what)
            .to(path)
            .trap(Bugs.HEADER_IGNORED));
  }

  private void storeInHeader() {
    Receiver receiver =
        Receiver.of(Op.ORDERING_CHANNEL).store("X-Store-Id", "/store/id", null, Map.of());
    Draft parent =
        Draft.genuine(
                receiver,
                Rules.STORE,
                "merchant/ordering-channel/in-header",
                "The store in a header and in the body",
                utf8("{\"store\":{\"id\":\"store-123\"},\"order\":1}"))
            .also("X-Store-Id", "store-123");
    drafts.add(parent);
    drafts.add(
        parent
            .derive(
                Rules.STORE,
                "in-header-another",
                "The header names another store",
                "the store header names another store")
            .header("X-Store-Id", "store-456")
            .trap(Bugs.HEADER_IGNORED));
    drafts.add(
        parent
            .derive(
                Rules.EVERY_SOURCE,
                "in-header-missing",
                "The store header is gone",
                "the store header is gone")
            .without("X-Store-Id")
            .trap(Bugs.HEADER_IGNORED));
    drafts.add(
        parent
            .derive(
                Rules.FIELD_ONCE,
                "in-header-repeated-right-first",
                "Two store headers: right, then another",
                "the store header stands twice")
            .also("X-Store-Id", "store-456")
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        parent
            .derive(
                Rules.FIELD_ONCE,
                "in-header-repeated-right-last",
                "Two store headers: another, then right",
                "the store header stands twice")
            .first("X-Store-Id", "store-456")
            .trap(Bugs.LAST_HEADER));
    drafts.add(
        parent
            .derive(
                Rules.STORE,
                "in-header-body-another",
                "The body names another store",
                "the body names another store and is rightly signed")
            .signedBody(utf8("{\"store\":{\"id\":\"store-456\"},\"order\":1}"))
            .trap(Bugs.BODY_FIELD_NOT_CHECKED));
  }

  private void aliases() {
    Receiver receiver =
        Receiver.of(Op.ORDERING_CHANNEL)
            .store(null, "/store", null, Map.of("downtown", "store-123"));
    Draft parent =
        Draft.genuine(
            receiver,
            Rules.ALIASES,
            "merchant/ordering-channel/alias",
            "The store under a name of the receiver's own",
            utf8("{\"store\":\"downtown\"}"));
    drafts.add(parent);
    drafts.add(
        parent
            .derive(
                Rules.ALIASES,
                "alias-own-name",
                "The store under its own id",
                "the body names the store by its own id")
            .valid()
            .signedBody(utf8("{\"store\":\"store-123\"}")));
    signed(
        parent,
        Rules.ALIASES,
        "alias-unknown",
        "a name that nobody set",
        utf8("{\"store\":\"uptown\"}"),
        Bugs.BODY_FIELD_NOT_CHECKED);
    drafts.add(
        parent
            .derive(
                Rules.ALIASES,
                "alias-in-header",
                "An alias is no merchant id",
                "the merchant header names the alias")
            .header(Draft.MERCHANT, "downtown")
            .trap(Bugs.MERCHANT_NOT_CHECKED));
  }

  /** A route may ask for more than the unsigned header. */
  private void proof() {
    byte[] body = Payloads.bytes(Op.V2_ORDER_EVENT.payload());
    Receiver byKey = Receiver.of(Op.V2_ORDER_EVENT).demanding("key");
    Draft own =
        Draft.genuine(
            byKey,
            Rules.PROOF,
            "merchant/v2-orderEvent/proof-key",
            "A route that demands a merchant's own key gets one",
            body,
            Sender.STORE_9,
            "store-9",
            Sender.STORE_9.key());
    drafts.add(own);
    drafts.add(
        own.derive(
                Rules.PROOF,
                "proof-key-application",
                "An application's key proves no merchant",
                "signed by an application, for one of its merchants")
            .header(Draft.APP, Sender.ORDERING.appId())
            .header(Draft.MERCHANT, "store-123")
            .signedWith(Sender.ORDERING.key())
            .trap(Bugs.MERCHANT_NOT_CHECKED));
    Receiver bySigned = Receiver.of(Op.V2_ORDER_EVENT).demanding("signed-field");
    Draft better =
        Draft.genuine(
            bySigned,
            Rules.PROOF,
            "merchant/v2-orderEvent/proof-better",
            "A merchant's own key is more than a signed field",
            body,
            Sender.STORE_9,
            "store-9",
            Sender.STORE_9.key());
    drafts.add(better);
    drafts.add(
        better
            .derive(
                Rules.PROOF,
                "proof-asserted",
                "The unsigned header is no signed field",
                "signed by an application, and no field names the merchant")
            .header(Draft.APP, Sender.ORDERING.appId())
            .header(Draft.MERCHANT, "store-123")
            .signedWith(Sender.ORDERING.key())
            .trap(Bugs.MERCHANT_NOT_CHECKED));
    Receiver logistics = Receiver.of(Op.V1_NEW_LOGISTIC_EVENT).demanding("signed-field");
    drafts.add(
        Draft.genuine(
            logistics,
            Rules.PROOF,
            "merchant/v1-newLogisticEvent/proof-signed-field",
            "A signed field that names the merchant is proof",
            json(PIZZA)));
  }

  private Draft genuine(Op op, String word) {
    Draft draft =
        Draft.genuine(
            Receiver.of(op),
            Rules.MERCHANT_AUTHORISED,
            "merchant/" + op.word() + "/" + word,
            "A genuine delivery, from which others are derived",
            Payloads.bytes(op.payload()));
    drafts.add(draft);
    return draft;
  }

  private Draft body(String word, byte[] body) {
    Draft draft =
        Draft.genuine(
            Receiver.of(Op.V1_NEW_LOGISTIC_EVENT),
            Rules.MERCHANT_IN_BODY,
            "merchant/v1-newLogisticEvent/" + word,
            "The body names the merchant of the header",
            body);
    drafts.add(draft);
    return draft;
  }

  private void merchant(Draft parent, String word, String what, String merchant, Bug bug) {
    merchant(parent, parent.rule, word, what, merchant, bug);
  }

  private void merchant(
      Draft parent, Rules rule, String word, String what, String merchant, Bug bug) {
    drafts.add(
        parent
            .derive(
                rule,
                word,
                "The merchant header names " + what,
                "the merchant header names " + what)
            .header(Draft.MERCHANT, merchant)
            .trap(bug));
  }

  private void doubled(Draft parent, String word, String first, String second, Bug bug) {
    signed(
        parent,
        Rules.STRICT_JSON,
        word,
        "the merchant's id twice: "
            + (first.equals(PIZZA) ? "right" : "another")
            + ", then "
            + (second.equals(PIZZA) ? "right" : "another"),
        utf8("{\"merchant\":{\"id\":\"" + first + "\",\"id\":\"" + second + "\"}}"),
        bug);
  }

  private void lenient(Draft parent, String word, String what, byte[] body) {
    unread(parent, Rules.STRICT_JSON, word, what, body);
  }

  private void utf8(Draft parent, String word, String what, byte[] body) {
    unread(parent, Rules.JSON_UTF_8, word, what, body);
  }

  private void unread(Draft parent, Rules rule, String word, String what, byte[] body) {
    drafts.add(
        parent
            .derive(
                rule,
                word,
                "A rightly signed body is refused: " + what,
                "another body, rightly signed, in which " + what)
            .signedBody(body)
            .trap(Bugs.LENIENT_JSON));
  }

  private void signed(Draft parent, Rules rule, String word, String what, byte[] body, Bug bug) {
    drafts.add(
        parent
            .derive(
                rule,
                word,
                "A rightly signed body is refused: " + what,
                "the body, rightly signed, has " + what)
            .signedBody(body)
            .trap(bug));
  }

  private static String text(String merchant) {
    return "{\"deliveryId\":\"d-1\",\"merchant\":{\"id\":\"" + merchant + "\"}}";
  }

  private static byte[] json(String merchant) {
    return utf8(text(merchant));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
