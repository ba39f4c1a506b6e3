package dev.lacre.servlet;

import dev.lacre.verifier.internal.ResponseKey;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a whole response on the wire: its length, its signature if it has one, and its bytes. */
final class SignedAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private SignedAnswer() {}

  /**
   * Writes an answer of the filter itself to a verified request, so that the caller can verify it
   * as any other answer of the route. A body that is in the response already is dropped.
   *
   * @param response the container's, or one that the filter wrapped
   * @param signing how the response is signed, or null if it is not
   * @throws IllegalStateException if the response is committed
   */
  static void write(
      HttpServletResponse response,
      @Nullable ResponseSigning signing,
      int status,
      Collection<Map.Entry<String, String>> headers,
      byte[] body) {
    response.resetBuffer();
    response.setStatus(status);
    headers.forEach(header -> response.setHeader(header.getKey(), header.getValue()));
    ResponseBuffer buffer = new ResponseBuffer(body.length);
    buffer.write(body, 0, body.length);
    send(response, signing == null ? null : signing.key(), buffer);
    SignedResponse.sendNow(response);
  }

  /**
   * Sends the bytes under the status and headers that are set.
   *
   * @throws IllegalStateException if an earlier filter took the response's writer
   */
  static void send(HttpServletResponse response, @Nullable ResponseKey key, ResponseBuffer body) {
    int status = response.getStatus();
    boolean bodiless = status < 200 || status == 204 || status == 205 || status == 304;
    ResponseBuffer sent = bodiless ? new ResponseBuffer(0) : body;
    if (key != null) {
      response.setHeader(key.header(), sent.signature(key));
    }
    if (!bodiless) {
      response.setContentLengthLong(sent.size());
    }
    try {
      if (sent.size() > 0) {
        sent.sendTo(response.getOutputStream());
      }
      response.flushBuffer();
    } catch (IOException gone) {
      LOG.debug("the caller did not wait for the answer", gone);
    }
  }
}
