package dev.lacre.cli.conform.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lacre.vectors.internal.Bugs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store in body, path and header, each against the merchant header. */
final class StoreCases {

  private static final Integer[] MALFORMED = {400, 415, 422};
  private static final String NO_FIELD = "no field of the body names the store on this route";

  private final Deliveries deliveries;
  private final CaseGroup group;
  private final LiveRoute route;
  private final Speaker main;

  /** Another merchant of the same secrets, or at least another name. */
  private final String other;

  private StoreCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
    this.route = deliveries.route();
    this.main = deliveries.main();
    this.other =
        main.merchants().stream()
            .filter(merchant -> !merchant.equals(main.merchant()))
            .filter(merchant -> !main.merchant().equals(route.aliases().get(merchant)))
            .filter(merchant -> !route.hasOpenSegment() || route.path(merchant) != null)
            .findFirst()
            .orElse(MerchantCases.UNKNOWN);
  }

  static void addTo(CaseGroup group, Deliveries deliveries) {
    StoreCases cases = new StoreCases(deliveries, group);
    cases.body();
    cases.json();
    cases.path();
    cases.header();
  }

  private void body() {
    CaseGroup.Making contradicts =
        group
            .of("body-contradicts", "the signed body names another store", LiveRules.ONE_STORE)
            .blames(Bugs.BODY_FIELD_NOT_CHECKED)
            .orWith(MALFORMED);
    CaseGroup.Making noText =
        group
            .of("body-no-store", "the signed body names no store", LiveRules.STRING_FIELD)
            .blames(Bugs.BODY_FIELD_NOT_CHECKED)
            .orWith(MALFORMED);
    if (route.pointer() == null) {
      contradicts.skips(NO_FIELD);
      noText.skips(NO_FIELD);
      return;
    }
    List<Supplier<LiveDelivery>> attempts = new ArrayList<>();
    attempts.add(() -> bodyNaming(TextNode.valueOf(other)));
    attempts.add(() -> bodyNaming(TextNode.valueOf(Ids.otherCase(main.merchant()) + " ")));
    if (!other.equals(MerchantCases.UNKNOWN) && route.path(other) != null) {
      attempts.add(
          () ->
              deliveries.of(
                  main.speakingFor(other),
                  deliveries.bodies().fresh(BodyForm.PLAIN, main.merchant())));
    }
    contradicts.expects(Expectation.REFUSED, attempts);
    noText.refuses(
        () -> bodyNaming(null),
        () -> bodyNaming(NullNode.getInstance()),
        () -> bodyNaming(IntNode.valueOf(7)),
        () -> bodyNaming(JsonNodeFactory.instance.arrayNode().add(main.merchant())));
  }

  private LiveDelivery bodyNaming(@Nullable JsonNode store) {
    return deliveries.of(main, deliveries.bodies().withStore(store));
  }

  private void json() {
    CaseGroup.Making first =
        group
            .of(
                "json-key-right-then-wrong",
                "the store's key twice, the first right",
                LiveRules.JSON_NAMES)
            .blames(Bugs.FIRST_KEY)
            .orWith(MALFORMED);
    CaseGroup.Making last =
        group
            .of(
                "json-key-wrong-then-right",
                "the store's key twice, the second right",
                LiveRules.JSON_NAMES)
            .blames(Bugs.LAST_KEY)
            .orWith(MALFORMED);
    if (deliveries.bodies().withStores(other, other) == null) {
      first.skips(NO_FIELD);
      last.skips(NO_FIELD);
    } else {
      first.refuses(() -> keyTwice(main.merchant(), other));
      last.refuses(() -> keyTwice(other, main.merchant()));
    }
    CaseGroup.Making lenient =
        group
            .of(
                "json-not-one-document",
                "something behind the JSON document",
                LiveRules.ONE_DOCUMENT)
            .blames(Bugs.LENIENT_JSON)
            .orWith(MALFORMED);
    if (route.pointer() == null) {
      lenient.skips(NO_FIELD);
    } else {
      lenient.refuses(
          () -> followedBy(deliveries.bodies().fresh(BodyForm.PLAIN, other)),
          () -> followedBy("x".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private LiveDelivery keyTwice(String first, String second) {
    byte[] body = deliveries.bodies().withStores(first, second);
    return deliveries.of(main, body == null ? new byte[0] : body);
  }

  private LiveDelivery followedBy(byte[] more) {
    byte[] body = deliveries.bodies().fresh(BodyForm.PLAIN, main.merchant());
    byte[] both = Arrays.copyOf(body, body.length + more.length);
    System.arraycopy(more, 0, both, body.length, more.length);
    return deliveries.of(main, both);
  }

  private void path() {
    CaseGroup.Making making =
        group
            .of("path-contradicts", "the path names another store", LiveRules.ALL_AGREE)
            .blames(Bugs.HEADER_IGNORED);
    if (route.hasOpenSegment()) {
      making.refuses(() -> named(other).set(storeHeader(), main.merchant()));
    } else if (route.hasSegment()) {
      making.refuses(
          () ->
              deliveries.of(
                  main.speakingFor(other), deliveries.bodies().fresh(BodyForm.PLAIN, other)));
    } else {
      making.skips("no segment of the path names the store on this route");
    }
  }

  private void header() {
    CaseGroup.Making contradicts =
        group
            .of("store-header-contradicts", "the store header names another", LiveRules.STORE)
            .blames(Bugs.HEADER_IGNORED);
    CaseGroup.Making missing =
        group
            .of("store-header-missing", "no store header", LiveRules.ALL_AGREE)
            .blames(Bugs.HEADER_IGNORED);
    CaseGroup.Making first =
        group
            .of(
                "store-header-right-then-wrong",
                "two store headers, the first right",
                LiveRules.ONCE)
            .blames(Bugs.FIRST_HEADER);
    CaseGroup.Making last =
        group
            .of(
                "store-header-wrong-then-right",
                "two store headers, the second right",
                LiveRules.ONCE)
            .blames(Bugs.LAST_HEADER);
    if (route.storeHeader() == null) {
      for (CaseGroup.Making making : List.of(contradicts, missing, first, last)) {
        making.skips("no header names the store on this route");
      }
      return;
    }
    contradicts.refuses(() -> deliveries.genuine().set(storeHeader(), other));
    missing.refuses(() -> deliveries.genuine().remove(storeHeader()));
    first.refuses(() -> deliveries.genuine().set(storeHeader(), main.merchant(), other));
    last.refuses(() -> deliveries.genuine().set(storeHeader(), other, main.merchant()));
  }

  /** A genuine delivery whose path names another store. */
  private LiveDelivery named(String store) {
    return deliveries.of(main, store, deliveries.bodies().fresh(BodyForm.PLAIN, main.merchant()));
  }

  private String storeHeader() {
    String header = route.storeHeader();
    return header == null ? "X-Lacre-Conform" : header;
  }
}
