package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.CallerVerdict.Known;
import dev.lacre.verifier.CallerVerdict.Refused;
import dev.lacre.verifier.RejectionReason.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all of a route's {@link CallerAuthenticator}s say of one request: every one must know the
 * caller, and all the same one. Immutable once made.
 */
final class CallerCheck {

  private static final CallerCheck NOBODY_ASKED =
      new CallerCheck(List.of(), InboundWebhook.builder().build());

  private final List<Known> callers = new ArrayList<>(1);
  private final @Nullable RejectionReason fault;
  private @Nullable RejectionReason forbidden;
  private @Nullable RuntimeException failure;

  /** Asks all of them, up to the first that does not know the caller. */
  static CallerCheck of(List<CallerAuthenticator> authenticators, InboundWebhook head) {
    return authenticators.isEmpty() ? NOBODY_ASKED : new CallerCheck(authenticators, head);
  }

  private CallerCheck(List<CallerAuthenticator> authenticators, InboundWebhook head) {
    RejectionReason found = null;
    for (CallerAuthenticator each : authenticators) {
      found = ask(each, head);
      if (found != null) {
        break;
      }
    }
    this.fault = found;
  }

  private @Nullable RejectionReason ask(CallerAuthenticator authenticator, InboundWebhook head) {
    CallerVerdict verdict;
    try {
      verdict = authenticator.authenticate(head);
    } catch (Exception cannotTell) {
      failure = unchecked(cannotTell);
      return RejectionReason.CREDENTIALS_UNAVAILABLE;
    }
    if (verdict instanceof Known known) {
      callers.add(known);
      return speaksAs(callers.get(0).appId()) ? null : RejectionReason.CREDENTIALS_DISAGREE;
    }
    if (verdict instanceof Refused refused) {
      if (refused.reason().kind() != Kind.FORBIDDEN) {
        return refused.reason();
      }
      forbidden = forbidden == null ? refused.reason() : forbidden;
      return null;
    }
    failure = new IllegalStateException("a caller authenticator gave no verdict: null");
    return RejectionReason.CREDENTIALS_UNAVAILABLE;
  }

  /** Returns why the caller is not proven, or null. */
  @Nullable RejectionReason fault() {
    return fault;
  }

  /** Returns why a caller who is genuine may not do this, or null. */
  @Nullable RejectionReason forbidden() {
    return forbidden;
  }

  /** Returns what an authenticator threw, or null. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Returns the application that calls, or null if no authenticator named it. */
  @Nullable AppId appId() {
    return callers.isEmpty() ? null : callers.get(0).appId();
  }

  /** Tells whether everything that was proven is this application's. */
  boolean speaksAs(AppId app) {
    for (Known caller : callers) {
      if (!caller.appId().equals(app)) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether every credential may speak for the merchant. */
  boolean authorises(MerchantId merchant) {
    for (Known caller : callers) {
      if (!caller.merchants().contains(merchant)) {
        return false;
      }
    }
    return true;
  }

  /** A credential that can speak for one merchant only proves that one. */
  MerchantProof proof() {
    return callers.stream().anyMatch(caller -> caller.merchants().size() == 1)
        ? MerchantProof.KEY
        : MerchantProof.ASSERTED;
  }

  /** Not all languages declare the checked exceptions that they throw. */
  static RuntimeException unchecked(Exception failure) {
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("the credentials could not be looked up", failure);
  }
}
