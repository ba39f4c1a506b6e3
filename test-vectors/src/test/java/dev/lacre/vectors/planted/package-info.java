/**
 * The vectors' own proof: a right signer and a right verifier, written from the protocol without
 * any code of Lacre, and mistaken ones that the vectors must find and name.
 */
@NullMarked
package dev.lacre.vectors.planted;

import org.jspecify.annotations.NullMarked;
