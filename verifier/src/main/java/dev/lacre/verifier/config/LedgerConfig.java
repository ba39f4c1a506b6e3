package dev.lacre.verifier.config;

import java.time.Duration;

/**
 * What a configuration says about the ledger of deliveries, which is kept in memory. Immutable.
 *
 * @param retention how long a delivery is remembered
 * @param lease how long a delivery may be in progress
 * @param maxEntries how many deliveries are remembered at most
 */
public record LedgerConfig(Duration retention, Duration lease, int maxEntries) {}
