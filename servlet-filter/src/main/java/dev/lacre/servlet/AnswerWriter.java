package dev.lacre.servlet;

import dev.lacre.verifier.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in place of the application with exact bytes, where {@code sendError} would add pages.
 */
final class AnswerWriter {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private static final byte[] NOTHING = {};
  private static final List<Map.Entry<String, String>> NOT_STORED =
      List.of(Map.entry("Cache-Control", "no-store"));

  private AnswerWriter() {}

  /**
   * Acknowledges a delivery that was processed before; the body is empty.
   *
   * @param signing how the response is signed, or null if it is not
   */
  static void acknowledge(
      int status,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable ResponseSigning signing)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("the response to a repeated webhook is committed already");
    }
    write(status, NOT_STORED, NOTHING, request, response, signing);
  }

  /**
   * Refuses a request.
   *
   * @param signing how the response is signed, or null if it is not
   */
  static void refuse(
      Refusal refusal,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable ResponseSigning signing)
      throws IOException {
    if (response.isCommitted()) {
      if (response.getStatus() >= 400) {
        // How Tomcat answers by itself when the body's framing is broken or the body stalls; left
        // here, the exception would be shown to the sender.
        request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return;
      }
      throw new IOException("the response to a refused webhook is committed already");
    }
    write(refusal.status(), refusal.headers(), refusal.body(), request, response, signing);
  }

  private static void write(
      int status,
      List<Map.Entry<String, String>> headers,
      byte[] body,
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable ResponseSigning signing)
      throws IOException {
    if (signing != null) {
      SignedAnswer.write(response, signing, status, headers, body);
      return;
    }
    response.resetBuffer();
    OutputStream out = output(response);
    response.setStatus(status);
    for (Map.Entry<String, String> header : headers) {
      response.setHeader(header.getKey(), header.getValue());
    }
    if (status != HttpServletResponse.SC_NO_CONTENT) {
      response.setContentLength(body.length);
    }
    try {
      if (!request.getMethod().equals("HEAD")) {
        out.write(body);
      }
      response.flushBuffer();
    } catch (IOException gone) {
      LOG.debug("a sender did not wait for the answer", gone);
    }
    SignedResponse.sendNow(response);
  }

  /**
   * The exact bytes go out even if an earlier filter took the writer; its headers are lost then.
   */
  private static OutputStream output(HttpServletResponse response) throws IOException {
    try {
      return response.getOutputStream();
    } catch (IllegalStateException writerTaken) {
      response.reset();
      return response.getOutputStream();
    }
  }
}
