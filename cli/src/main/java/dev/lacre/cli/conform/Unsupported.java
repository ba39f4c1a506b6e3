package dev.lacre.cli.conform;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import java.util.List;
import java.util.Optional;

/** Says which routes these tools cannot play the sender or the receiver of. */
public final class Unsupported {

  private static final String SIGNATURE = "signature";

  private Unsupported() {}

  /**
   * Finds a route that demands more than a signature, or something else.
   *
   * @param config what to look through
   * @return what is not supported, in a sentence without a full stop, or nothing
   */
  public static Optional<String> in(LacreConfig config) {
    return ConfigAccess.setup(config).routes().entrySet().stream()
        .filter(route -> !route.getValue().authenticate().equals(List.of(SIGNATURE)))
        .map(route -> credentials(route.getKey(), route.getValue().authenticate()))
        .findFirst();
  }

  /**
   * Says which credentials of a route are not supported.
   *
   * @param pattern the route
   * @param demanded its credentials, as the file names them
   * @return a sentence without a full stop
   */
  public static String credentials(String pattern, List<String> demanded) {
    List<String> others = demanded.stream().filter(word -> !word.equals(SIGNATURE)).toList();
    return "route "
        + pattern
        + " demands "
        + String.join(" and ", others.stream().map(Unsupported::named).toList())
        + "; not supported by this tool";
  }

  private static String named(String word) {
    return switch (word) {
      case "api-key" -> "an API key";
      case "bearer" -> "a bearer token";
      default -> "'" + word + "'";
    };
  }
}
