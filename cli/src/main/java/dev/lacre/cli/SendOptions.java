package dev.lacre.cli;

import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * Which options of {@code lacre send} mean nothing beside {@code --offline} or {@code --break}: one
 * that is given all the same is refused, for whoever gave it expects something of it.
 */
final class SendOptions {

  private static final List<String> NOT_OFFLINE =
      List.of(
          "--repeat",
          "--check-status",
          "--verify-response",
          "--attempts",
          "--timeout",
          "--deadline",
          "--allow-remote");

  private static final List<String> NOT_BROKEN =
      List.of("--verify-response", "--attempts", "--deadline");

  private static final List<String> ONLY_BROKEN = List.of("--allow-remote");

  private SendOptions() {}

  /** Refuses what would be ignored. */
  static void check(ParseResult given) {
    boolean offline = given.hasMatchedOption("--offline");
    boolean broken = given.hasMatchedOption("--break");
    if (offline) {
      refuse(given, NOT_OFFLINE, "has no meaning with --offline, which sends nothing");
    } else if (broken) {
      refuse(
          given, NOT_BROKEN, "has no meaning with --break, which sends once and expects a refusal");
    } else {
      refuse(given, ONLY_BROKEN, "has no meaning without --break, which alone needs that leave");
    }
  }

  private static void refuse(ParseResult given, List<String> options, String why) {
    for (String option : options) {
      if (given.hasMatchedOption(option)) {
        throw Failure.usage(option + " " + why + "; leave it out.");
      }
    }
  }
}
