package dev.lacre.cli.conform.sender;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.vectors.internal.JsonFields;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess.RouteRules;
import dev.lacre.verifier.internal.RequestPath;
import dev.lacre.verifier.internal.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges what a delivery says in its body, and what must agree with it. Not thread-safe. */
final class BodyJudge {

  private final SignatureScheme scheme = SignatureScheme.openDelivery();
  private final Map<String, RouteRules> rules;
  private final EventIds events = new EventIds();

  BodyJudge(Map<String, RouteRules> rules) {
    this.rules = Map.copyOf(rules);
  }

  void judge(
      int number, WireRequest request, RouteTable.Match<RouteConfig> match, DeliveryCases cases) {
    JsonFields json = JsonFields.of(request.body());
    RouteConfig route = match.route();
    WebhookOperation operation = route == null ? null : route.verifier().operation();
    RouteRules rule = route == null ? null : rules.get(String.valueOf(match.pattern()));
    boolean read =
        rule != null && rule.storePointer() != null
            || operation != null && operation.merchantPointer().isPresent();
    body(request, json, read, cases);
    mediaType(request, read, cases);
    if (operation != null) {
      eventId(number, request, json, operation, cases);
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

  private static void mediaType(WireRequest request, boolean read, DeliveryCases cases) {
    List<String> lines = request.values("Content-Type");
    if (lines.isEmpty()) {
      cases.tolerate(SenderCase.MEDIA_TYPE, "it has no Content-Type");
    } else if (lines.size() == 1 && isJson(lines.get(0))) {
      cases.pass(SenderCase.MEDIA_TYPE, DeliveryCases.shown(lines.get(0)));
    } else {
      String actual = DeliveryCases.shown(String.join(" and ", lines));
      if (read) {
        cases.fail(SenderCase.MEDIA_TYPE, actual);
      } else {
        cases.tolerate(SenderCase.MEDIA_TYPE, actual);
      }
    }
  }

  /** As the verifier reads it: JSON, and in UTF-8 if it names a charset. */
  private static boolean isJson(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    String type = HeaderSyntax.trimmed(parts[0]);
    boolean json =
        type.equals("application/json")
            || type.equals("text/json")
            || type.startsWith("application/") && type.endsWith("+json");
    for (int i = 1; i < parts.length; i++) {
      String parameter = HeaderSyntax.trimmed(parts[i]).replace("\"", "");
      if (parameter.startsWith("charset")
          && !List.of("charset=utf-8", "charset=us-ascii").contains(parameter)) {
        return false;
      }
    }
    return json;
  }

  private void eventId(
      int number,
      WireRequest request,
      JsonFields json,
      WebhookOperation operation,
      DeliveryCases cases) {
    String pointer = operation.eventIdPointer().orElse(null);
    if (pointer == null) {
      return;
    }
    String id = json.text(pointer);
    if (id == null || id.isEmpty()) {
      if (pointer.equals("/id")) {
        cases.pass(SenderCase.EVENT_ID, "none, and it may be left out");
      } else {
        cases.fail(SenderCase.EVENT_ID, "no text at " + pointer + " of the body");
      }
      return;
    }
    String app = request.agreed(scheme.appIdHeader()).orElse("");
    String merchant = request.agreed(scheme.merchantIdHeader()).orElse("");
    String name = operation.name();
    String shown = "'" + DeliveryCases.shown(id) + "'";
    EventIds.Finding finding = events.see(number, app, name, id, merchant, request.body());
    String first = "as in delivery " + events.first(app, name, id);
    switch (finding) {
      case FRESH -> cases.pass(SenderCase.EVENT_ID, shown);
      case RETRY -> cases.pass(SenderCase.EVENT_ID, shown + " again, and the same bytes " + first);
      case OTHER_BYTES ->
          cases.fail(
              SenderCase.EVENT_ID,
              shown + " again, and not the same bytes " + first,
              Bugs.EVENT_ID_REUSED,
              null);
      case OTHER_MERCHANT ->
          cases.fail(
              SenderCase.EVENT_ID,
              shown
                  + " again, for another merchant than in delivery "
                  + events.first(app, name, id),
              Bugs.EVENT_ID_REUSED,
              null);
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
