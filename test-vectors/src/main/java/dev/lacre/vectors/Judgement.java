package dev.lacre.vectors;

import org.jspecify.annotations.Nullable;

/**
 * What one answer is worth. Immutable.
 *
 * @param actual what was answered, or null if nothing was
 * @param bug the mistake that would explain it, or null
 * @param note why it is tolerated, was skipped or broke, or null
 */
record Judgement(
    Outcome outcome, @Nullable String actual, @Nullable Bug bug, @Nullable String note) {}
