package dev.lacre.signer;

import dev.lacre.vectors.Answer;
import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.ConformanceTests;
import dev.lacre.vectors.HeaderLine;
import dev.lacre.vectors.Steps;
import dev.lacre.vectors.TestVector;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The signer, held against every canonical vector. To skip one is to fail. */
class ConformanceTest {

  private static final int[] PIECES = {1, 0, 63, 64, 4099};

  /** How a body is signed. */
  private interface Signing {
    SignedHeaders sign(WebhookSigner signer, MerchantId merchant, byte[] body);
  }

  @TestFactory
  Stream<DynamicNode> wholeBody_isSignedAsTheVectorsSay() {
    return vectors("signer", WebhookSigner::sign);
  }

  @TestFactory
  Stream<DynamicNode> bodyInPieces_isSignedAsTheVectorsSay() {
    return vectors("signer, in pieces", ConformanceTest::signInPieces);
  }

  private static Stream<DynamicNode> vectors(String name, Signing signing) {
    return ConformanceTests.complete(ConformanceRunner.signer(name, test -> answer(test, signing)));
  }

  private static Answer answer(TestVector test, Signing signing) {
    if (!test.group().scheme().name().equals("open-delivery")) {
      return Answer.skipped("no scheme " + test.group().scheme().name());
    }
    Steps steps = test.steps().orElseThrow();
    // Some keys are shorter than the signer takes without being told that they are.
    Secret secret = Secret.ofShortBytesInsecurely(HexFormat.of().parseHex(steps.keyHex()));
    WebhookSigner signer =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of(steps.appId()), secret);
    List<HeaderLine> lines =
        signing
            .sign(signer, MerchantId.of(steps.merchantId()), test.delivery().body())
            .entries()
            .stream()
            .map(header -> new HeaderLine(header.getKey(), header.getValue()))
            .toList();
    return Answer.signed(lines);
  }

  private static SignedHeaders signInPieces(
      WebhookSigner signer, MerchantId merchant, byte[] body) {
    WebhookSigner.PendingSignature pending = signer.begin(merchant);
    int at = 0;
    for (int i = 0; at < body.length; i++) {
      int size = Math.min(PIECES[i % PIECES.length], body.length - at);
      pending.update(body, at, size);
      at += size;
    }
    return pending.finish();
  }
}
