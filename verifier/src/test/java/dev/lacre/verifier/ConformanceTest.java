package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.vectors.Answer;
import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.ConformanceTests;
import dev.lacre.vectors.TestVector;
import dev.lacre.vectors.VectorGroup;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The verifier, held against every vector. To skip one is to fail. */
class ConformanceTest {

  private static final int[] PIECES = {1, 0, 63, 64, 4099};

  private static final Map<VectorGroup, WebhookVerifier> VERIFIERS = new ConcurrentHashMap<>();

  /** How a body is given to the verifier. */
  private interface Verifying {
    Verdict verify(WebhookVerifier verifier, dev.lacre.vectors.Delivery delivery);
  }

  @TestFactory
  Stream<DynamicNode> wholeBody_isJudgedAsTheVectorsSay() {
    return vectors("verifier", ConformanceTest::whole);
  }

  @TestFactory
  Stream<DynamicNode> bodyInPieces_isJudgedAsTheVectorsSay() {
    return vectors("verifier, in pieces", ConformanceTest::inPieces);
  }

  private static Stream<DynamicNode> vectors(String name, Verifying verifying) {
    return ConformanceTests.complete(
        ConformanceRunner.verifier(name, test -> answer(test, verifying)));
  }

  private static Answer answer(TestVector test, Verifying verifying) {
    if (!test.group().scheme().name().equals("open-delivery")) {
      return Answer.skipped("no scheme " + test.group().scheme().name());
    }
    WebhookVerifier verifier = VERIFIERS.computeIfAbsent(test.group(), ConformanceTest::verifier);
    test.before().forEach(earlier -> verifying.verify(verifier, earlier).orElseThrow());
    Verdict verdict = verifying.verify(verifier, test.delivery());
    return verdict instanceof Verdict.Rejected rejected
        ? Answer.refused(rejected.reason().code())
        : Answer.accepted();
  }

  private static Verdict whole(WebhookVerifier verifier, dev.lacre.vectors.Delivery delivery) {
    return verifier.verify(head(delivery).body(delivery.body()).build());
  }

  private static Verdict inPieces(WebhookVerifier verifier, dev.lacre.vectors.Delivery delivery) {
    byte[] body = delivery.body();
    Verification verification = verifier.begin(head(delivery).contentLength(body.length).build());
    int at = 0;
    for (int i = 0; at < body.length; i++) {
      int size = Math.min(PIECES[i % PIECES.length], body.length - at);
      verification.update(ByteBuffer.wrap(body, at, size));
      at += size;
    }
    return verification.finish();
  }

  private static InboundWebhook.Builder head(dev.lacre.vectors.Delivery delivery) {
    return InboundWebhook.builder()
        .headers(delivery::values)
        .peerAddress(delivery.peer())
        .path(delivery.path());
  }

  private static WebhookVerifier verifier(VectorGroup group) {
    WebhookVerifier.Builder builder =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(),
                CredentialDirectory.of(
                    group.credentials().stream().map(ConformanceTest::credentials).toList()),
                WebhookOperation.named(group.operation()).orElseThrow())
            .merchantProof(MerchantProof.ofCode(group.merchantProof()).orElseThrow());
    VectorGroup.Addresses addresses = group.addresses();
    if (addresses.allow() != null) {
      builder.allowlist(AddressAllowlist.of(addresses.allow()));
    }
    if (addresses.forwardedHeader() != null) {
      builder.trustedProxies(
          TrustedProxies.of(addresses.trustedProxies(), addresses.forwardedHeader()));
    }
    if (group.storeHeader().isPresent()
        || group.storePointer().isPresent()
        || group.storePathSegment().isPresent()) {
      StoreRule.Builder rule = StoreRule.builder().aliases(group.storeAliases());
      group.storeHeader().ifPresent(rule::header);
      group.storePointer().ifPresent(rule::pointer);
      group.storePathSegment().ifPresent(rule::pathSegment);
      builder.store(rule.build());
    }
    return builder.build();
  }

  private static Credentials credentials(VectorGroup.Credential given) {
    AppId app = AppId.of(given.appId());
    List<MerchantId> merchants = given.merchants().stream().map(MerchantId::of).toList();
    // Some keys are shorter than a secret may be without saying so.
    List<Secret> secrets =
        given.secrets().stream()
            .map(key -> Secret.ofShortBytesInsecurely(HexFormat.of().parseHex(key.hex())))
            .toList();
    return given.ofOneMerchant()
        ? Credentials.forMerchant(app, merchants.get(0), secrets)
        : Credentials.forApplication(app, secrets, merchants);
  }
}
