package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Rule;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which bytes are signed, and how: genuine deliveries in every form, and near misses. */
final class SignatureCases {

  private static final Integer[] MALFORMED = {400, 415, 422};
  private static final String TOO_LONG = "such a body is longer than the route takes";

  /** How much careless code reads at once. */
  private static final List<Integer> BUFFERS = List.of(1024, 4096, 8192, 65_536);

  private final Deliveries deliveries;
  private final CaseGroup group;

  private SignatureCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
  }

  static void addTo(CaseGroup group, Deliveries deliveries, WrongSignatures wrong) {
    SignatureCases cases = new SignatureCases(deliveries, group);
    cases.forms();
    cases.framing();
    cases.damaged();
    cases.forged();
    for (Bug bug : wrong.bugs()) {
      if (!ShapeCases.isWriting(bug) && !KeyCases.isOfTheKey(bug)) {
        cases.mistake(bug, wrong);
      }
    }
  }

  private void mistake(Bug bug, WrongSignatures wrong) {
    add(group, bug, wrong, LiveRules.PAYLOAD);
  }

  /** Adds the case that a mistake's signature is refused. */
  static void add(CaseGroup group, Bug bug, WrongSignatures wrong, Rule rule) {
    BodyForm form = WrongSignatures.formOf(bug);
    boolean malformed = form == BodyForm.BOM || form == BodyForm.LATIN_1;
    List<Supplier<LiveDelivery>> attempts = wrong.attempts(bug);
    CaseGroup.Making making =
        group
            .of(bug.code(), "a wrong signature, as if " + bug.sentence(), rule)
            .blames(bug)
            .in(form);
    if (attempts.isEmpty()) {
      making.skips("no delivery of this sender can show it");
    } else if (!wrong.fits(bug)) {
      making.skips(TOO_LONG);
    } else {
      (malformed ? making.orWith(MALFORMED) : making).expects(Expectation.REFUSED, attempts);
    }
  }

  private void forms() {
    form("compact-utf-8", "letters beyond ASCII", BodyForm.UTF_8, Bugs.LATIN_1, LiveRules.PAYLOAD);
    form(
        "escaped",
        "JSON escapes",
        BodyForm.ESCAPED,
        Bugs.JSON_RESERIALISED,
        LiveRules.JSON_ESCAPES);
    form(
        "pretty-lf",
        "indentation",
        BodyForm.PRETTY_LF,
        Bugs.JSON_RESERIALISED,
        LiveRules.JSON_SPACE);
    form(
        "crlf",
        "indentation and CRLF",
        BodyForm.PRETTY_CRLF,
        Bugs.CRLF_NORMALISED,
        LiveRules.JSON_SPACE);
    form(
        "tabs",
        "tabs for indentation",
        BodyForm.PRETTY_TABS,
        Bugs.JSON_RESERIALISED,
        LiveRules.JSON_SPACE);
    form(
        "trailing-newline",
        "a newline at the end",
        BodyForm.NEWLINE,
        Bugs.NEWLINE_DROPPED,
        LiveRules.JSON_SPACE);
    form(
        "outer-space",
        "white space around it",
        BodyForm.SPACES,
        Bugs.TRIMMED,
        LiveRules.JSON_SPACE);
    malformed("bom", "a byte order mark", BodyForm.BOM, Bugs.BOM_DROPPED, LiveRules.JSON_BOM);
    malformed(
        "not-utf-8",
        "bytes that are not UTF-8",
        BodyForm.LATIN_1,
        Bugs.BODY_AS_TEXT,
        LiveRules.PAYLOAD);
    form("large", "as many bytes as the route takes", BodyForm.LARGE, null, LiveRules.PAYLOAD);
  }

  private void form(String word, String what, BodyForm form, @Nullable Bug bug, Rule rule) {
    CaseGroup.Making making = group.of(word, "a genuine body with " + what, rule).in(form);
    if (bug != null) {
      making.blames(bug);
    }
    if (deliveries.fits(form)) {
      making.accepts(() -> deliveries.genuine(form));
    } else {
      making.skips(TOO_LONG);
    }
  }

  /** A body that the application may refuse, once its signature is found right. */
  private void malformed(String word, String what, BodyForm form, Bug bug, Rule rule) {
    CaseGroup.Making making =
        group.of(word, "a genuine body with " + what, rule).in(form).blames(bug).orWith(MALFORMED);
    if (deliveries.fits(form)) {
      making.expects(Expectation.GENUINE, List.of(() -> deliveries.genuine(form)));
    } else {
      making.skips(TOO_LONG);
    }
  }

  private void framing() {
    group
        .of("chunked", "a genuine body in chunks of odd sizes", LiveRules.CHUNKED)
        .accepts(() -> deliveries.genuine().chunked(1, 7, 3, 64, 5));
    group
        .of("split", "a genuine delivery that arrives in many small pieces", LiveRules.BODY_STEP)
        .accepts(() -> deliveries.genuine().inPieces(9));
  }

  private void damaged() {
    group
        .of("flipped-body", "one bit of the body changed", LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .refuses(() -> flipped(deliveries.genuine()));
    group
        .of("flipped-first", "one bit of the signature's first byte changed", LiveRules.HMAC)
        .blames(Bugs.NOT_CHECKED)
        .refuses(() -> flipped(deliveries.genuine(), 0));
    group
        .of("flipped-last", "one bit of the signature's last byte changed", LiveRules.HMAC)
        .blames(Bugs.TRUNCATED)
        .refuses(() -> flipped(deliveries.genuine(), 63));
    group
        .of("truncated-body", "fewer bytes than Content-Length says", LiveRules.INCOMPLETE)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 408, 422)
        .expects(Expectation.REFUSED_OR_CLOSED, List.of(this::truncated));
    group
        .of(
            "empty-body",
            "an empty body with its right MAC, which never changes",
            LiveRules.ONE_SIGNATURE)
        .blames(Bugs.EMPTY_BODY)
        .orWith(MALFORMED)
        .refuses(() -> deliveries.genuine().body(new byte[0]));
    group
        .of("other-body", "the signature of another genuine delivery", LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .refuses(() -> deliveries.genuine().signature(deliveries.genuine().right()));
  }

  private void forged() {
    group
        .of("chunked-forged", "a wrong signature, the body in chunks", LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 415)
        .refuses(() -> deliveries.genuine().chunked(1, 7, 3, 64, 5).signature(ShapeCases.random()));
    CaseGroup.Making large =
        group
            .of("large-forged", "a long body, not signed to its last byte", LiveRules.VERIFY)
            .blames(Bugs.NOT_CHECKED)
            .orWith(400, 415);
    if (!deliveries.fits(BodyForm.LARGE)) {
      large.skips(TOO_LONG);
      return;
    }
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    attempts.add(this::lastByteChanged);
    attempts.add(() -> deliveries.genuine(BodyForm.LARGE).signature(ShapeCases.random()));
    int length = deliveries.genuine(BodyForm.LARGE).body().length;
    for (int part : BUFFERS) {
      if (part < length) {
        attempts.add(() -> beginSigned(part));
      }
    }
    large.expects(Expectation.REFUSED, attempts);
  }

  /** A space at the end becomes a newline, so that it stays JSON. */
  private LiveDelivery lastByteChanged() {
    LiveDelivery delivery = deliveries.genuine(BodyForm.LARGE);
    byte[] body = delivery.body();
    if (body[1] != ' ') {
      return flipped(delivery); // no room for a space
    }
    System.arraycopy(body, 2, body, 1, body.length - 2);
    body[body.length - 1] = ' ';
    String right = delivery.right();
    body[body.length - 1] = '\n';
    return delivery.signature(right);
  }

  private LiveDelivery beginSigned(int length) {
    LiveDelivery delivery = deliveries.genuine(BodyForm.LARGE);
    byte[] whole = delivery.body();
    String ofBegin = delivery.body(Arrays.copyOf(whole, length)).right();
    return delivery.body(whole).signature(ofBegin);
  }

  private LiveDelivery truncated() {
    LiveDelivery delivery = deliveries.genuine();
    return delivery.cutTo(delivery.body().length / 2);
  }

  /** In the fresh id, so that it stays JSON. */
  private static LiveDelivery flipped(LiveDelivery delivery) {
    String right = delivery.right();
    byte[] body = delivery.body().clone();
    for (int i = body.length - 1; i >= 0; i--) {
      if (body[i] >= '2' && body[i] <= '9') {
        body[i] ^= 1;
        break;
      }
    }
    return delivery.body(body).signature(right);
  }

  private static LiveDelivery flipped(LiveDelivery delivery, int at) {
    char[] signature = delivery.right().toCharArray();
    signature[at] = Character.forDigit(Character.digit(signature[at], 16) ^ 1, 16);
    return delivery.signature(new String(signature));
  }
}
