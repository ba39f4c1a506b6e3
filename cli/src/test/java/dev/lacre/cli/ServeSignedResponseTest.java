package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.ResponseVerdict;
import dev.lacre.verifier.ResponseVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lacre serve} where the routes say {@code "signResponses": true}. */
final class ServeSignedResponseTest {

  @TempDir Path folder;
  private Serving serving;

  @BeforeEach
  void start() throws Exception {
    serving = Serving.start(Fixture.configWithSignedResponses(folder));
  }

  @AfterEach
  void stop() throws Exception {
    assertEquals(Lacre.DONE, serving.stop());
    assertEquals("", serving.err());
  }

  private String post(String target, String merchant) throws IOException {
    return serving.post(target, Fixture.headers("my-app", merchant, Fixture.BODY), Fixture.BODY);
  }

  private static List<String> headers(String answer, String name) {
    return answer
        .substring(0, answer.indexOf("\r\n\r\n"))
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }

  private static byte[] body(String answer) {
    return String.valueOf(Serving.body(answer)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static ResponseVerdict verdict(String answer, String secret) {
    return ResponseVerifier.of(SignatureScheme.openDelivery(), List.of(Secret.ofUtf8(secret)))
        .verify(name -> headers(answer, name), body(answer));
  }

  @Test
  void serve_routeThatSignsResponses_answersWithTheSignatureOfItsBody() throws Exception {
    String answer = post("/v1/confirmationCode", "store-1");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertArrayEquals(Fixture.BODY, body(answer));
    assertInstanceOf(ResponseVerdict.Accepted.class, verdict(answer, Run.SECRET), answer);
    assertInstanceOf(
        ResponseVerdict.Rejected.class, verdict(answer, "another-" + Run.SECRET), answer);
  }

  @Test
  void serve_acknowledgementWithoutABody_isSignedAsNothing() throws Exception {
    String answer = post("/v1/newEvent", "store-1");
    assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
    ResponseVerdict.Accepted genuine =
        assertInstanceOf(ResponseVerdict.Accepted.class, verdict(answer, Run.SECRET), answer);
    assertTrue(genuine.response().isEmpty());
  }

  @Test
  void serve_refusal_isNotSigned() throws Exception {
    String answer = post("/v1/newEvent", "store-3");
    assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    assertEquals(List.of(), headers(answer, "X-App-Signature"));
  }
}
