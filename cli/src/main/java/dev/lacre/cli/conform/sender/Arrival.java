package dev.lacre.cli.conform.sender;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery as it came, or what kept it from being one.
 *
 * @param request the request, or null if it was not whole
 * @param fault what was wrong with it, to stand behind "it", or null
 * @param at when it was there
 * @param took how long it took from its first byte to its last
 */
record Arrival(@Nullable WireRequest request, @Nullable String fault, Instant at, Duration took) {}
