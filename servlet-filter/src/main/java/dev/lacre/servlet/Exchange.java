package dev.lacre.servlet;

import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.Refusal;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.Verification;
import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.internal.Multipart;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Report report;
  private final AtomicBoolean settled = new AtomicBoolean();
  private @Nullable Verification verification;
  private @Nullable ResponseSigning signing;
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
    this.report = new Report(setup.listeners(), route.pattern());
  }

  void run(FilterChain chain) throws IOException, ServletException {
    boolean inApplication = false;
    try {
      Verdict verdict = judge();
      report.judged();
      if (verdict instanceof Verdict.Accepted accepted) {
        signing = setup.responses().of(route, verification, before);
        LedgerStep.Entry entry = claim(accepted);
        inApplication = entry.result() instanceof ClaimResult.Granted;
        proceed(accepted, entry, chain);
      } else if (verdict instanceof Verdict.Rejected rejected) {
        refuse(rejected);
      }
    } catch (RuntimeException | Error failure) {
      if (inApplication) {
        throw failure;
      }
      report.failed("the webhook filter failed", failure);
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
    report.verifies(begun);
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
    if (lines == null || !lines.hasMoreElements()) {
      return List.of();
    }
    String first = lines.nextElement();
    if (!lines.hasMoreElements()) {
      return Collections.singletonList(first);
    }
    List<String> all = new ArrayList<>();
    all.add(first);
    while (lines.hasMoreElements()) {
      all.add(lines.nextElement());
    }
    return Collections.unmodifiableList(all);
  }

  private LedgerStep.Entry claim(Verdict.Accepted accepted) {
    try {
      return setup.ledger().enter(accepted.webhook(), request);
    } catch (Throwable failure) {
      // An Error too, and a checked exception of a language that does not declare them.
      report.failed("the ledger could not be asked", failure);
      return setup.ledger().whenDown();
    }
  }

  private void proceed(Verdict.Accepted accepted, LedgerStep.Entry entry, FilterChain chain)
      throws IOException, ServletException {
    ClaimResult result = entry.result();
    if (result instanceof ClaimResult.Granted) {
      handOn(accepted, entry.claim(), chain);
    } else if (result instanceof ClaimResult.Done done) {
      acknowledge(accepted, done.status());
    } else if (result instanceof ClaimResult.MerchantSwapped swapped) {
      Verdict.Rejected rejected = refusal(RejectionReason.MERCHANT_SWAPPED);
      report.swapped(rejected, swapped.firstSeen(), answer(rejected).status());
      refuse(rejected);
    } else if (result instanceof ClaimResult.EventIdReused) {
      refuse(refusal(RejectionReason.EVENT_ID_REUSED));
    } else if (result instanceof ClaimResult.InProgress) {
      refuse(refusal(RejectionReason.DELIVERY_IN_PROGRESS));
    } else {
      refuse(refusal(RejectionReason.LEDGER_UNAVAILABLE));
    }
  }

  /** Turns what the verifier accepted into a refusal. */
  private Verdict.Rejected refusal(RejectionReason reason) {
    return verification == null
        ? route.verifier().refuse(head(), reason)
        : verification.refuse(reason);
  }

  private void acknowledge(Verdict.Accepted accepted, int status) throws IOException {
    try {
      // What is included has no say in the status, and nothing to add: the rest is the includer's.
      if (request.getDispatcherType() != DispatcherType.INCLUDE) {
        AnswerWriter.acknowledge(status, request, response, signing);
      }
    } finally {
      report.duplicate(accepted, status);
    }
  }

  private void handOn(Verdict.Accepted accepted, @Nullable DeliveryClaim claim, FilterChain chain)
      throws IOException, ServletException {
    VerifiedWebhook webhook = accepted.webhook();
    request.setAttribute(setup.deliveryAttribute(), new Delivery(route, webhook, signing, setup));
    request.setAttribute(VerifiedWebhooks.ATTRIBUTE, webhook);
    report.enters(accepted);
    ResponsePass pass = ResponsePass.begin(request, response, signing);
    ReplayRequest replay = new ReplayRequest(request, pass.response(), webhook);
    boolean returned = false;
    boolean senderGone = false;
    try {
      chain.doFilter(replay, pass.response());
      returned = true;
    } catch (IOException failure) {
      senderGone = response.isCommitted();
      throw failure;
    } finally {
      try {
        pass.end(returned);
      } finally {
        replay.filterLeft();
        if (!returned || !finishesLater(accepted, claim)) {
          int status = returned || response.isCommitted() ? response.getStatus() : 500;
          settle(accepted, claim, status, returned || senderGone);
        }
      }
    }
  }

  /** Leaves the end of an asynchronous request to its completion; false if it is complete. */
  private boolean finishesLater(Verdict.Accepted accepted, @Nullable DeliveryClaim claim) {
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
                    settle(accepted, claim, response.getStatus(), true);
                  }));
      later = true;
    } catch (IllegalStateException completeMeanwhile) {
      LOG.debug("the request was complete before the filter could listen", completeMeanwhile);
    }
    return later;
  }

  /**
   * The application has answered.
   *
   * @param stands false if it threw: it has failed then, whatever it had begun to answer. That the
   *     sender left while the answer was on its way is no failure of it
   */
  private void settle(
      Verdict.Accepted accepted, @Nullable DeliveryClaim claim, int status, boolean stands) {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    try {
      if (claim != null && !setup.ledger().leave(claim, stands ? status : 500)) {
        LOG.warn(
            "on route {}: the application took longer than the ledger's lease of {}, so a delivery"
                + " may reach it twice; make the lease longer",
            route.pattern(),
            claim.lease());
      }
    } catch (Throwable failure) {
      report.failed("the ledger could not be told how a delivery ended", failure);
    }
    report.accepted(accepted, status);
  }

  private Refusal answer(Verdict.Rejected rejected) {
    return route.verifier().operation().refusal(rejected.reason());
  }

  private void refuse(Verdict.Rejected rejected) throws IOException, ServletException {
    report.refuses(rejected);
    Refusal answer = answer(rejected);
    try {
      if (request.getDispatcherType() == DispatcherType.INCLUDE) {
        // What is included has no say in the status, so the answer could pass for a success.
        throw new ServletException("The request was refused by a path that it includes.");
      }
      AnswerWriter.refuse(answer, request, response, signing);
    } finally {
      report.refused(rejected, answer.status());
    }
  }
}
