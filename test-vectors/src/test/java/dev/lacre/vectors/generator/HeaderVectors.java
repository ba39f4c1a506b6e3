package dev.lacre.vectors.generator;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;

/** The identity headers: who says it is, each header once. */
final class HeaderVectors {

  private static final String UNKNOWN = "00000000-dead-4bad-8bad-000000000000";

  private final List<Draft> drafts = new ArrayList<>();
  private final Op op;
  private final Draft parent;

  private HeaderVectors(Op op) {
    this.op = op;
    parent =
        Draft.genuine(
            Receiver.of(op),
            Rules.IDENTITY,
            "header/" + op.word() + "/genuine",
            "A genuine delivery, from which the others are derived",
            Payloads.bytes(op.payload()));
    drafts.add(parent);
  }

  static List<Draft> drafts() {
    List<Draft> all = new ArrayList<>();
    for (Op op : Op.values()) {
      HeaderVectors headers = new HeaderVectors(op);
      headers.names();
      headers.missing();
      headers.unknown();
      if (op == Op.V1_NEW_EVENT || op == Op.ORDERING_CHANNEL) {
        headers.repeated();
        headers.spaces();
        headers.others();
        headers.ids();
      }
      all.addAll(headers.drafts);
    }
    return all;
  }

  private void names() {
    name("names-lower-case", "in lower case", "x-app-id", "x-app-merchantid", "x-app-signature");
    if (op == Op.V1_NEW_EVENT) {
      name("names-upper-case", "in upper case", "X-APP-ID", "X-APP-MERCHANTID", "X-APP-SIGNATURE");
      name("names-mixed-case", "in odd case", "x-App-iD", "X-aPP-mERCHANTiD", "x-ApP-SiGnAtUrE");
    }
  }

  private void name(String word, String how, String app, String merchant, String signature) {
    drafts.add(
        parent
            .derive(Rules.FIELD_NAME, word, "Header names " + how, "the header names are " + how)
            .valid()
            .renamed(Draft.APP, app)
            .renamed(Draft.MERCHANT, merchant)
            .renamed(Draft.SIGNATURE, signature)
            .trap(Bugs.HEADER_CASE));
  }

  private void missing() {
    missing(Draft.APP, "app-missing", "No application header", Bugs.APP_NOT_CHECKED);
    missing(Draft.MERCHANT, "merchant-missing", "No merchant header", Bugs.MERCHANT_NOT_CHECKED);
    value(
        Rules.IDENTITY,
        Draft.APP,
        "app-empty",
        "an empty application id",
        "",
        Bugs.APP_NOT_CHECKED);
    value(
        Rules.IDENTITY,
        Draft.MERCHANT,
        "merchant-empty",
        "an empty merchant id",
        "",
        Bugs.MERCHANT_NOT_CHECKED);
    drafts.add(
        parent
            .derive(
                Rules.IDENTITY,
                "all-missing",
                "None of the three headers",
                "all three headers are gone")
            .without(Draft.APP)
            .without(Draft.MERCHANT)
            .without(Draft.SIGNATURE)
            .trap(Bugs.MISSING_SKIPS));
  }

  private void missing(String header, String word, String title, Bug bug) {
    drafts.add(
        parent
            .derive(Rules.IDENTITY, word, title, "the header " + header + " is gone")
            .without(header)
            .trap(bug));
  }

  private void unknown() {
    value(
        Rules.KNOWN_SENDER,
        Draft.APP,
        "app-unknown",
        "an application that nobody knows",
        UNKNOWN,
        Bugs.APP_NOT_CHECKED);
    Sender other = op.sender().equals(Sender.ORDERING) ? Sender.LOGISTICS : Sender.ORDERING;
    value(
        Rules.KNOWN_SENDER,
        Draft.APP,
        "app-of-another",
        "the id of another known application",
        other.appId(),
        Bugs.EVERY_SECRET);
  }

  private void repeated() {
    repeated(Draft.APP, "app", UNKNOWN);
    repeated(Draft.MERCHANT, "merchant", "store-999");
    drafts.add(
        parent
            .derive(
                Rules.FIELD_ONCE,
                "app-and-merchant-swapped",
                "The two ids in each other's place",
                "application and merchant id are swapped")
            .header(Draft.APP, parent.value(Draft.MERCHANT))
            .header(Draft.MERCHANT, parent.value(Draft.APP))
            .trap(Bugs.APP_NOT_CHECKED));
  }

  private void repeated(String header, String word, String wrong) {
    String right = parent.value(header);
    drafts.add(
        repeatedly(header, word + "-repeated-right-first", "right, then another")
            .also(header, wrong)
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        repeatedly(header, word + "-repeated-right-last", "another, then right")
            .first(header, wrong)
            .trap(Bugs.LAST_HEADER));
    drafts.add(
        repeatedly(header, word + "-repeated-same", "the right one twice")
            .also(header, right)
            .trap(Bugs.FIRST_HEADER));
    value(
        Rules.FIELD_ONCE,
        header,
        word + "-list",
        "two ids in one value with a comma",
        right + ", " + wrong,
        Bugs.ANY_HEADER);
  }

  private Draft repeatedly(String header, String word, String what) {
    String change = "the header " + header + " stands twice: " + what;
    return parent.derive(Rules.FIELD_ONCE, word, "An identity header twice: " + what, change);
  }

  private void spaces() {
    for (String header : List.of(Draft.APP, Draft.MERCHANT)) {
      String word = header.equals(Draft.APP) ? "app" : "merchant";
      drafts.add(
          parent
              .derive(
                  Rules.FIELD_SPACE,
                  word + "-spaces-around",
                  "White space around an id is no part of it",
                  "blanks and a tab around " + header)
              .valid()
              .header(header, " \t" + parent.value(header) + " ")
              .trap(Bugs.HEADER_SPACE));
    }
  }

  private void others() {
    drafts.add(
        parent
            .derive(
                Rules.IDENTITY,
                "unrelated-headers",
                "Headers that mean nothing here change nothing",
                "other headers stand beside")
            .valid()
            .first("User-Agent", "test/1.0")
            .also("X-Signature", "0".repeat(64))
            .also("X-App-Signature-Version", "2")
            .also("Authorization", "Bearer none"));
    drafts.add(
        parent
            .derive(
                Rules.IDENTITY,
                "signature-under-another-name",
                "The signature under another name is none",
                "the signature stands in X-Signature")
            .renamed(Draft.SIGNATURE, "X-Signature")
            .trap(Bugs.MISSING_SKIPS));
    drafts.add(
        parent
            .derive(
                Rules.IDENTITY,
                "header-order",
                "The order of headers does not matter",
                "the signature stands first and the ids after the media type")
            .valid()
            .without(Draft.SIGNATURE)
            .first(Draft.SIGNATURE, parent.value(Draft.SIGNATURE)));
  }

  private void ids() {
    String app = parent.value(Draft.APP);
    value(
        Rules.EXACT_IDS,
        Draft.APP,
        "app-upper-case",
        "the application id in upper case",
        app.toUpperCase(java.util.Locale.ROOT),
        Bugs.MERCHANT_CASE);
    value(
        Rules.EXACT_IDS,
        Draft.APP,
        "app-in-braces",
        "the application id in braces",
        "{" + app + "}",
        Bugs.MERCHANT_CASE);
    value(
        Rules.EXACT_IDS,
        Draft.MERCHANT,
        "merchant-too-long",
        "a merchant id of 129 characters",
        "a".repeat(129),
        Bugs.MERCHANT_NOT_CHECKED);
    value(
        Rules.EXACT_IDS,
        Draft.MERCHANT,
        "merchant-not-ascii",
        "a merchant id with a byte that is not ASCII",
        parent.value(Draft.MERCHANT) + "\u00E9",
        Bugs.MERCHANT_CASE);
    value(
        Rules.EXACT_IDS,
        Draft.MERCHANT,
        "merchant-inner-space",
        "a merchant id with a blank within",
        parent.value(Draft.MERCHANT).replace("-", " -"),
        Bugs.MERCHANT_CASE);
  }

  private void value(Rules rule, String header, String word, String what, String value, Bug bug) {
    drafts.add(
        parent
            .derive(rule, word, "Refused: " + what, header + " is " + what)
            .header(header, value)
            .trap(bug));
  }
}
