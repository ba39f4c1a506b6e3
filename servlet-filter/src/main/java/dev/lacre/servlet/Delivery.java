package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import org.jspecify.annotations.Nullable;

/**
 * A verified request, kept for the later dispatches of it inside the container, so that none
 * verifies it again or finds its body gone.
 *
 * @param setup what the filter worked with when the request came, which goes on to hold for it
 */
record Delivery(
    Route route, VerifiedWebhook webhook, @Nullable ResponseSigning signing, FilterSetup setup) {}
