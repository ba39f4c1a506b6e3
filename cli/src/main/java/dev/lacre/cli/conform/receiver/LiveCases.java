package dev.lacre.cli.conform.receiver;

import java.util.ArrayList;
import java.util.List;

/** All cases of a route, in the order in which they are run. */
final class LiveCases {

  private LiveCases() {}

  /** Returns the cases of a route to which somebody can send. */
  static List<LiveCase> of(Deliveries deliveries, List<Deliveries> routes) {
    LiveRoute route = deliveries.route();
    List<LiveCase> all = new ArrayList<>();
    WrongSignatures wrong = new WrongSignatures(deliveries, deliveries.main());
    SignatureCases.addTo(
        new CaseGroup("sig", "the bytes that are signed", route, all), deliveries, wrong);
    ShapeCases.addTo(
        new CaseGroup("sig-shape", "how the signature is written", route, all), deliveries, wrong);
    KeyCases.addTo(new CaseGroup("key", "the secret that signs", route, all), deliveries, wrong);
    HeaderCases.addTo(new CaseGroup("header", "who is named, and how", route, all), deliveries);
    HeaderCases.addMethodsTo(
        new CaseGroup("method", "what is no delivery", route, all), deliveries);
    MerchantCases.addTo(new CaseGroup("merchant", "whose store it is", route, all), deliveries);
    AddressCases.addTo(new CaseGroup("address", "from where it comes", route, all), deliveries);
    ReplayCases.addTo(new CaseGroup("replay", "what came before", route, all), deliveries, routes);
    MannerCases.addTo(new CaseGroup("manner", "what refusals give away", route, all), deliveries);
    return all;
  }

  /** Returns a control: a genuine delivery, the plainest there is. */
  static LiveCase control(String word, Deliveries deliveries) {
    List<LiveCase> one = new ArrayList<>();
    new CaseGroup("control", "genuine deliveries between the tests", deliveries.route(), one)
        .of(word, "a genuine delivery", LiveRules.KNOWN)
        .accepts(deliveries::genuine);
    return one.get(0);
  }

  /** Returns the control of a route that nobody can send to. */
  static LiveCase impossible(LiveRoute route, String reason) {
    List<LiveCase> one = new ArrayList<>();
    new CaseGroup("control", "genuine deliveries between the tests", route, one)
        .of("first", "a genuine delivery", LiveRules.KNOWN)
        .skips(reason);
    return one.get(0);
  }
}
