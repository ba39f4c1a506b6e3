package dev.lacre.cli;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.config.LacreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Who takes part in the demonstration: the receiver's configuration, and the keys of its senders
 * and of forgers. Keys are random, made for one run and shown nowhere.
 */
final class DemoSetup {

  /** The merchant that the logistics payloads name in their signed body. */
  static final String PIZZA_PLAZA = "22815773000169-dbc7e35a-c936-4665-9e13-eb55eb8b6824";

  static final String LISTED_ADDRESS = "203.0.113.7";
  static final String UNLISTED_ADDRESS = "198.51.100.7";

  static final int LONGEST_ORDER = 4096;

  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "%s", "model": "client_credentials_application",
            "secrets": [ {"env": "ORDERING"}, {"env": "ORDERING_OLD"} ],
            "merchants": ["store-123", "store-456"] },
          { "appId": "%s", "model": "client_credentials_application",
            "secrets": [ {"env": "LOGISTICS"} ],
            "merchants": ["%s", "store-456"] },
          { "appId": "%s", "model": "client_credentials_merchant",
            "merchants": { "store-9": { "secrets": [ {"env": "STORE_9"} ] },
                           "store-10": { "secrets": [ {"env": "STORE_10"} ] } } }
        ],
        %s"addresses": { "allow": ["203.0.113.0/24"], "trustedProxies": ["127.0.0.0/8", "::1"],
                       "forwardedHeader": "X-Forwarded-For" },
        "routes": {
          "/v1/newEvent":         { "operation": "v1/newEvent" },
          "/strict/newEvent":     { "operation": "v1/newEvent", "merchantProof": "signed-field" },
          "/v1/newLogisticEvent": { "operation": "v1/newLogisticEvent",
                                    "merchantProof": "signed-field" },
          "/v1/confirmationCode": { "operation": "v1/confirmationCode" },
          "/stores/*":            { "operation": "ordering-channel", "store": {"pathSegment": 1},
                                    "maxBodyBytes": %d }
        }
      }
      """;

  private static final int KEY_LENGTH = 32;

  private final Map<DemoKey, String> keys = new EnumMap<>(DemoKey.class);

  DemoSetup() {
    SecureRandom random = new SecureRandom();
    for (DemoKey key : DemoKey.values()) {
      byte[] bytes = new byte[KEY_LENGTH];
      random.nextBytes(bytes);
      keys.put(key, HexFormat.of().formatHex(bytes));
    }
  }

  /** Returns what a sender with this key puts beside a body. */
  SignedHeaders sign(DemoKey key, String merchant, byte[] body) {
    return WebhookSigner.of(
            SignatureScheme.openDelivery(), AppId.of(key.appId()), Secret.ofUtf8(secret(key)))
        .sign(MerchantId.of(merchant), body);
  }

  /** Returns the bytes of a delivery as its sender would send it. */
  byte[] delivery(String path, DemoKey key, String merchant, byte[] body) {
    return new DemoRequest(path, sign(key, merchant, body)).body(body);
  }

  /** Returns the receiver's configuration, read from a file like any other. */
  LacreConfig config() {
    return config("");
  }

  /** Returns the same with a ledger. */
  LacreConfig configWithLedger() {
    return config("\"ledger\": {},\n  ");
  }

  private LacreConfig config(String more) {
    String text =
        CONFIG.formatted(
            DemoKey.ORDERING.appId(),
            DemoKey.LOGISTICS.appId(),
            PIZZA_PLAZA,
            DemoKey.STORE_9.appId(),
            more,
            LONGEST_ORDER);
    try {
      Path file = Files.createTempFile("lacre-demo", ".json");
      try {
        Files.writeString(file, text);
        return LacreConfig.load(file, name -> secret(DemoKey.valueOf(name)));
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw Failure.setUp(
          "The demonstration needs a temporary file for its configuration ("
              + Failure.messageOf(failure)
              + "); make the folder for temporary files writable, or name another with"
              + " -Djava.io.tmpdir=FOLDER.");
    }
  }

  private String secret(DemoKey key) {
    String secret = keys.get(key);
    if (secret == null) {
      throw new IllegalStateException("every key has a secret");
    }
    return secret;
  }
}
