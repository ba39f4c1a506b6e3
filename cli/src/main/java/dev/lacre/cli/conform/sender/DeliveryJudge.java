package dev.lacre.cli.conform.sender;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.OpaqueId;
import dev.lacre.vectors.CaseResult;
import dev.lacre.vectors.Selection;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.RouteTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges deliveries, one after another, by what a configuration says. Remembers the event ids. Not
 * thread-safe.
 */
final class DeliveryJudge {

  private final SignatureScheme scheme = SignatureScheme.openDelivery();
  private final Senders senders;
  private final RouteTable<RouteConfig> routes;
  private final SignatureJudge signatures;
  private final BodyJudge bodies;
  private final Selection selection;
  private final boolean strict;

  DeliveryJudge(
      LacreConfig config,
      RouteTable<RouteConfig> routes,
      String origin,
      Selection selection,
      boolean strict) {
    ConfigAccess.Setup setup = ConfigAccess.setup(config);
    this.senders = new Senders(setup.senders());
    this.routes = routes;
    this.signatures = new SignatureJudge(senders, origin);
    this.bodies = new BodyJudge(setup.routes());
    this.selection = selection;
    this.strict = strict;
  }

  /** Returns what becomes of each question about the delivery, counted from 1. */
  List<CaseResult> judge(int number, Arrival arrival) {
    WireRequest request = arrival.request();
    if (request == null) {
      return unreadable(number, String.valueOf(arrival.fault()), arrival.took());
    }
    DeliveryCases cases =
        new DeliveryCases(
            number, request.method() + " " + request.path(), arrival.took(), selection, strict);
    if (request.oddities().isEmpty()) {
      cases.pass(SenderCase.HTTP, "a request");
    } else {
      cases.tolerate(SenderCase.HTTP, "it has " + String.join(", ", request.oddities()));
    }
    method(request, cases);
    RouteTable.Match<RouteConfig> match = routes.match(request.path());
    route(match, request, cases);
    headersOnce(request, cases);
    identity(request, cases);
    boolean isSigned = signatures.judge(request, arrival.at(), cases);
    userAgent(request, cases);
    bodies.judge(number, request, match, isSigned, cases);
    return cases.results();
  }

  /**
   * Without a request all other questions are open; if none asks for it, none may seem answered.
   */
  private List<CaseResult> unreadable(int number, String fault, Duration took) {
    DeliveryCases cases = new DeliveryCases(number, "no request", took, selection, strict);
    if (cases.isSelected(SenderCase.HTTP)) {
      cases.fail(SenderCase.HTTP, "it " + fault);
    } else {
      for (SenderCase question : SenderCase.values()) {
        cases.error(question, "the request " + fault);
      }
    }
    return cases.results();
  }

  private static void method(WireRequest request, DeliveryCases cases) {
    if (request.method().equals("POST")) {
      cases.pass(SenderCase.METHOD, "POST");
    } else {
      cases.fail(SenderCase.METHOD, DeliveryCases.shown(request.method()));
    }
  }

  private static void route(
      RouteTable.Match<RouteConfig> match, WireRequest request, DeliveryCases cases) {
    String path = DeliveryCases.shown(request.path());
    if (match.route() != null) {
      cases.pass(SenderCase.ROUTE, path);
    } else if (match.folds()) {
      cases.fail(SenderCase.ROUTE, path + ", which only resembles the route " + match.pattern());
    } else {
      cases.fail(SenderCase.ROUTE, path + ", which is no route");
    }
  }

  private void headersOnce(WireRequest request, DeliveryCases cases) {
    List<String> missing = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    for (String name :
        List.of(scheme.appIdHeader(), scheme.merchantIdHeader(), scheme.signatureHeader())) {
      List<String> values = request.values(name);
      if (values.stream().allMatch(String::isEmpty)) {
        missing.add(name);
      } else if (values.size() > 1) {
        doubled.add(name);
      }
    }
    if (!missing.isEmpty()) {
      cases.fail(
          SenderCase.HEADERS_ONCE,
          "without " + String.join(", ", missing),
          Bugs.HEADER_LEFT_OUT,
          doubled.isEmpty() ? null : "doubled: " + String.join(", ", doubled));
    } else if (!doubled.isEmpty()) {
      cases.fail(
          SenderCase.HEADERS_ONCE,
          "more than one " + String.join(", ", doubled),
          Bugs.HEADER_DOUBLED,
          null);
    } else {
      cases.pass(SenderCase.HEADERS_ONCE, "each once");
    }
  }

  private void identity(WireRequest request, DeliveryCases cases) {
    String app = request.agreed(scheme.appIdHeader()).orElse("");
    String merchant = request.agreed(scheme.merchantIdHeader()).orElse("");
    boolean swapped = SignatureJudge.isSwapped(senders, app, merchant);
    boolean known = senders.knows(app);
    if (known) {
      cases.pass(SenderCase.APP_ID, app);
    } else {
      cases.fail(SenderCase.APP_ID, named(app), swapped ? Bugs.IDS_SWAPPED : null, null);
    }
    if (senders.authorises(app, merchant)) {
      cases.pass(SenderCase.MERCHANT_ID, merchant);
    } else {
      String actual =
          named(merchant)
              + (known && senders.hasMerchant(merchant)
                  ? ", a merchant of another application"
                  : "");
      cases.fail(SenderCase.MERCHANT_ID, actual, swapped ? Bugs.IDS_SWAPPED : null, null);
    }
  }

  private static String named(String id) {
    if (id.isEmpty()) {
      return "none, or more than one";
    }
    return "'" + DeliveryCases.shown(id) + "'" + (OpaqueId.isValid(id) ? "" : ", malformed");
  }

  private static void userAgent(WireRequest request, DeliveryCases cases) {
    if (request.values("User-Agent").stream().anyMatch(value -> !value.isEmpty())) {
      cases.pass(SenderCase.USER_AGENT, "present");
    } else {
      cases.tolerate(SenderCase.USER_AGENT, "it has no User-Agent");
    }
  }
}
