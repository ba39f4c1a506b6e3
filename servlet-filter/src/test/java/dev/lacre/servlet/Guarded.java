package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * An application that trusts nobody: of each request that reaches it on a route it computes the MAC
 * again, over the bytes that it read, with the JDK and nothing of Lacre. It remembers what it finds
 * wrong, and what the filter says went wrong within itself.
 */
final class Guarded implements VerificationListener {

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /** Answers with the hash of the body, whatever it finds. */
  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    if (isForRoute(request) && !isGenuine(request, body)) {
      faults.add("not genuine, but in the application: " + request.getRequestURI());
    }
    Handler.answer(response, Handler.hash(body));
  }

  @Override
  public void onRefused(WebhookOutcome outcome) {
    if (outcome.verdict() instanceof Verdict.Rejected rejected
        && rejected.reason() == RejectionReason.INTERNAL_ERROR) {
      faults.add("an internal error on " + outcome);
    }
  }

  @Override
  public void onError(String route, Throwable failure) {
    Logs.add(failure);
    faults.add("on " + route + " escaped " + failure);
  }

  /** Returns what went wrong since it was last asked. */
  List<String> faults() {
    List<String> found = List.copyOf(faults);
    faults.removeAll(found);
    return found;
  }

  /** Tells whether any reader takes this for a route's: the container, or a lenient one. */
  private static boolean isForRoute(HttpServletRequest request) {
    String info = request.getPathInfo() == null ? "" : request.getPathInfo();
    return isRoute(request.getServletPath() + info) || isRoute(lenient(request.getRequestURI()));
  }

  static boolean isRoute(@Nullable String path) {
    return path != null && (path.equals("/hook") || path.startsWith("/stores/"));
  }

  /**
   * Returns the path as a lenient reader has it: decoded, without parameters, empty segments and
   * dots; or null if it cannot be decoded.
   */
  static @Nullable String lenient(String uri) {
    Deque<String> segments = new ArrayDeque<>();
    try {
      String decoded = URLDecoder.decode(uri.replaceAll(";[^/]*", ""), UTF_8);
      for (String segment : decoded.replace('\\', '/').split("/", -1)) {
        if (segment.equals("..")) {
          segments.pollLast();
        } else if (!segment.isEmpty() && !segment.equals(".")) {
          segments.add(segment);
        }
      }
    } catch (IllegalArgumentException malformed) {
      return null;
    }
    return "/" + String.join("/", segments);
  }

  private static boolean isGenuine(HttpServletRequest request, byte[] body) {
    List<String> app = Collections.list(request.getHeaders("X-App-Id"));
    List<String> merchant = Collections.list(request.getHeaders("X-App-MerchantId"));
    List<String> signature = Collections.list(request.getHeaders("X-App-Signature"));
    return app.size() == 1
        && merchant.size() == 1
        && request.getMethod().equals("POST")
        && signature.equals(List.of(mac(app.get(0), merchant.get(0), body)));
  }

  static String mac(String app, String merchant, byte[] body) {
    boolean many =
        app.equals(Sender.APPLICATION.app()) && List.of("store-1", "store-2").contains(merchant);
    boolean one = app.equals(Sender.MERCHANT.app()) && merchant.equals(Sender.MERCHANT.merchant());
    if (!many && !one) {
      return "none";
    }
    String secret = many ? Sender.APPLICATION.secret() : Sender.MERCHANT.secret();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(ISO_8859_1), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
