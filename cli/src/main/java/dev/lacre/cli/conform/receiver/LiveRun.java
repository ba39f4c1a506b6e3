package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.ConformanceReport;

/**
 * How a run went. Immutable.
 *
 * @param report what became of each test
 * @param controlsHeld whether something was sent, and every genuine delivery between the tests got
 *     in; if not, the report says nothing about the receiver, or about one of its routes
 */
public record LiveRun(ConformanceReport report, boolean controlsHeld) {}
