package dev.lacre.vectors;

import org.jspecify.annotations.Nullable;

/**
 * What a known bug makes of a test, so that whoever falls into it is told which it was. Immutable.
 *
 * @param bug the bug
 * @param signature the signature that a signer with this bug gives, or null
 * @param result what a verifier with this bug finds, or null
 */
public record Trap(Bug bug, @Nullable String signature, @Nullable ExpectedResult result) {}
