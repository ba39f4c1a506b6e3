/** Webhook bodies to test signers and verifiers with. */
@NullMarked
package dev.lacre.vectors;

import org.jspecify.annotations.NullMarked;
