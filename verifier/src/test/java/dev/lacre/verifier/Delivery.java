package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A delivery that the tests make genuine first and spoil then, and the senders they know. */
final class Delivery {

  static final SignatureScheme SCHEME = SignatureScheme.openDelivery();
  static final String APP_ID = "X-App-Id";
  static final String MERCHANT_ID = "X-App-MerchantId";
  static final String SIGNATURE = "X-App-Signature";

  /** An application whose one secret serves two merchants. */
  static final AppId APP = AppId.of("3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10");

  static final MerchantId STORE = MerchantId.of("store-123");
  static final MerchantId SISTER = MerchantId.of("store-456");
  static final Secret SECRET = Secret.ofUtf8("the secret of the application");

  /** An application whose merchants have secrets of their own; this one merchant has. */
  static final AppId MERCHANTS_APP = AppId.of("9b1d8e0a-50f2-47a7-8a52-0d1b1b0f7c11");

  static final MerchantId OWN_STORE = MerchantId.of("store-9");
  static final Secret OWN_SECRET = Secret.ofUtf8("the secret of this one merchant");

  static final byte[] EVENT =
      utf8("{\"eventId\":\"evt-001\",\"eventType\":\"CREATED\",\"orderId\":\"order-abc123\"}");

  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private byte[] body;
  private @Nullable String peer = "203.0.113.7";
  private String path = "/v1/newEvent";
  private long declared = -1;

  private Delivery(byte[] body) {
    this.body = body;
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** Both senders, each in its credential model. */
  static CredentialDirectory directory() {
    return CredentialDirectory.of(
        List.of(
            Credentials.forApplication(APP, List.of(SECRET), List.of(STORE, SISTER)),
            Credentials.forMerchant(MERCHANTS_APP, OWN_STORE, List.of(OWN_SECRET))));
  }

  static WebhookVerifier.Builder verifier(WebhookOperation operation) {
    return WebhookVerifier.builder(SCHEME, directory(), operation);
  }

  /** A verifier whose operation needs nothing of the body. */
  static WebhookVerifier verifier() {
    return verifier(WebhookOperation.V1_NEW_EVENT).build();
  }

  static Delivery signed(
      SignatureScheme scheme, AppId app, MerchantId merchant, Secret secret, byte[] body) {
    return signed(WebhookSigner.of(scheme, app, secret), merchant, body);
  }

  static Delivery signed(AppId app, MerchantId merchant, Secret secret, byte[] body) {
    return signed(SCHEME, app, merchant, secret, body);
  }

  static Delivery signed(WebhookSigner signer, MerchantId merchant, byte[] body) {
    Delivery delivery = new Delivery(body);
    signer.sign(merchant, body).forEach(delivery::header);
    return delivery;
  }

  static Delivery genuine() {
    return genuine(EVENT);
  }

  static Delivery genuine(byte[] body) {
    return signed(APP, STORE, SECRET, body);
  }

  /** Replaces all lines of a header; without lines, the header is gone. */
  Delivery header(String name, String... lines) {
    headers.put(name, List.of(lines));
    return this;
  }

  /** Replaces the body, and leaves the signature as it was. */
  Delivery body(byte[] body) {
    this.body = body;
    return this;
  }

  Delivery peer(@Nullable String peer) {
    this.peer = peer;
    return this;
  }

  Delivery path(String path) {
    this.path = path;
    return this;
  }

  Delivery declared(long length) {
    this.declared = length;
    return this;
  }

  byte[] body() {
    return body;
  }

  String signature() {
    return headers.getOrDefault(SIGNATURE, List.of("")).get(0);
  }

  InboundWebhook build() {
    InboundWebhook.Builder builder =
        InboundWebhook.builder().body(body).peerAddress(peer).path(path).contentLength(declared);
    headers.forEach((name, lines) -> lines.forEach(line -> builder.header(name, line)));
    return builder.build();
  }

  Verdict to(WebhookVerifier verifier) {
    return verifier.verify(build());
  }

  VerifiedWebhook acceptedBy(WebhookVerifier verifier) {
    Verdict verdict = to(verifier);
    assertEquals("accepted", outcome(verdict));
    return verdict.orElseThrow();
  }

  Verdict.Rejected refusedBy(WebhookVerifier verifier, RejectionReason reason) {
    Verdict verdict = to(verifier);
    assertEquals(reason.code(), outcome(verdict));
    return (Verdict.Rejected) verdict;
  }

  /** Returns {@code accepted}, or the code of the reason. */
  static String outcome(Verdict verdict) {
    return verdict instanceof Verdict.Rejected rejected ? rejected.reason().code() : "accepted";
  }

  /** Returns the bytes with one bit flipped. */
  static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  /** Returns a list without one element. */
  static <T> List<T> without(List<T> list, T element) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(element);
    return rest;
  }
}
