package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.LiveAnswer;
import dev.lacre.cli.conform.receiver.LiveDelivery;
import dev.lacre.cli.conform.receiver.LiveExchange;
import dev.lacre.cli.conform.receiver.LiveTarget;
import dev.lacre.client.SendAttempt;
import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.client.SendResult;
import dev.lacre.verifier.RejectionReason;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Sends a webhook with one fault, over a raw socket: an HTTP client tidies up most faults. */
final class BrokenSend {

  private final SendPlan plan;
  private final SendFault fault;
  private final RejectionReason reason;
  private final int expected;
  private final SendLine lines;
  private final Terminal terminal;

  BrokenSend(SendPlan plan, SendFault fault, Terminal terminal) {
    this.plan = plan;
    this.fault = fault;
    this.reason = fault.reason(plan);
    this.expected = plan.operation().refusal(reason).status();
    this.lines = new SendLine(terminal);
    this.terminal = terminal;
  }

  /**
   * Sends it.
   *
   * @param target who is tested
   * @param times how often, one after the other
   * @param exactly whether the status must be that of the fault's reason
   * @return the exit code
   */
  int deliver(LiveTarget target, Duration timeout, int times, boolean exactly) {
    boolean good = true;
    try (LiveExchange exchange = new LiveExchange(target, timeout)) {
      for (int i = 0; i < times; i++) {
        good &= once(exchange, exactly);
      }
    }
    return good ? Lacre.DONE : Lacre.REFUSED;
  }

  private boolean once(LiveExchange exchange, boolean exactly) {
    LiveDelivery before = fault.before(plan);
    if (before != null) {
      LiveAnswer answer = exchange.send(before.request());
      SendAttempt attempt = attempt(1, answer);
      if (!answer.isAccepted()) {
        terminal.say(
            "the genuine delivery that has to come first was not accepted, so the fault was not"
                + " sent.");
        lines.result(result(attempt), expected, fault, reason.code());
        return false;
      }
    }
    LiveAnswer answer = exchange.send(fault.of(plan).request());
    SendAttempt attempt = attempt(before == null ? 1 : 2, answer);
    lines.result(result(attempt), expected, fault, reason.code());
    return exactly ? answer.status() == expected : answer.isClientError();
  }

  private SendAttempt attempt(int number, LiveAnswer answer) {
    SendAttempt attempt =
        new SendAttempt(
            number,
            outcome(answer),
            answer.isAnswered() ? OptionalInt.of(answer.status()) : OptionalInt.empty(),
            trouble(answer),
            answer.took(),
            Optional.empty());
    lines.attempt(attempt);
    return attempt;
  }

  private static Optional<String> trouble(LiveAnswer answer) {
    return answer.isAnswered() || answer.kind() == LiveAnswer.Kind.TIMED_OUT
        ? Optional.empty()
        : Optional.of(answer.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static Outcome outcome(LiveAnswer answer) {
    if (!answer.isAnswered()) {
      return answer.kind() == LiveAnswer.Kind.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.UNREACHABLE;
    }
    if (answer.isAccepted()) {
      return Outcome.ACKNOWLEDGED;
    }
    return answer.status() >= 500 ? Outcome.UNAVAILABLE : Outcome.REFUSED;
  }

  private static SendResult result(SendAttempt attempt) {
    return switch (attempt.outcome()) {
      case ACKNOWLEDGED -> new SendResult.Acknowledged(attempt, Optional.empty());
      case REFUSED -> new SendResult.Refused(attempt);
      default -> new SendResult.GaveUp(attempt, Optional.empty());
    };
  }
}
