package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a receiver is set up: what a group of tests shares besides its rule. */
record Receiver(
    Op op,
    List<Sender> senders,
    @Nullable String storeHeader,
    @Nullable String storePointer,
    @Nullable Integer storePathSegment,
    Map<String, String> aliases,
    String merchantProof,
    @Nullable List<String> allow,
    List<String> trustedProxies,
    @Nullable String forwardedHeader) {

  static Receiver of(Op op) {
    return new Receiver(
        op,
        Sender.ALL,
        null,
        op == Op.V1_NEW_LOGISTIC_EVENT ? "/merchant/id" : null,
        op == Op.ORDERING_CHANNEL ? 1 : null,
        Map.of(),
        "asserted",
        null,
        List.of(),
        null);
  }

  Receiver knowing(Sender... others) {
    return new Receiver(
        op,
        List.of(others),
        storeHeader,
        storePointer,
        storePathSegment,
        aliases,
        merchantProof,
        allow,
        trustedProxies,
        forwardedHeader);
  }

  Receiver store(
      @Nullable String header,
      @Nullable String pointer,
      @Nullable Integer segment,
      Map<String, String> others) {
    return new Receiver(
        op,
        senders,
        header,
        pointer,
        segment,
        others,
        merchantProof,
        allow,
        trustedProxies,
        forwardedHeader);
  }

  Receiver demanding(String proof) {
    return new Receiver(
        op,
        senders,
        storeHeader,
        storePointer,
        storePathSegment,
        aliases,
        proof,
        allow,
        trustedProxies,
        forwardedHeader);
  }

  Receiver allowing(String... rules) {
    return new Receiver(
        op,
        senders,
        storeHeader,
        storePointer,
        storePathSegment,
        aliases,
        merchantProof,
        List.of(rules),
        trustedProxies,
        forwardedHeader);
  }

  Receiver behind(String header, String... proxies) {
    return new Receiver(
        op,
        senders,
        storeHeader,
        storePointer,
        storePathSegment,
        aliases,
        merchantProof,
        allow,
        List.of(proxies),
        header);
  }

  /** What a group says of the receiver, in the order of the file. */
  void addTo(ObjectNode group) {
    group.put("operation", op.operation());
    ObjectNode scheme = group.putObject("scheme");
    scheme.put("name", "open-delivery");
    scheme.put("appIdHeader", "X-App-Id");
    scheme.put("merchantIdHeader", "X-App-MerchantId");
    scheme.put("signatureHeader", "X-App-Signature");
    scheme.put("algorithm", "HMAC-SHA256");
    scheme.put("encoding", "hex-lower");
    scheme.put("signedContent", "body");
    var credentials = group.putArray("credentials");
    senders.forEach(sender -> credentials.add(sender.json()));
    ObjectNode store = JsonNodeFactory.instance.objectNode();
    if (storeHeader != null) {
      store.put("header", storeHeader);
    }
    if (storePointer != null) {
      store.put("pointer", storePointer);
    }
    if (storePathSegment != null) {
      store.put("pathSegment", storePathSegment);
    }
    if (!aliases.isEmpty()) {
      ObjectNode names = store.putObject("aliases");
      aliases.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(alias -> names.put(alias.getKey(), alias.getValue()));
    }
    group.set("store", store);
    group.put("merchantProof", merchantProof);
    ObjectNode addresses = group.putObject("addresses");
    if (allow != null) {
      var rules = addresses.putArray("allow");
      allow.forEach(rules::add);
    }
    if (forwardedHeader != null) {
      var proxies = addresses.putArray("trustedProxies");
      trustedProxies.forEach(proxies::add);
      addresses.put("forwardedHeader", forwardedHeader);
    }
  }
}
