package dev.lacre.verifier.config;

import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.Map;

/** Reads {@code ledger}. */
final class LedgerSection {

  private static final Duration LONGEST_RETENTION = Duration.ofDays(366);

  private LedgerSection() {}

  static LedgerConfig read(ConfigNode section) {
    Map<String, ConfigNode> keys = section.members("type", "retention", "lease", "maxEntries");
    ConfigNode type = keys.get("type");
    if (type != null && !type.text().equals("memory")) {
      throw type.fault(
          "the ledger type '"
              + Printable.of(type.text())
              + "' is unknown; write memory here, or give the filter another ledger in code.");
    }
    ConfigNode retentionNode = keys.get("retention");
    Duration retention =
        retentionNode == null
            ? DeliveryLedger.DEFAULT_RETENTION
            : retentionNode.duration(LONGEST_RETENTION, "PT96H");
    ConfigNode leaseNode = keys.get("lease");
    Duration lease =
        leaseNode == null ? DeliveryLedger.DEFAULT_LEASE : leaseNode.duration(retention, "PT1M");
    if (lease.compareTo(retention) > 0) {
      throw section.fault(
          "the lease "
              + lease
              + " is longer than the retention "
              + retention
              + ", so a delivery in progress would be forgotten; make the retention longer.");
    }
    ConfigNode most = keys.get("maxEntries");
    return new LedgerConfig(
        retention,
        lease,
        most == null
            ? DeliveryLedger.DEFAULT_MAX_ENTRIES
            : (int) most.number(1, Integer.MAX_VALUE - 1));
  }
}
