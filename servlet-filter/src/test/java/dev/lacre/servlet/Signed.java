package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.ResponseVerifier;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a signed response must be, on the wire. */
final class Signed {

  static final String HEADER = "X-App-Signature";

  private Signed() {}

  /** Computes the signature by the platform's own MAC, beside all code of ours. */
  static String signature(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Asserts that the very bytes of an answer are signed, once, with that secret. */
  static Answer assertSigned(String secret, Answer answer) {
    assertEquals(
        List.of(signature(secret, answer.body())), answer.all(HEADER), () -> "of " + answer);
    assertEquals(List.of(), answer.all("Transfer-Encoding"));
    if (answer.status() != 204) {
      assertEquals(List.of("" + answer.body().length), answer.all("Content-Length"));
    }
    assertArrayEquals(
        answer.body(),
        ResponseVerifier.of(SignatureScheme.openDelivery(), List.of(Secret.ofUtf8(secret)))
            .verify(answer::all, answer.body())
            .orElseThrow()
            .body());
    return answer;
  }

  static Answer assertSigned(Answer answer) {
    return assertSigned(Sender.APPLICATION.secret(), answer);
  }

  static Answer assertUnsigned(Answer answer) {
    assertEquals(List.of(), answer.all(HEADER), () -> "of " + answer);
    return answer;
  }
}
