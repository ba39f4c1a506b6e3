package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Who is named in the headers, how often and in which writing; and the method. */
final class HeaderCases {

  private static final String NOBODY = "lacre-conform-nobody";

  private final Deliveries deliveries;
  private final CaseGroup group;

  private HeaderCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    HeaderCases cases = new HeaderCases(deliveries, group);
    cases.writing();
    cases.forged();
    cases.identity();
    cases.repeated("app", LiveDelivery.APP, deliveries.main().appId());
    cases.repeated("merchant", LiveDelivery.MERCHANT, deliveries.main().merchant());
  }

  /** Adds what no delivery is: another method, without any header of a delivery. */
  static void addMethodsTo(CaseGroup group, Deliveries deliveries) {
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
      group
          .of(method.toLowerCase(Locale.ROOT), "an unsigned " + method, LiveRules.METHOD)
          .blames(Bugs.NOT_CHECKED)
          .orWith(400, 404, 405, 411)
          .refuses(() -> deliveries.genuine().bare(method));
    }
  }

  private void writing() {
    group
        .of("lower-case-names", "header names in lower case", LiveRules.FIELD_NAMES)
        .blames(Bugs.HEADER_CASE)
        .accepts(() -> deliveries.genuine().renameHeaders(false));
    group
        .of("upper-case-names", "header names in upper case", LiveRules.FIELD_NAMES)
        .blames(Bugs.HEADER_CASE)
        .accepts(() -> deliveries.genuine().renameHeaders(true));
    Speaker main = deliveries.main();
    group
        .of("outer-space", "white space around both ids", LiveRules.FIELD_SPACE)
        .blames(Bugs.HEADER_SPACE)
        .accepts(
            () ->
                deliveries
                    .genuine()
                    .set(LiveDelivery.APP, "  " + main.appId() + "\t")
                    .set(LiveDelivery.MERCHANT, "\t" + main.merchant() + "  "));
    group
        .of("extra-header", "a header that nobody knows", LiveRules.KNOWN)
        .accepts(() -> deliveries.genuine().add("X-Lacre-Conform", "1"));
  }

  /** Wrong signatures beside headers that lead the request another way. */
  private void forged() {
    group
        .of(
            "content-type-forged",
            "a wrong signature, and a body that is not declared as JSON",
            LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 415)
        .refuses(
            () -> wrong().set("Content-Type", "text/plain"),
            () -> wrong().set("Content-Type", "application/x-www-form-urlencoded"),
            () -> wrong().remove("Content-Type"));
    group
        .of("query-forged", "a wrong signature, and a query", LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 415)
        .refuses(() -> wrong().query("lacre-conform=1"));
    group
        .of("content-encoding-forged", "a wrong signature, and a content coding", LiveRules.VERIFY)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 415)
        .refuses(() -> wrong().add("Content-Encoding", "gzip"));
  }

  private LiveDelivery wrong() {
    return deliveries.genuine().signature(ShapeCases.random());
  }

  private void identity() {
    Speaker main = deliveries.main();
    group
        .of("app-missing", "no application id", LiveRules.IDENTITY)
        .blames(Bugs.APP_NOT_CHECKED)
        .refuses(
            () -> deliveries.genuine().remove(LiveDelivery.APP),
            () -> deliveries.genuine().set(LiveDelivery.APP, ""));
    group
        .of("merchant-missing", "no merchant id", LiveRules.IDENTITY)
        .blames(Bugs.MERCHANT_NOT_CHECKED)
        .refuses(
            () -> deliveries.genuine().remove(LiveDelivery.MERCHANT),
            () -> deliveries.genuine().set(LiveDelivery.MERCHANT, ""));
    List<Supplier<LiveDelivery>> unknown = new ArrayList<>();
    unknown.add(() -> deliveries.genuine().set(LiveDelivery.APP, NOBODY));
    unknown.add(() -> deliveries.genuine(main.with(new byte[0])).set(LiveDelivery.APP, NOBODY));
    for (Speaker other : deliveries.strangers()) {
      unknown.add(
          () -> deliveries.genuine(main.with(other.secret())).set(LiveDelivery.APP, NOBODY));
    }
    group
        .of("app-unknown", "an application that nobody knows", LiveRules.KNOWN)
        .blames(Bugs.DEFAULT_SECRET)
        .expects(Expectation.REFUSED, unknown);
    otherCase();
  }

  private void otherCase() {
    Speaker main = deliveries.main();
    String other = Ids.otherCase(main.appId());
    boolean taken =
        deliveries.everybody().stream().anyMatch(speaker -> speaker.appId().equals(other));
    CaseGroup.Making making =
        group
            .of("app-other-case", "the application's id in other case", LiveRules.EXACT_IDS)
            .blames(Bugs.MERCHANT_CASE);
    if (other.equals(main.appId()) || taken) {
      making.skips("the application's id has no other case, or it is another application's");
    } else {
      making.expects(
          Expectation.BETTER_REFUSED,
          List.of(() -> deliveries.genuine().set(LiveDelivery.APP, other)));
    }
  }

  private void repeated(String word, String header, String right) {
    String what = word.equals("app") ? "application" : "merchant";
    group
        .of(word + "-right-then-wrong", "two " + what + " ids, the first right", LiveRules.ONCE)
        .blames(Bugs.FIRST_HEADER)
        .refuses(() -> deliveries.genuine().set(header, right, NOBODY));
    group
        .of(word + "-wrong-then-right", "two " + what + " ids, the second right", LiveRules.ONCE)
        .blames(Bugs.LAST_HEADER)
        .refuses(() -> deliveries.genuine().set(header, NOBODY, right));
    group
        .of(word + "-same-twice", "the " + what + " id in two header lines", LiveRules.ONCE)
        .blames(Bugs.FIRST_HEADER)
        .expects(
            Expectation.BETTER_REFUSED,
            List.of(() -> deliveries.genuine().set(header, right, right)));
    group
        .of(word + "-two-in-one-line", "two " + what + " ids in one line", LiveRules.ONCE)
        .blames(Bugs.ANY_HEADER)
        .refuses(
            () -> deliveries.genuine().set(header, right + ", " + NOBODY),
            () -> deliveries.genuine().set(header, NOBODY + ", " + right));
  }
}
