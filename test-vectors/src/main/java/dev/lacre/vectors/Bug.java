package dev.lacre.vectors;

/**
 * A known mistake of implementations, so that a report can say what is wrong and not only that
 * something is. Immutable.
 *
 * @param code a stable word such as {@code body-decoded-as-text}
 * @param sentence what the implementer did, in a sentence without a full stop that begins with
 *     "you"
 */
public record Bug(String code, String sentence) {}
