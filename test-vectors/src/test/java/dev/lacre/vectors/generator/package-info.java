/**
 * Writes the vector files. Shares no code with the signer or the verifier: hashes and MACs come
 * from Bouncy Castle's own engine.
 */
@NullMarked
package dev.lacre.vectors.generator;

import org.jspecify.annotations.NullMarked;
