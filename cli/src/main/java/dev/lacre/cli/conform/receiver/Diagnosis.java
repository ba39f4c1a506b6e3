package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a genuine delivery may have been refused: what the receiver takes in its place tells. Sends
 * some dozens of deliveries. Immutable.
 *
 * @param bug the mistake that would explain it, or null
 * @param sentence the likely reason
 */
record Diagnosis(@Nullable Bug bug, String sentence) {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  /** Looks for the reason of a refusal, and knows it for other answers. */
  static Diagnosis of(LiveAnswer answer, Deliveries deliveries, LiveExchange exchange) {
    if (answer.kind() == LiveAnswer.Kind.UNREACHABLE) {
      return new Diagnosis(
          null,
          "Nothing listens there, it does not speak what the URL says (http or https), or Java does"
              + " not trust its certificate.");
    }
    if (answer.kind() == LiveAnswer.Kind.TIMED_OUT) {
      return new Diagnosis(Bugs.HANGS, "The receiver hangs, or needs a longer --timeout.");
    }
    if (answer.kind() == LiveAnswer.Kind.TOO_LONG) {
      return new Diagnosis(null, "An answer to a webhook is short: look at what it sends.");
    }
    if (answer.isCrash()) {
      return new Diagnosis(Bugs.CRASHES, "The receiver crashes on it; look at its log.");
    }
    if (answer.isRedirect()) {
      return new Diagnosis(
          Bugs.REDIRECTS,
          "The receiver redirects, and senders do not follow with a signed body; name the URL where"
              + " it is answered (https, or another path).");
    }
    return answer.isClientError()
        ? ofRefusal(answer, deliveries, exchange)
        : new Diagnosis(null, "That is no answer to a webhook.");
  }

  private static Diagnosis ofRefusal(
      LiveAnswer answer, Deliveries deliveries, LiveExchange exchange) {
    Bug taken = taken(deliveries, exchange);
    if (taken != null) {
      return new Diagnosis(taken, "It takes what a known mistake signs: " + taken.sentence() + ".");
    }
    for (Speaker other : deliveries.otherSenders()) {
      if (exchange.send(deliveries.genuine(other).request()).isAccepted()) {
        return new Diagnosis(
            null,
            "It takes another sender of the file: the secret of "
                + deliveries.main().appId()
                + " is not the one that the receiver has.");
      }
    }
    return new Diagnosis(Bugs.REFUSES_ALL, reason(answer, deliveries));
  }

  /** Returns the mistake whose delivery gets in, or null. */
  private static @Nullable Bug taken(Deliveries deliveries, LiveExchange exchange) {
    Speaker main = deliveries.main();
    for (boolean upper : List.of(false, true)) {
      if (exchange.send(deliveries.genuine().renameHeaders(upper).request()).isAccepted()) {
        return Bugs.HEADER_CASE;
      }
    }
    WrongSignatures wrong = new WrongSignatures(deliveries, main);
    for (Bug bug : wrong.bugs()) {
      for (Supplier<LiveDelivery> attempt : wrong.attempts(bug)) {
        LiveAnswer answer = exchange.send(attempt.get().request());
        if (answer.isAccepted()) {
          return bug;
        }
        if (!answer.isAnswered()) {
          return null;
        }
      }
    }
    for (byte[] secret : main.secrets().subList(1, main.secrets().size())) {
      if (exchange.send(deliveries.genuine(main.with(secret)).request()).isAccepted()) {
        return Bugs.ONE_SECRET;
      }
    }
    return null;
  }

  private static String reason(LiveAnswer answer, Deliveries deliveries) {
    Addresses addresses = deliveries.addresses();
    if (!addresses.isTrusted() && !addresses.allowsOwn()) {
      return "lacre.json allows other addresses only, and this machine ("
          + addresses.own()
          + ") is neither one of them nor a trusted proxy: let it be one in a test set-up.";
    }
    if (addresses.isTrusted() && addresses.client() == null && !addresses.allowsOwn()) {
      return "lacre.json allows no address that a delivery could come from.";
    }
    if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
      return "No signature of a known mistake gets in either. Its credentials, merchants or"
          + " addresses differ from lacre.json, or it refuses every delivery.";
    }
    if (answer.status() == TOO_LARGE) {
      return "A real delivery is longer than the receiver takes, or than maxBodyBytes says.";
    }
    if (answer.status() == BAD_REQUEST && deliveries.route().operation().echoesBody()) {
      return "400 says 'code invalid' here: in the test set-up the receiver must take any order.";
    }
    return "Look at the URL and the path of the route, or the receiver refuses every delivery.";
  }
}
