/**
 * Deliveries remembered: {@link dev.lacre.verifier.ledger.DeliveryLedger} lets each event reach the
 * application once, and notices when a signed body comes again under another merchant.
 */
@NullMarked
package dev.lacre.verifier.ledger;

import org.jspecify.annotations.NullMarked;
