package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Outcome;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.WebhookOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers of a receiver: first the decision, then, if that is right, its manner. Immutable
 * and thread-safe.
 */
final class LiveJudge {

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int UNAVAILABLE = 503;

  private final WebhookOperation operation;
  private final boolean strict;

  LiveJudge(WebhookOperation operation, boolean strict) {
    this.operation = operation;
    this.strict = strict;
  }

  /** Returns what the answer to one delivery of a case is worth. */
  Judgement judge(LiveCase test, LiveRequest request, LiveAnswer answer) {
    Judgement decision = decision(test, request, answer);
    boolean judged = decision.outcome() == Outcome.PASS && answer.isAnswered();
    if (!judged || test.expected() == Expectation.BETTER_REFUSED) {
      return decision;
    }
    return answer.isAccepted() ? acceptance(request, answer) : refusal(test, answer);
  }

  private Judgement decision(LiveCase test, LiveRequest request, LiveAnswer answer) {
    if (answer.kind() == LiveAnswer.Kind.UNREACHABLE) {
      return new Judgement(Outcome.ERROR, answer.describe(), null, null, null);
    }
    if (answer.kind() == LiveAnswer.Kind.TOO_LONG) {
      return new Judgement(
          Outcome.ERROR, answer.describe(), null, "such a long answer decides nothing", null);
    }
    if (answer.kind() == LiveAnswer.Kind.TIMED_OUT) {
      return Judgement.fail(answer, Bugs.HANGS, null);
    }
    if (test.expected() == Expectation.REFUSED_OR_CLOSED
        && answer.kind() == LiveAnswer.Kind.DROPPED) {
      return Judgement.pass(answer);
    }
    if (test.expected() == Expectation.ACKNOWLEDGED
        && answer.status() == UNAVAILABLE
        && answer.hasHeader("retry-after")) {
      return tolerated(answer, "it asks to try later, which ends when the first is done");
    }
    if (test.expected() == Expectation.BETTER_NOT_CLOSED
        && answer.kind() == LiveAnswer.Kind.DROPPED) {
      return mannered(answer, "the connection was closed in place of a refusal");
    }
    boolean unsupported = test.group().equals("method") && answer.status() == NOT_IMPLEMENTED;
    if (answer.isCrash() && !unsupported) {
      return Judgement.fail(answer, Bugs.CRASHES, "a crash is no decision");
    }
    if (answer.isRedirect()) {
      return Judgement.fail(answer, Bugs.REDIRECTS, null);
    }
    if (answer.status() == TOO_MANY_REQUESTS) {
      return new Judgement(
          Outcome.ERROR,
          answer.describe(),
          null,
          "the receiver limits the rate, which decides nothing; switch that off for the test",
          null);
    }
    if (!answer.isAccepted() && !answer.isClientError() && !unsupported) {
      return Judgement.fail(answer, null, "neither accepted nor refused");
    }
    if (request.isGivenAwayBy(answer)) {
      return Judgement.fail(
          answer, null, "the answer gives away a secret, or the signature that would have fit");
    }
    if (unsupported) {
      return mannered(answer, "501 says that no path takes the method; 405 that this one does not");
    }
    return answer.isAccepted() ? accepted(test, answer) : refused(test, answer);
  }

  private Judgement accepted(LiveCase test, LiveAnswer answer) {
    return switch (test.expected()) {
      case ACCEPTED, GENUINE, ACKNOWLEDGED -> Judgement.pass(answer);
      case REFUSED, REFUSED_OR_CLOSED, BETTER_NOT_CLOSED, ALIKE ->
          Judgement.fail(answer, test.bug(), null);
      case BETTER_REFUSED ->
          strict
              ? Judgement.fail(answer, test.bug(), null)
              : new Judgement(
                  Outcome.NON_STRICT,
                  answer.describe(),
                  test.bug(),
                  "tolerated, but better refused",
                  null);
    };
  }

  private Judgement refused(LiveCase test, LiveAnswer answer) {
    return switch (test.expected()) {
      case ACCEPTED, ACKNOWLEDGED ->
          Judgement.fail(
              answer,
              test.bug(),
              answer.status() == TOO_LARGE
                  ? "if it takes no more, say so in lacre.json with maxBodyBytes"
                  : null);
      case GENUINE ->
          test.statuses().contains(answer.status())
              ? Judgement.pass(answer)
              : Judgement.fail(
                  answer, test.bug(), "the signature is right; the body may be refused");
      case REFUSED, REFUSED_OR_CLOSED, BETTER_NOT_CLOSED, ALIKE ->
          operation.echoesBody()
                  && answer.status() == BAD_REQUEST
                  && !test.statuses().contains(BAD_REQUEST)
              ? Judgement.fail(
                  answer, null, "400 says 'code invalid' on this operation: no refusal does")
              : Judgement.pass(answer);
      case BETTER_REFUSED -> Judgement.pass(answer);
    };
  }

  private Judgement acceptance(LiveRequest request, LiveAnswer answer) {
    int due = operation.successStatus();
    if (answer.status() != due) {
      return mannered(
          answer, "accepted with " + answer.status() + "; the acknowledgement here is " + due);
    }
    if (operation.echoesBody()
        && due != 204
        && due != 205
        && !Arrays.equals(request.echoed(), answer.body())) {
      return mannered(answer, "the acknowledgement does not give back the body that was sent");
    }
    return Judgement.pass(answer);
  }

  private Judgement refusal(LiveCase test, LiveAnswer answer) {
    if (!declares(answer.status()) && !test.statuses().contains(answer.status())) {
      return mannered(
          answer,
          "refused with "
              + answer.status()
              + "; the operation declares "
              + statusOf(RejectionReason.SIGNATURE_MISMATCH)
              + " and "
              + statusOf(RejectionReason.ADDRESS_NOT_ALLOWED));
    }
    List<String> missing = new ArrayList<>();
    if (answer.status() == UNAUTHORIZED && !answer.hasHeader("www-authenticate")) {
      missing.add("no WWW-Authenticate, which RFC 9110 (section 15.5.2) demands with 401");
    }
    boolean ours = answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN;
    if (ours && !answer.header("cache-control").contains("no-store")) {
      missing.add("no 'Cache-Control: no-store'");
    }
    if (missing.isEmpty()) {
      return Judgement.pass(answer);
    }
    return new Judgement(
        strict ? Outcome.FAIL : Outcome.PASS,
        answer.describe(),
        null,
        null,
        String.join("; ", missing));
  }

  private boolean declares(int status) {
    return status == statusOf(RejectionReason.SIGNATURE_MISMATCH)
        || status == statusOf(RejectionReason.ADDRESS_NOT_ALLOWED);
  }

  private int statusOf(RejectionReason reason) {
    return operation.refusal(reason).status();
  }

  private Judgement mannered(LiveAnswer answer, String manner) {
    return new Judgement(
        strict ? Outcome.FAIL : Outcome.NON_STRICT, answer.describe(), null, null, manner);
  }

  private Judgement tolerated(LiveAnswer answer, String note) {
    return strict
        ? Judgement.fail(answer, null, note)
        : new Judgement(Outcome.NON_STRICT, answer.describe(), null, note, null);
  }

  /** Compares refusals that must look alike; null stands for one that had no answer. */
  Judgement alike(LiveAnswer reference, List<LiveAnswer> answers) {
    @Nullable String difference = Likeness.of(answers).difference();
    return difference == null ? Judgement.pass(reference) : mannered(reference, difference);
  }
}
