/** Plays the senders of a configuration, genuine and forged, and judges how a receiver answers. */
@NullMarked
package dev.lacre.cli.conform.receiver;

import org.jspecify.annotations.NullMarked;
