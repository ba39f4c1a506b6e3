package dev.lacre.cli.conform.sender;

import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.RouteConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender under test is answered: the success of its route's operation, whatever the verdict,
 * or it would send the same again. What no route could take is refused.
 */
final class DeliveryAnswer {

  private static final byte[] NO_BODY = {};

  private DeliveryAnswer() {}

  /** Returns the answer to a whole request. */
  static byte[] to(WireRequest request, @Nullable RouteConfig route, boolean keepAlive) {
    if (route == null) {
      return bytes(404, "", NO_BODY, keepAlive, false);
    }
    if (!request.method().equals("POST")) {
      return bytes(405, "Allow: POST\r\n", NO_BODY, keepAlive, request.method().equals("HEAD"));
    }
    WebhookOperation operation = route.verifier().operation();
    int status = operation.successStatus();
    if (status == 204 || status == 205 || !operation.echoesBody()) {
      return bytes(status, "", NO_BODY, keepAlive, false);
    }
    List<String> type = request.values("Content-Type");
    String contentType = type.isEmpty() ? "" : "Content-Type: " + type.get(0) + "\r\n";
    return bytes(status, contentType, request.body(), keepAlive, false);
  }

  /** Returns the answer to what is no whole request; the connection ends with it. */
  static byte[] refusing(int status) {
    return bytes(status, "", NO_BODY, false, false);
  }

  private static byte[] bytes(
      int status, String headers, byte[] body, boolean keepAlive, boolean headOnly) {
    String length = status == 204 || headOnly ? "" : "Content-Length: " + body.length + "\r\n";
    byte[] head =
        ("HTTP/1.1 "
                + status
                + " \r\n"
                + headers
                + length
                + (keepAlive ? "" : "Connection: close\r\n")
                + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
