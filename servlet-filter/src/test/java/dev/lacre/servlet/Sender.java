package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import java.util.List;

/** Someone who sends webhooks, with one merchant and one secret. */
record Sender(String app, String merchant, String secret) {

  /** An application whose one secret serves all its merchants. */
  static final Sender APPLICATION =
      new Sender("app-of-many", "store-1", "the application's own secret, 7f3a9c");

  /** A merchant of another application, with a secret of its own. */
  static final Sender MERCHANT =
      new Sender("app-of-one", "store-9", "the merchant's own secret, 55e0b2");

  /** Nobody whom the directory knows. */
  static final Sender STRANGER =
      new Sender("app-unknown", "store-1", "a secret that nobody else holds");

  static CredentialDirectory directory() {
    return CredentialDirectory.of(
        List.of(
            Credentials.forApplication(
                AppId.of(APPLICATION.app),
                List.of(Secret.ofUtf8(APPLICATION.secret)),
                List.of(MerchantId.of("store-1"), MerchantId.of("store-2"))),
            Credentials.forMerchant(
                AppId.of(MERCHANT.app),
                MerchantId.of(MERCHANT.merchant),
                List.of(Secret.ofUtf8(MERCHANT.secret)))));
  }

  Sender as(String otherMerchant) {
    return new Sender(app, otherMerchant, secret);
  }

  String signature(byte[] body) {
    return WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of(app), Secret.ofUtf8(secret))
        .sign(MerchantId.of(merchant), body)
        .signature();
  }

  /** Returns a genuine request, as this sender would send it. */
  Call post(String path, byte[] body) {
    return post(path, body, signature(body));
  }

  Call post(String path, String body) {
    return post(path, body.getBytes(UTF_8));
  }

  /** Returns a request with another signature. */
  Call post(String path, byte[] body, String signature) {
    return Call.post(path, body)
        .header("X-App-Id", app)
        .header("X-App-MerchantId", merchant)
        .header("X-App-Signature", signature);
  }

  /** Returns a request that is all right but for its signature, which is of other bytes. */
  Call forge(String path, String body) {
    return post(path, body.getBytes(UTF_8), signature("other bytes".getBytes(UTF_8)));
  }
}
