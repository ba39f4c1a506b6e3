package dev.lacre.signer;

import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.signer.internal.BouncyHmac;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One signer and one secret serve every thread of a process. */
class WebhookSignerThreadsTest {

  private static final int THREADS = 64;
  private static final int CALLS = 4000;
  private static final byte[] KEY = utf8("a key that all threads share");
  private static final MerchantId STORE = MerchantId.of("store");

  @Test
  @Timeout(60)
  void sign_fromManyThreadsAtOnce_isAlwaysTheRightSignature() throws Exception {
    WebhookSigner signer =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), Secret.ofBytes(KEY));
    assertEquals(0, wrongSignatures((thread, call) -> signer));
  }

  @Test
  @Timeout(60)
  void of_oneSecretUnderTwoAlgorithmsFromManyThreads_isAlwaysTheRightKey() throws Exception {
    Secret secret = Secret.ofBytes(KEY);
    SignatureScheme longer =
        SignatureScheme.named("longer")
            .appIdHeader("A")
            .merchantIdHeader("B")
            .signatureHeader("C")
            .algorithm(MacAlgorithm.HMAC_SHA512)
            .build();
    assertEquals(
        0,
        wrongSignatures(
            (thread, call) -> {
              if (call % 200 == thread) {
                WebhookSigner.of(longer, AppId.of("app"), secret).begin(STORE);
              }
              return WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), secret);
            }));
  }

  private interface Signers {
    WebhookSigner get(int thread, int call);
  }

  private static int wrongSignatures(Signers signers) throws Exception {
    List<byte[]> bodies = IntStream.range(0, THREADS).mapToObj(i -> utf8("body " + i)).toList();
    List<String> expected =
        bodies.stream()
            .map(body -> BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, KEY, body))
            .map(HexFormat.of()::formatHex)
            .toList();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch ready = new CountDownLatch(THREADS);
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        results.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  int wrong = 0;
                  for (int call = 0; call < CALLS; call++) {
                    int body = (thread + call) % THREADS;
                    WebhookSigner signer = signers.get(thread, call);
                    String signature = signer.sign(STORE, bodies.get(body)).signature();
                    wrong += signature.equals(expected.get(body)) ? 0 : 1;
                  }
                  return wrong;
                }));
      }
      int wrong = 0;
      for (Future<Integer> result : results) {
        wrong += result.get();
      }
      return wrong;
    } finally {
      pool.shutdownNow();
    }
  }
}
