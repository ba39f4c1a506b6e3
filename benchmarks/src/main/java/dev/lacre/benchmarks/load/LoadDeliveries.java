package dev.lacre.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.Credentials;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Genuine deliveries of one application for a thousand merchants, and who accepts them. */
final class LoadDeliveries {

  /** How many different deliveries there are. */
  static final int COUNT = 20_000;

  private static final int BODY_LENGTH = 1024;
  private static final int MERCHANTS = 1000;
  private static final AppId APP = AppId.of("3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10");
  private static final Secret SECRET = Secret.ofUtf8("a-secret-for-benchmarks-only");

  private static final WebhookSigner SIGNER =
      WebhookSigner.of(SignatureScheme.openDelivery(), APP, SECRET);

  private LoadDeliveries() {}

  static WebhookVerifier verifier() {
    List<MerchantId> merchants = IntStream.range(0, MERCHANTS).mapToObj(i -> merchant(i)).toList();
    return WebhookVerifier.builder(
            SignatureScheme.openDelivery(),
            CredentialDirectory.of(
                List.of(Credentials.forApplication(APP, List.of(SECRET), merchants))),
            WebhookOperation.V1_NEW_EVENT)
        .allowlist(AddressAllowlist.of(List.of("127.0.0.0/8", "203.0.113.0/24", "2001:db8::/32")))
        .build();
  }

  private static MerchantId merchant(int number) {
    return MerchantId.of("store-" + number % MERCHANTS);
  }

  /** Writes the deliveries as whole HTTP requests, a table in the language of wrk's scripts. */
  static void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, US_ASCII)) {
      out.write("return {\n");
      for (int i = 0; i < COUNT; i++) {
        out.write("[=[\n" + request(i) + "]=],\n");
      }
      out.write("}\n");
    }
  }

  /**
   * Returns a delivery as a whole HTTP request, but for its line breaks: the brackets of a script
   * turn each into one line feed, so the script puts CR LF back.
   */
  static String request(int number) {
    String body = body(number);
    StringBuilder request = new StringBuilder("POST " + Variant.ROUTE + " HTTP/1.1\n");
    request.append("Host: 127.0.0.1\nContent-Type: application/json\n");
    SIGNER
        .sign(merchant(number), body.getBytes(US_ASCII))
        .forEach((name, value) -> request.append(name).append(": ").append(value).append('\n'));
    return request.append("Content-Length: " + BODY_LENGTH + "\n\n").append(body).toString();
  }

  private static String body(int number) {
    String start =
        "{\"eventId\":\"event-"
            + number
            + "\",\"eventType\":\"CREATED\",\"orderId\":\"order-"
            + number
            + "\",\"orderURL\":\"https://example.com/orders/"
            + number
            + "\",\"createdAt\":\"2026-01-01T12:00:00Z\",\"note\":\"";
    return start + "x".repeat(BODY_LENGTH - start.length() - 2) + "\"}";
  }
}
