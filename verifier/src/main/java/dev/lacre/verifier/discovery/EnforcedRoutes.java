package dev.lacre.verifier.discovery;

import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.Printable;
import dev.lacre.verifier.Scope;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.internal.VerifierAccess;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Derives a declaration from what routes enforce.
 *
 * <ul>
 *   <li>Models: those of the credentials against which signatures are held. A bearer token does not
 *       tell how it was had, and an API key is no model.
 *   <li>Scopes: those of the operations on routes that demand a signature or a token, and those
 *       that tokens must carry. {@code od.all} only if a route demands it: it covers the others
 *       wherever it is granted, but to offer it is the user's decision.
 *   <li>Message signing: supported if any route demands a signature, required if all do; the
 *       operations are those of the routes that do.
 * </ul>
 */
final class EnforcedRoutes {

  private final DiscoveryBuilder builder = new DiscoveryBuilder();
  private final Set<String> mechanisms = new LinkedHashSet<>();
  private final List<SignedOperation> operations = new ArrayList<>();

  private EnforcedRoutes() {}

  static DiscoveryBuilder declared(Map<String, WebhookVerifier> routes) {
    EnforcedRoutes all = new EnforcedRoutes();
    all.builder.noModels(
        "no route demands a signature, and only the credentials of one tell a model");
    routes.forEach(all::add);
    return all.builder.messageSigning(all.signing(routes.size()));
  }

  private void add(String pattern, WebhookVerifier verifier) {
    VerifierAccess.Demands demands = VerifierAccess.demands(verifier);
    WebhookOperation operation = verifier.operation();
    List<String> tokenScopes = demands.tokenScopes();
    if (demands.scheme() != null || tokenScopes != null) {
      operation.scope().ifPresent(builder::scope);
    }
    if (tokenScopes != null) {
      tokenScopes.stream().map(Scope::ofCode).flatMap(Optional::stream).forEach(builder::scope);
    }
    if (demands.scheme() == null) {
      return;
    }
    mechanisms.add(mechanism(demands.scheme()));
    operations.add(
        new SignedOperation(
            operation.name(),
            pattern,
            operation.scope().orElse(null),
            operation.presenter(),
            Map.of(SignedOperation.ACCESS, new JsonValue.Text(SignedOperation.PROTECTED))));
    VerifierAccess.Models models = demands.models();
    if (models == null) {
      builder.moreModels(
          "the credential directory of the route '"
              + Printable.of(pattern)
              + "' does not tell its models");
      return;
    }
    if (models.perApplication()) {
      builder.enforced(AuthenticationModel.CLIENT_CREDENTIALS_APPLICATION);
    }
    if (models.perMerchant()) {
      builder.enforced(AuthenticationModel.CLIENT_CREDENTIALS_MERCHANT);
    }
  }

  private MessageSigning signing(int routes) {
    if (operations.isEmpty()) {
      return MessageSigning.unsupported();
    }
    String mechanism = String.join(", ", mechanisms);
    return operations.size() == routes
        ? MessageSigning.required(mechanism, operations)
        : MessageSigning.supported(mechanism, operations);
  }

  /** Returns the algorithm, after the scheme's name where it is not Open Delivery's own. */
  private static String mechanism(SignatureScheme scheme) {
    String algorithm = scheme.algorithm().macName().replace("Hmac", "HMAC-");
    return scheme.name().equals(SignatureScheme.openDelivery().name())
        ? algorithm
        : scheme.name() + " " + algorithm;
  }
}
