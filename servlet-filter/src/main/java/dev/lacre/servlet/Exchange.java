package dev.lacre.servlet;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.IpAddress;
import dev.lacre.verifier.Refusal;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.Verification;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.internal.Multipart;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to a route, from its first check to its outcome. */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private final FilterSetup setup;
  private final Route route;
  private final RoutedPath path;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final @Nullable Delivery before;
  private final BodyBudget.Share share;
  private @Nullable Verification verification;
  private boolean later;

  Exchange(
      FilterSetup setup,
      Route route,
      RoutedPath path,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Delivery before) {
    this.setup = setup;
    this.route = route;
    this.path = path;
    this.request = request;
    this.response = response;
    this.before = before;
    this.share = setup.budget().open();
  }

  void run(FilterChain chain) throws IOException, ServletException {
    boolean inApplication = false;
    try {
      Verdict verdict = judge();
      if (verdict instanceof Verdict.Accepted accepted) {
        inApplication = true;
        handOn(accepted, chain);
      } else if (verdict instanceof Verdict.Rejected rejected) {
        refuse(rejected);
      }
    } catch (RuntimeException | Error failure) {
      if (inApplication) {
        throw failure;
      }
      LOG.error("the webhook filter failed on route {}", route.pattern(), failure);
      refuse(route.verifier().refuse(head(), RejectionReason.INTERNAL_ERROR));
    } finally {
      if (!later) {
        share.giveBack();
      }
    }
  }

  private Verdict judge() {
    InboundWebhook head = head();
    WebhookVerifier verifier = route.verifier();
    if (path.foldsTo() != null) {
      return verifier.refuse(head, RejectionReason.PATH_NOT_CANONICAL);
    }
    if (!request.getMethod().equals("POST")) {
      return verifier.refuse(head, RejectionReason.METHOD_NOT_ALLOWED);
    }
    Verification begun = verifier.begin(head);
    verification = begun;
    if (begun.refusal().isPresent()) {
      return begun.refusal().get();
    }
    if (before == null) {
      BodyReader.read(request, begun, share, route.bodyTimeout());
    } else {
      begun.update(before.webhook().bodyBuffer());
    }
    Verdict verdict = begun.finish();
    return verdict instanceof Verdict.Accepted
            && Multipart.isDeclaredIn(headerLines("Content-Type"))
        ? begun.refuse(RejectionReason.MEDIA_TYPE_UNSUPPORTED)
        : verdict;
  }

  private InboundWebhook head() {
    return InboundWebhook.builder()
        .headers(this::headerLines)
        .path(path.text())
        .peerAddress(request.getRemoteAddr())
        .contentLength(request.getContentLengthLong())
        .build();
  }

  private List<String> headerLines(String name) {
    Enumeration<String> lines = request.getHeaders(name);
    return lines == null ? List.of() : Collections.list(lines);
  }

  private void handOn(Verdict.Accepted accepted, FilterChain chain)
      throws IOException, ServletException {
    VerifiedWebhook webhook = accepted.webhook();
    ResponseSigning signing = setup.responses().of(route, verification, before);
    request.setAttribute(setup.deliveryAttribute(), new Delivery(route, webhook, signing));
    request.setAttribute(VerifiedWebhooks.ATTRIBUTE, webhook);
    LOG.debug("accepted on route {}: {}", route.pattern(), webhook);
    ResponsePass pass = ResponsePass.begin(request, response, signing);
    ReplayRequest replay = new ReplayRequest(request, pass.response(), webhook);
    boolean returned = false;
    try {
      chain.doFilter(replay, pass.response());
      returned = true;
    } finally {
      pass.end(returned);
      replay.filterLeft();
      if (!returned || !finishesLater(accepted)) {
        report(accepted, returned ? response.getStatus() : 500);
      }
    }
  }

  /** Leaves the end of an asynchronous request to its completion; false if it is complete. */
  private boolean finishesLater(Verdict.Accepted accepted) {
    if (!request.isAsyncStarted()) {
      return false;
    }
    try {
      request
          .getAsyncContext()
          .addListener(
              new OnCompletion(
                  () -> {
                    share.giveBack();
                    report(accepted, response.getStatus());
                  }));
      later = true;
    } catch (IllegalStateException completeMeanwhile) {
      LOG.debug("the request was complete before the filter could listen", completeMeanwhile);
    }
    return later;
  }

  private void refuse(Verdict.Rejected rejected) throws IOException, ServletException {
    log(rejected);
    Refusal refusal = route.verifier().operation().refusal(rejected.reason());
    try {
      if (request.getDispatcherType() == DispatcherType.INCLUDE) {
        // What is included has no say in the status, so the answer could pass for a success.
        throw new ServletException("The request was refused by a path that it includes.");
      }
      RefusalWriter.write(refusal, request, response);
      SignedResponse.sendNow(response);
    } finally {
      report(rejected, refusal.status());
    }
  }

  private void log(Verdict.Rejected rejected) {
    String app = rejected.claimedAppId().map(AppId::value).orElse("-");
    String merchant = rejected.claimedMerchantId().map(MerchantId::value).orElse("-");
    String address = rejected.address().map(IpAddress::toString).orElse("-");
    String code = rejected.reason().code();
    if (rejected.cause().isPresent()) {
      LOG.error(
          "refused on route {}: {} (app {}, merchant {}, address {})",
          route.pattern(),
          code,
          app,
          merchant,
          address,
          rejected.cause().get());
    } else {
      LOG.warn(
          "refused on route {}: {} (app {}, merchant {}, address {})",
          route.pattern(),
          code,
          app,
          merchant,
          address);
    }
  }

  private void report(Verdict verdict, int status) {
    WebhookOutcome outcome =
        new WebhookOutcome(
            route.pattern(),
            verdict,
            status,
            verification != null && verification.isAtEnd() ? verification.unverifiedBody() : null);
    try {
      setup.listener().onOutcome(outcome);
    } catch (RuntimeException failure) {
      LOG.error("the webhook listener failed", failure);
    }
  }
}
