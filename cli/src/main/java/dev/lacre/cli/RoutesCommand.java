package dev.lacre.cli;

import dev.lacre.verifier.Scope;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.VerifierAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lacre routes}: what each route demands, and of whom. */
@Command(
    name = "routes",
    header = "Shows what each route demands, and of whom.",
    description = {
      "",
      "Prints a table: the route, its operation, whether it is public or protected, the scope, who"
          + " presents the credential, the credentials (all of them are demanded), and the weakest"
          + " proof of the merchant that will do. The scope is what a bearer token must carry, or"
          + " else the scope of the operation's capability, which a signature does not carry.",
      ""
    },
    footer = {"", "Example:", "  lacre routes --config lacre.json"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Lacre.Version.class)
final class RoutesCommand implements Callable<Integer> {

  private static final String NOTHING = "-";

  private final Terminal terminal;

  @Mixin private final ConfigOption config = new ConfigOption();

  RoutesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LacreConfig loaded = config.loadWithoutManaged(terminal);
    Map<String, ConfigAccess.RouteRules> rules = ConfigAccess.setup(loaded).routes();
    TextTable table =
        new TextTable(
            "ROUTE", "OPERATION", "ACCESS", "SCOPE", "PRESENTED BY", "CREDENTIALS", "MERCHANT");
    loaded
        .routes()
        .forEach(
            (pattern, route) -> {
              WebhookOperation operation = route.verifier().operation();
              VerifierAccess.Demands demands = VerifierAccess.demands(route.verifier());
              table.row(
                  pattern,
                  operation.name(),
                  "protected",
                  scope(operation, demands),
                  operation.presenter().code(),
                  credentials(rules.get(pattern)),
                  demands.merchantProof().code());
            });
    table.row("any other", NOTHING, "public", NOTHING, NOTHING, NOTHING, NOTHING);
    table.print(terminal.out());
    return Lacre.DONE;
  }

  private static String scope(WebhookOperation operation, VerifierAccess.Demands demands) {
    List<String> ofTokens = demands.tokenScopes();
    if (ofTokens != null && !ofTokens.isEmpty()) {
      List<String> sorted = new ArrayList<>(ofTokens);
      sorted.sort(null);
      return String.join(" ", sorted);
    }
    return operation.scope().map(Scope::code).orElse(NOTHING);
  }

  private static String credentials(ConfigAccess.@Nullable RouteRules rules) {
    return rules == null ? NOTHING : String.join(" + ", rules.authenticate());
  }
}
