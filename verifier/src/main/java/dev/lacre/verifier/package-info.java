/**
 * Verification of inbound webhooks, for any server: {@link dev.lacre.verifier.WebhookVerifier}
 * takes an {@link dev.lacre.verifier.InboundWebhook} and gives a {@link
 * dev.lacre.verifier.Verdict}.
 *
 * <p>A fault in the configuration throws when an object is built. A fault in a request never
 * throws: it is a {@link dev.lacre.verifier.RejectionReason}.
 */
@NullMarked
package dev.lacre.verifier;

import org.jspecify.annotations.NullMarked;
