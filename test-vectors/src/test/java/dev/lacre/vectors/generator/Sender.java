package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Somebody whom receivers know, with visibly fake secrets. */
record Sender(String appId, boolean ofOneMerchant, List<String> secrets, List<String> merchants) {

  static final String PIZZA_PLAZA = "22815773000169-dbc7e35a-c936-4665-9e13-eb55eb8b6824";

  /** Its secret is good hex and good Base64 as well, so that it shows who decodes it. */
  static final Sender ORDERING =
      ofApplication(
          "3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10", "f00dface".repeat(8), "store-123", "store-456");

  static final Sender LOGISTICS =
      ofApplication(
          "11111111-2222-4333-8444-555555555555",
          "fake-logistics-secret-not-for-production",
          PIZZA_PLAZA,
          "store-456");

  private static final String PER_MERCHANT = "9b1d8e0a-50f2-47a7-8a52-0d1b1b0f7c11";

  static final Sender STORE_9 =
      new Sender(
          PER_MERCHANT,
          true,
          List.of("fake-secret-of-store-9-not-for-production"),
          List.of("store-9"));

  static final Sender STORE_10 =
      new Sender(
          PER_MERCHANT,
          true,
          List.of("fake-secret-of-store-10-not-for-production"),
          List.of("store-10"));

  static final List<Sender> ALL = List.of(ORDERING, LOGISTICS, STORE_9, STORE_10);

  static Sender ofApplication(String appId, String secret, String... merchants) {
    return new Sender(appId, false, List.of(secret), List.of(merchants));
  }

  Sender withSecrets(String... others) {
    return new Sender(appId, ofOneMerchant, List.of(others), merchants);
  }

  String merchant() {
    return merchants.get(0);
  }

  byte[] key() {
    return secrets.get(0).getBytes(StandardCharsets.UTF_8);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("appId", appId);
    json.put(
        "model", ofOneMerchant ? "client_credentials_merchant" : "client_credentials_application");
    var list = json.putArray("secrets");
    for (String secret : secrets) {
      list.addObject()
          .put("text", secret)
          .put("hex", HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
    }
    var names = json.putArray("merchants");
    merchants.forEach(names::add);
    return json;
  }
}
