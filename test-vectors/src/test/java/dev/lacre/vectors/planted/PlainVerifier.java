package dev.lacre.vectors.planted;

import dev.lacre.vectors.Answer;
import dev.lacre.vectors.Delivery;
import dev.lacre.vectors.Subject;
import dev.lacre.vectors.TestVector;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.vectors.VectorGroup.Credential;
import dev.lacre.vectors.VectorGroup.KeyMaterial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verifier in plain Java; a right one with the right maker, and as strict as may be. Mistaken
 * ones replace a step.
 */
class PlainVerifier implements Subject {

  private static final List<String> PROOFS = List.of("asserted", "signed-field", "key");

  private final Maker maker;

  PlainVerifier() {
    this(Maker.RIGHT);
  }

  PlainVerifier(Maker maker) {
    this.maker = maker;
  }

  @Override
  public final Answer answer(TestVector test) {
    List<Delivery> accepted = new ArrayList<>();
    for (Delivery earlier : test.before()) {
      if (fault(test.group(), earlier) == null) {
        accepted.add(earlier);
      }
    }
    String fault = fault(test.group(), test.delivery());
    String header = test.group().scheme().merchantIdHeader();
    if (fault == null
        && accepted.stream().anyMatch(each -> isSwap(each, test.delivery(), header))) {
      fault = "one body for two merchants";
    }
    return fault == null ? Answer.accepted() : Answer.refused(fault);
  }

  boolean isSwap(Delivery earlier, Delivery now, String merchantHeader) {
    return Arrays.equals(earlier.body(), now.body())
        && !earlier.values(merchantHeader).equals(now.values(merchantHeader));
  }

  /** Returns why a delivery is refused, or null. */
  final @Nullable String fault(VectorGroup group, Delivery delivery) {
    VectorGroup.Scheme scheme = group.scheme();
    if (!comesFromAllowed(group.addresses(), delivery)) {
      return "address";
    }
    String app = header(delivery, scheme.appIdHeader());
    String merchant = header(delivery, scheme.merchantIdHeader());
    if (!isId(app) || !isId(merchant)) {
      return "identity";
    }
    if (isEmpty(delivery)) {
      return "empty body";
    }
    Credential sender = sender(group, app, merchant);
    if (!isSigned(group, delivery, sender)) {
      return "signature";
    }
    if (sender == null || !authorises(sender, merchant)) {
      return "merchant";
    }
    if (!fieldAgrees(group, delivery, merchant) || !othersAgree(group, delivery, merchant)) {
      return "store";
    }
    String proof =
        sender.ofOneMerchant() ? "key" : group.storePointer().isPresent() ? "signed-field" : "";
    return PROOFS.indexOf(proof) < proofDemanded(group) ? "proof" : null;
  }

  int proofDemanded(VectorGroup group) {
    int demanded = PROOFS.indexOf(group.merchantProof());
    return demanded == 0 ? -1 : demanded;
  }

  // Headers.

  List<String> values(Delivery delivery, String name) {
    return delivery.values(name);
  }

  /** Returns the one value of a header; empty if there is none, or more than one. */
  String one(List<String> values) {
    return values.size() == 1 ? values.get(0) : "";
  }

  final String header(Delivery delivery, String name) {
    return one(values(delivery, name));
  }

  boolean isId(String id) {
    return id.matches("[!-~]{1,128}");
  }

  boolean isEmpty(Delivery delivery) {
    return delivery.body().length == 0;
  }

  // The signature.

  @Nullable Credential sender(VectorGroup group, String app, String merchant) {
    for (Credential each : group.credentials()) {
      if (sameId(each.appId(), app) && (!each.ofOneMerchant() || authorises(each, merchant))) {
        return each;
      }
    }
    return null;
  }

  List<byte[]> secrets(VectorGroup group, @Nullable Credential sender) {
    return sender == null ? List.of() : secrets(sender);
  }

  static List<byte[]> secrets(Credential sender) {
    return sender.secrets().stream().map(KeyMaterial::hex).map(HexFormat.of()::parseHex).toList();
  }

  List<String> signatures(Delivery delivery, String header) {
    return List.of(header(delivery, header));
  }

  boolean isSigned(VectorGroup group, Delivery delivery, @Nullable Credential sender) {
    VectorGroup.Scheme scheme = group.scheme();
    Maker.Around around =
        new Maker.Around(
            header(delivery, scheme.appIdHeader()),
            header(delivery, scheme.merchantIdHeader()),
            delivery.path(),
            header(delivery, "X-App-Timestamp"));
    for (byte[] secret : secrets(group, sender)) {
      String expected = maker.signature(secret, around, delivery.body());
      for (String given : signatures(delivery, scheme.signatureHeader())) {
        if (matches(given, expected)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean matches(String given, String expected) {
    return given.equals(expected);
  }

  // The merchant.

  boolean sameId(String first, String second) {
    return first.equals(second);
  }

  boolean authorises(Credential sender, String merchant) {
    return sender.merchants().stream().anyMatch(each -> sameId(each, merchant));
  }

  boolean fieldAgrees(VectorGroup group, Delivery delivery, String merchant) {
    return group.storePointer().isEmpty()
        || names(group, field(delivery.body(), group.storePointer().get()), merchant);
  }

  @Nullable String field(byte[] body, String pointer) {
    return PlainJson.field(body, pointer);
  }

  boolean othersAgree(VectorGroup group, Delivery delivery, String merchant) {
    String[] segments = delivery.path().substring(1).split("/", -1);
    int index = group.storePathSegment().orElse(-1);
    return (group.storeHeader().isEmpty()
            || names(group, header(delivery, group.storeHeader().get()), merchant))
        && (index < 0 || index < segments.length && names(group, segments[index], merchant));
  }

  private boolean names(VectorGroup group, @Nullable String named, String merchant) {
    return named != null && sameId(group.storeAliases().getOrDefault(named, named), merchant);
  }

  // The address.

  boolean comesFromAllowed(VectorGroup.Addresses rules, Delivery delivery) {
    byte[] client = client(rules, delivery);
    return rules.allow() == null || client != null && isIn(rules.allow(), client);
  }

  /** Walks from the right to the first hop that is no trusted proxy. */
  byte @Nullable [] client(VectorGroup.Addresses rules, Delivery delivery) {
    byte[] client = parse(delivery.peer());
    List<String> hops = hops(rules, delivery);
    for (int i = hops.size() - 1; i >= 0; i--) {
      if (client == null || !isIn(rules.trustedProxies(), client)) {
        break;
      }
      client = parse(hops.get(i));
    }
    return client;
  }

  /** Returns the literals of all hops on all lines, the nearest last. */
  final List<String> hops(VectorGroup.Addresses rules, Delivery delivery) {
    String header = rules.forwardedHeader();
    if (header == null) {
      return List.of();
    }
    boolean elements = header.equals("Forwarded");
    return values(delivery, header).stream()
        .flatMap(line -> PlainAddress.split(line, ',').stream())
        .map(hop -> elements ? PlainAddress.ofElement(hop) : PlainAddress.ofHop(hop))
        .toList();
  }

  byte @Nullable [] parse(String literal) {
    return PlainAddress.parse(literal);
  }

  final boolean isIn(List<String> rules, byte[] address) {
    return rules.stream().anyMatch(rule -> isIn(rule, address));
  }

  boolean isIn(String rule, byte[] address) {
    String[] parts = rule.split("/", 2);
    byte[] base = PlainAddress.parse(parts[0]);
    return base != null
        && base.length == address.length
        && PlainAddress.samePrefix(base, address, bits(rule, base));
  }

  static int bits(String rule, byte[] base) {
    int slash = rule.indexOf('/');
    return slash < 0 ? base.length * 8 : Integer.parseInt(rule.substring(slash + 1));
  }
}
