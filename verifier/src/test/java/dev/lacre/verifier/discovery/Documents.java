package dev.lacre.verifier.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Documents that the suites begin with. */
final class Documents {

  /** The example of the authentication page, as JSON. */
  static final String PAGE =
      """
      {
        "supportedModels": ["client_credentials_application", "client_credentials_merchant"],
        "defaultModel": "client_credentials_application",
        "scopes": ["od.orders", "od.menu", "od.logistics", "od.crm", "od.all"],
        "messageSigning": { "supported": true, "required": false },
        "merchantDiscovery": { "supported": true }
      }
      """;

  /** The shape of the draft's schema. */
  static final String DRAFT =
      """
      {
        "supportedGrantTypes": ["client_credentials", "authorization_code"],
        "clientIdGeneration": ["by_app", "by_merchant"]
      }
      """;

  private Documents() {}

  static byte[] bytes(String document) {
    return document.getBytes(UTF_8);
  }

  static DiscoveryReading read(String document) {
    return DiscoveryDeclaration.read(bytes(document));
  }

  /** Returns pointer, severity and code of each issue, in order. */
  static List<String> issues(List<DiscoveryIssue> issues) {
    return issues.stream()
        .map(
            issue ->
                (issue.severity() == DiscoveryIssue.Severity.ERROR ? "" : "~")
                    + issue.pointer()
                    + " "
                    + issue.code().code())
        .toList();
  }
}
