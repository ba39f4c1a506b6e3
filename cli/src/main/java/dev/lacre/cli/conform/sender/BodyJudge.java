package dev.lacre.cli.conform.sender;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.vectors.internal.JsonFields;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess.RouteRules;
import dev.lacre.verifier.internal.RequestPath;
import dev.lacre.verifier.internal.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges what a delivery says in its body, and what must agree with it. Not thread-safe. */
final class BodyJudge {

  private final SignatureScheme scheme = SignatureScheme.openDelivery();
  private final Map<String, RouteRules> rules;
  private final EventIdJudge events = new EventIdJudge();

  BodyJudge(Map<String, RouteRules> rules) {
    this.rules = Map.copyOf(rules);
  }

  /**
   * Judges the body of one delivery.
   *
   * @param isSigned whether its signature is right
   */
  void judge(
      int number,
      WireRequest request,
      RouteTable.Match<RouteConfig> match,
      boolean isSigned,
      DeliveryCases cases) {
    JsonFields json = JsonFields.of(request.body());
    RouteConfig route = match.route();
    WebhookOperation operation = route == null ? null : route.verifier().operation();
    RouteRules rule = route == null ? null : rules.get(String.valueOf(match.pattern()));
    boolean read =
        rule != null && rule.storePointer() != null
            || operation != null && operation.merchantPointer().isPresent();
    body(request, json, read, cases);
    MediaTypeJudge.judge(request, operation, read, cases);
    if (operation != null) {
      events.judge(number, request, json, operation, isSigned, cases);
    }
    String merchant = request.agreed(scheme.merchantIdHeader()).orElse("");
    if (operation != null && (rule == null || rule.storePointer() == null)) {
      operation
          .merchantPointer()
          .ifPresent(pointer -> merchantInBody(json, pointer, merchant, rule, cases));
    }
    if (rule != null) {
      store(request, json, rule, merchant, cases);
    }
  }

  private static void body(
      WireRequest request, JsonFields json, boolean read, DeliveryCases cases) {
    String fault = json.fault();
    if (request.body().length == 0) {
      cases.fail(SenderCase.BODY, "no body", Bugs.BODY_LEFT_OUT, null);
    } else if (fault == null) {
      cases.pass(SenderCase.BODY, request.body().length + " bytes");
    } else if (read) {
      cases.fail(SenderCase.BODY, "the body " + fault);
    } else {
      cases.tolerate(SenderCase.BODY, "the body " + fault);
    }
  }

  private static void merchantInBody(
      JsonFields json,
      String pointer,
      String merchant,
      @Nullable RouteRules rule,
      DeliveryCases cases) {
    String found = json.text(pointer);
    if (found == null) {
      cases.fail(SenderCase.MERCHANT_IN_BODY, "no text at " + pointer + " of the body");
    } else if (names(found, merchant, rule)) {
      cases.pass(SenderCase.MERCHANT_IN_BODY, DeliveryCases.shown(found));
    } else {
      cases.fail(
          SenderCase.MERCHANT_IN_BODY,
          "'" + DeliveryCases.shown(found) + "' at " + pointer,
          Bugs.OTHER_MERCHANT_IN_BODY,
          null);
    }
  }

  private static boolean names(String found, String merchant, @Nullable RouteRules rule) {
    return (rule == null ? found : rule.aliases().getOrDefault(found, found)).equals(merchant);
  }

  private static void store(
      WireRequest request, JsonFields json, RouteRules rule, String merchant, DeliveryCases cases) {
    List<String> wrong = new ArrayList<>();
    boolean asked = false;
    String header = rule.storeHeader();
    if (header != null) {
      asked = true;
      List<String> values = request.values(header);
      String found = values.size() == 1 ? values.get(0) : null;
      check(found, "the header " + header, merchant, rule, wrong);
    }
    String pointer = rule.storePointer();
    if (pointer != null) {
      asked = true;
      check(json.text(pointer), pointer + " of the body", merchant, rule, wrong);
    }
    Integer segment = rule.storePathSegment();
    if (segment != null) {
      asked = true;
      String found = RequestPath.segment(request.path(), segment);
      check(found, "segment " + segment + " of the path", merchant, rule, wrong);
    }
    if (!wrong.isEmpty()) {
      cases.fail(SenderCase.STORE, String.join("; ", wrong));
    } else if (asked) {
      cases.pass(SenderCase.STORE, DeliveryCases.shown(merchant));
    }
  }

  private static void check(
      @Nullable String found, String where, String merchant, RouteRules rule, List<String> wrong) {
    if (found == null) {
      wrong.add("no one store in " + where);
    } else if (!names(found, merchant, rule)) {
      wrong.add("'" + DeliveryCases.shown(found) + "' in " + where);
    }
  }
}
