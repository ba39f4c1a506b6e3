package dev.lacre.benchmarks;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.util.SecretBytes;
import com.slack.api.app_backend.SlackSignature;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The libraries that {@link PeersBenchmark} measures. */
public final class Peers {

  private static final String MESSAGE = "msg_2hR0EvqUJhMmzZQMDdDmUNZr4u4";

  private Peers() {}

  /** A signature in lower-case hex, compared as text in constant time, as people write it. */
  public abstract static class HexPeer extends Peer {
    private byte[] given;

    @Override
    void present(String signature) {
      given = signature.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    boolean accepts() throws GeneralSecurityException {
      return MessageDigest.isEqual(sign().getBytes(StandardCharsets.US_ASCII), given);
    }

    @Override
    abstract String sign() throws GeneralSecurityException;
  }

  /** {@code Mac.getInstance} and {@code init} for each call: what most people write. */
  @State(Scope.Benchmark)
  public static class PlainMac extends HexPeer {
    @Override
    String sign() throws GeneralSecurityException {
      return Plain.hex(Plain.mac(key, body));
    }
  }

  /** Apache Commons Codec. */
  @State(Scope.Benchmark)
  public static class CommonsCodec extends HexPeer {
    @Override
    String sign() {
      return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmacHex(body);
    }
  }

  /** Bouncy Castle. */
  @State(Scope.Benchmark)
  public static class BouncyCastle extends HexPeer {
    @Override
    String sign() {
      HMac mac = new HMac(new SHA256Digest());
      mac.init(new KeyParameter(key));
      mac.update(body, 0, body.length);
      byte[] out = new byte[mac.getMacSize()];
      mac.doFinal(out, 0);
      return Plain.hex(out);
    }
  }

  /** Google Tink's MAC over the body, a bare one: no header, no text, nothing looked up. */
  @State(Scope.Benchmark)
  public static class Tink extends Peer {
    private Mac mac;
    private byte[] given;

    @Override
    @AccessesPartialKey
    void open() throws GeneralSecurityException {
      MacConfig.register();
      HmacKey hmacKey =
          HmacKey.builder()
              .setParameters(
                  HmacParameters.builder()
                      .setKeySizeBytes(key.length)
                      .setTagSizeBytes(32)
                      .setHashType(HmacParameters.HashType.SHA256)
                      .setVariant(HmacParameters.Variant.NO_PREFIX)
                      .build())
              .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
              .build();
      mac =
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(hmacKey).withRandomId().makePrimary())
              .build()
              .getPrimitive(RegistryConfiguration.get(), Mac.class);
    }

    @Override
    String sign() throws GeneralSecurityException {
      return Plain.hex(signBare());
    }

    byte[] signBare() throws GeneralSecurityException {
      return mac.computeMac(body);
    }

    @Override
    void present(String signature) {
      given = HexFormat.of().parseHex(signature);
    }

    @Override
    boolean accepts() {
      try {
        mac.verifyMac(given, body);
        return true;
      } catch (GeneralSecurityException refused) {
        return false;
      }
    }
  }

  /** The Standard Webhooks library. */
  @State(Scope.Benchmark)
  public static class StandardWebhooks extends Peer {
    private com.standardwebhooks.Webhook webhook;
    private Map<String, List<String>> headers;

    @Override
    void open() throws Exception {
      webhook = new com.standardwebhooks.Webhook(Base64.getEncoder().encodeToString(key));
    }

    @Override
    String sign() throws Exception {
      return webhook.sign(MESSAGE, timestamp, text);
    }

    @Override
    void present(String signature) {
      headers =
          Map.of(
              "webhook-id", List.of(MESSAGE),
              "webhook-timestamp", List.of(Long.toString(timestamp)),
              "webhook-signature", List.of(signature));
    }

    @Override
    boolean accepts() {
      try {
        webhook.verify(text, headers);
        return true;
      } catch (com.standardwebhooks.exceptions.WebhookVerificationException refused) {
        return false;
      }
    }
  }

  /** Svix. */
  @State(Scope.Benchmark)
  public static class Svix extends Peer {
    private com.svix.Webhook webhook;
    private Map<String, List<String>> headers;

    @Override
    void open() throws Exception {
      webhook = new com.svix.Webhook(Base64.getEncoder().encodeToString(key));
    }

    @Override
    String sign() throws Exception {
      return webhook.sign(MESSAGE, timestamp, text);
    }

    @Override
    void present(String signature) {
      headers =
          Map.of(
              "svix-id", List.of(MESSAGE),
              "svix-timestamp", List.of(Long.toString(timestamp)),
              "svix-signature", List.of(signature));
    }

    @Override
    boolean accepts() {
      try {
        webhook.verify(text, headers);
        return true;
      } catch (com.svix.exceptions.WebhookVerificationException refused) {
        return false;
      }
    }
  }

  /** Stripe's check of the header alone, without the JSON that {@code constructEvent} parses. */
  @State(Scope.Benchmark)
  public static class Stripe extends Peer {
    private final String secret = new String(key, StandardCharsets.US_ASCII);
    private String header;

    @Override
    String sign() throws GeneralSecurityException {
      return Webhook.Signature.generateSignatureHeader(text, secret, timestamp);
    }

    @Override
    void present(String signature) {
      header = signature;
    }

    @Override
    boolean accepts() {
      try {
        return Webhook.Signature.verifyHeader(text, header, secret, Webhook.DEFAULT_TOLERANCE);
      } catch (SignatureVerificationException refused) {
        return false;
      }
    }
  }

  /** Slack's check. */
  @State(Scope.Benchmark)
  public static class Slack extends Peer {
    private final SlackSignature.Generator generator =
        new SlackSignature.Generator(new String(key, StandardCharsets.US_ASCII));
    private final SlackSignature.Verifier verifier = new SlackSignature.Verifier(generator);
    private final String sentAt = Long.toString(timestamp);
    private String header;

    @Override
    String sign() {
      return generator.generate(sentAt, text);
    }

    @Override
    void present(String signature) {
      header = signature;
    }

    @Override
    boolean accepts() {
      return verifier.isValid(sentAt, text, header);
    }
  }

  /** Adyen's check. */
  @State(Scope.Benchmark)
  public static class Adyen extends Peer {
    private final com.adyen.util.HMACValidator validator = new com.adyen.util.HMACValidator();
    private final String hexKey = Plain.hex(key);
    private String header;

    @Override
    String sign() throws Exception {
      return validator.calculateHMAC(text, hexKey);
    }

    @Override
    void present(String signature) {
      header = signature;
    }

    @Override
    boolean accepts() throws Exception {
      return validator.validateHMAC(header, hexKey, text);
    }
  }
}
