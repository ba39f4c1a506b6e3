package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a receiver is set up: what a group of tests shares besides its rule. */
record Receiver(
    Op op, List<Sender> senders, Store store, String merchantProof, Addresses addresses) {

  /** Where the store is named besides the merchant header. */
  record Store(
      @Nullable String header,
      @Nullable String pointer,
      @Nullable Integer pathSegment,
      Map<String, String> aliases) {}

  /** From where deliveries may come. */
  record Addresses(
      @Nullable List<String> allow,
      List<String> trustedProxies,
      @Nullable String forwardedHeader) {}

  static Receiver of(Op op) {
    Store store =
        new Store(
            null,
            op == Op.V1_NEW_LOGISTIC_EVENT ? "/merchant/id" : null,
            op == Op.ORDERING_CHANNEL ? 1 : null,
            Map.of());
    return new Receiver(op, Sender.ALL, store, "asserted", new Addresses(null, List.of(), null));
  }

  Receiver knowing(Sender... others) {
    return new Receiver(op, List.of(others), store, merchantProof, addresses);
  }

  Receiver store(
      @Nullable String header,
      @Nullable String pointer,
      @Nullable Integer segment,
      Map<String, String> others) {
    Store named = new Store(header, pointer, segment, others);
    return new Receiver(op, senders, named, merchantProof, addresses);
  }

  Receiver demanding(String proof) {
    return new Receiver(op, senders, store, proof, addresses);
  }

  Receiver allowing(String... rules) {
    Addresses from =
        new Addresses(List.of(rules), addresses.trustedProxies, addresses.forwardedHeader);
    return new Receiver(op, senders, store, merchantProof, from);
  }

  Receiver behind(String header, String... proxies) {
    Addresses from = new Addresses(addresses.allow, List.of(proxies), header);
    return new Receiver(op, senders, store, merchantProof, from);
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
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    if (store.header != null) {
      names.put("header", store.header);
    }
    if (store.pointer != null) {
      names.put("pointer", store.pointer);
    }
    if (store.pathSegment != null) {
      names.put("pathSegment", store.pathSegment);
    }
    if (!store.aliases.isEmpty()) {
      ObjectNode aliases = names.putObject("aliases");
      store.aliases.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(alias -> aliases.put(alias.getKey(), alias.getValue()));
    }
    group.set("store", names);
    group.put("merchantProof", merchantProof);
    ObjectNode from = group.putObject("addresses");
    if (addresses.allow != null) {
      var rules = from.putArray("allow");
      addresses.allow.forEach(rules::add);
    }
    if (addresses.forwardedHeader != null) {
      var proxies = from.putArray("trustedProxies");
      addresses.trustedProxies.forEach(proxies::add);
      from.put("forwardedHeader", addresses.forwardedHeader);
    }
  }
}
