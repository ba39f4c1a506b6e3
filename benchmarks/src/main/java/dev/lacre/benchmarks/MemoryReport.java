package dev.lacre.benchmarks;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.CredentialDirectory;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * Prints, as one JSON object, how many bytes of heap a merchant, a rule and a ledger's entry take:
 * what is in use after collection, with many of them and without. Run it with the serial collector,
 * whose figures repeat to the byte or nearly.
 */
public final class MemoryReport {

  private MemoryReport() {}

  /** Reports on as many merchants, rules and entries as the argument says, a million unless set. */
  public static void main(String[] arguments) {
    int count = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    int ruleCount = Math.max(1, count / 10);
    // What is loaded and cached once is no part of any of them.
    deliverToAll(10);
    rules(4, 10);
    ledger(10);
    double[] merchant = deliverToAll(count);
    System.out.printf(
        Locale.ROOT,
        "{\"count\": %d, \"merchant\": %.1f, \"merchantInUse\": %.1f, \"rules\": %d, \"ruleV4\":"
            + " %.1f, \"ruleV6\": %.1f, \"ledgerEntry\": %.1f}%n",
        count,
        merchant[0],
        merchant[1],
        ruleCount,
        rules(4, ruleCount),
        rules(6, ruleCount),
        ledger(count));
  }

  /** Returns bytes for each merchant, before any delivery and after each was named in one. */
  private static double[] deliverToAll(int count) {
    long before = used();
    CredentialDirectory directory = Senders.directory(count);
    long built = used();
    WebhookVerifier verifier =
        WebhookVerifier.builder(
                SignatureScheme.openDelivery(), directory, WebhookOperation.V1_NEW_EVENT)
            .build();
    byte[] body = Bodies.ascii(64);
    // A signature of the right form is enough: the key is made ready for it, and it is refused.
    String signature = "0".repeat(64);
    for (int i = 0; i < count; i++) {
      InboundWebhook request =
          InboundWebhook.builder()
              .header("X-App-Id", Senders.APP.value())
              .header("X-App-MerchantId", Senders.merchant(i).value())
              .header("X-App-Signature", signature)
              .body(body)
              .build();
      if (!(verifier.verify(request) instanceof Verdict.Rejected refused)
          || refused.reason() != RejectionReason.SIGNATURE_MISMATCH) {
        throw new IllegalStateException("a delivery was not judged by its signature");
      }
    }
    long inUse = used();
    Reference.reachabilityFence(directory);
    return new double[] {(built - before) / (double) count, (inUse - before) / (double) count};
  }

  /** Builds it several times, for one takes little beside what else comes and goes. */
  private static double rules(int version, int count) {
    List<String> texts = AddressRules.of(version, count);
    AddressAllowlist[] copies = new AddressAllowlist[20];
    long before = used();
    for (int i = 0; i < copies.length; i++) {
      copies[i] = AddressAllowlist.of(texts);
    }
    long built = used();
    Reference.reachabilityFence(copies);
    Reference.reachabilityFence(texts);
    return (built - before) / ((double) count * copies.length);
  }

  private static double ledger(int count) {
    long before = used();
    DeliveryLedger ledger =
        DeliveryLedger.inMemory(DeliveryLedger.DEFAULT_RETENTION, count, Clock.systemUTC());
    for (int i = 0; i < count; i++) {
      DeliveryClaim claim = LedgerBenchmark.claim(i);
      ledger.claim(claim);
      ledger.complete(claim, 204);
    }
    long filled = used();
    Reference.reachabilityFence(ledger);
    return (filled - before) / (double) count;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
