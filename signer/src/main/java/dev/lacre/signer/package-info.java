/**
 * Signing of outbound webhooks: {@link dev.lacre.signer.WebhookSigner} turns the exact bytes of a
 * body into the headers that prove who sent them.
 *
 * <p>Everything here is immutable and thread-safe unless its documentation says otherwise. A fault
 * in what the caller configured throws when the object is built; no message ever holds key bytes.
 */
@NullMarked
package dev.lacre.signer;

import org.jspecify.annotations.NullMarked;
